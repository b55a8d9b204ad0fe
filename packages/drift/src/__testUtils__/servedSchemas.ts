import { setTimeout as sleep } from 'node:timers/promises';
import { ControlPlane } from '@flotilla/testbed';
import { kindSchemas } from '../schema/kindSchemas';
import type { KindSchema } from '../schema/openApiSchema';

const LIMIT = 60_000;

/**
 * The schemas that an API server serves of some kinds, by
 * `<group>/<version>/<kind>`. Documents of new custom kinds come with a delay.
 *
 * @throws Error that names the kinds that aren't described in time
 */
export async function servedSchemas(
  kubernetes: ControlPlane,
  kinds: ReadonlySet<string>,
): Promise<Map<string, KindSchema>> {
  const found = new Map<string, KindSchema>();
  const giveUp = Date.now() + LIMIT;
  for (;;) {
    const missing = [...kinds].filter(kind => !found.has(kind));
    if (missing.length === 0) return found;
    if (Date.now() > giveUp) throw new Error(`not described: ${missing}`);
    for (const path of new Set(missing.map(documentOf))) {
      const { body } = await kubernetes.request(`/openapi/v3/${path}`);
      const schemas = kindSchemas(body, key => kinds.has(key));
      for (const [key, schema] of schemas) found.set(key, schema);
    }
    await sleep(200);
  }
}

function documentOf(kind: string): string {
  const [group, version] = kind.split('/');
  return group ? `apis/${group}/${version}` : `api/${version}`;
}
