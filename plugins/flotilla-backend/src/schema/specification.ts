import { promises as fs } from 'node:fs';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { parse } from 'yaml';
import { z } from 'zod';

const specification = z.looseObject({
  openapi: z.string(),
  paths: z.record(z.string(), z.object({}).loose()),
});

/** The hub's API as openapi.yaml describes it; requests are checked against it. */
export async function readSpecification() {
  const file = resolvePackagePath(
    '@flotilla/backstage-plugin-flotilla-backend',
    'src/schema/openapi.yaml',
  );
  return specification.parse(parse(await fs.readFile(file, 'utf8')));
}
