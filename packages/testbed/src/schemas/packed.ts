import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { TESTBED } from '../packageFolder';

/** A JSON schema as Kubernetes writes them: a map of keywords. @public */
export type Schema = Record<string, unknown>;

const FOLDER = join(TESTBED, 'schemas');
const KUBERNETES = 'kubernetes.json.gz';

/** Kubernetes' own schemas by name, and which of them is whose: `apps/v1/Deployment`. */
export function builtInKinds(): {
  kinds: Map<string, string>;
  schemas: Map<string, Schema>;
} {
  const { kinds, schemas } = unpack(KUBERNETES);
  return {
    kinds: new Map(
      Object.entries(asSchema(kinds)).map(([kind, name]) => [
        kind,
        String(name),
      ]),
    ),
    schemas: byName(asSchema(schemas)),
  };
}

/** The custom kinds of Cluster API, its providers, Flux and Argo CD: `<group>/<version>/<kind>`. */
export function packedCustomKinds(): Map<string, Schema> {
  const files = readdirSync(FOLDER).filter(
    file => file.endsWith('.json.gz') && file !== KUBERNETES,
  );
  return new Map(files.sort().flatMap(file => [...byName(unpack(file))]));
}

function unpack(file: string): Schema {
  const text = gunzipSync(readFileSync(join(FOLDER, file))).toString('utf8');
  const content: unknown = JSON.parse(text);
  return asSchema(content);
}

function byName(schemas: Schema): Map<string, Schema> {
  return new Map(
    Object.entries(schemas).map(([name, schema]) => [name, asSchema(schema)]),
  );
}

export function asSchema(value: unknown): Schema {
  if (!isSchema(value)) {
    throw new Error(`not a schema: ${JSON.stringify(value)}`);
  }
  return value;
}

export function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
