import { KubeObject } from '../object';
import { KindSchema, OpenApiSchema } from './openApiSchema';

/** The keywords that comparison reads; a document is mostly descriptions. */
const READ = [
  '$ref',
  'type',
  'format',
  'pattern',
  'enum',
  'default',
  'x-kubernetes-list-type',
  'x-kubernetes-list-map-keys',
  'x-kubernetes-patch-merge-key',
  'x-kubernetes-patch-strategy',
  'x-kubernetes-int-or-string',
  'x-kubernetes-preserve-unknown-fields',
  'x-kubernetes-validations',
] as const;

/**
 * The kinds of one OpenAPI v3 document, as a cluster serves it under
 * `/openapi/v3/apis/<group>/<version>`. Only what comparison reads is kept.
 *
 * @param document - the JSON, parsed
 * @param isWanted - which kinds to read, by `<group>/<version>/<kind>`; all when absent
 * @returns schemas by `<group>/<version>/<kind>`; the core group is empty: `/v1/Pod`
 *
 * @public
 */
export function kindSchemas(
  document: unknown,
  isWanted: (key: string) => boolean = () => true,
): Map<string, KindSchema> {
  const schemas = mapIn(mapIn(document, 'components'), 'schemas');
  const definitions: Record<string, OpenApiSchema> = {};
  const kinds = new Map<string, KindSchema>();
  for (const name of Object.keys(schemas)) {
    const key = kindOf(mapIn(schemas, name));
    if (key !== undefined && isWanted(key)) {
      define(name, schemas, definitions);
      kinds.set(key, { name, schema: definitions[name], definitions });
    }
  }
  return kinds;
}

/** Options of requests are listed under every group: they aren't kinds of any. */
function kindOf(schema: Record<string, unknown>): string | undefined {
  const named = schema['x-kubernetes-group-version-kind'];
  if (!Array.isArray(named) || named.length !== 1) return undefined;
  const { group, version, kind } = mapIn({ of: named[0] }, 'of');
  return `${group}/${version}/${kind}`;
}

/** Takes over a definition and all that it refers to. */
function define(
  name: string,
  schemas: Record<string, unknown>,
  definitions: Record<string, OpenApiSchema>,
): void {
  if (definitions[name] || !(name in schemas)) return;
  const definition: OpenApiSchema = {};
  definitions[name] = definition;
  Object.assign(
    definition,
    read(mapIn(schemas, name), other => define(other, schemas, definitions)),
  );
}

/** A schema without what comparison doesn't read. */
function read(
  schema: Record<string, unknown>,
  refer: (name: string) => void,
): OpenApiSchema {
  const kept: Record<string, unknown> = {};
  for (const keyword of READ) {
    if (schema[keyword] !== undefined) kept[keyword] = schema[keyword];
  }
  const { $ref: reference, items, allOf, additionalProperties } = schema;
  if (typeof reference === 'string') {
    refer(reference.slice(reference.lastIndexOf('/') + 1));
  }
  const inner = (value: unknown) => (isMap(value) ? read(value, refer) : value);
  if (items !== undefined) kept.items = inner(items);
  if (additionalProperties !== undefined) {
    kept.additionalProperties = inner(additionalProperties);
  }
  if (Array.isArray(allOf)) kept.allOf = allOf.map(inner);
  if (isMap(schema.properties)) {
    kept.properties = Object.fromEntries(
      Object.entries(schema.properties).map(([name, one]) => [
        name,
        inner(one),
      ]),
    );
  }
  return kept;
}

/**
 * The schemas in a CustomResourceDefinition, for where the cluster's own
 * document can't be had.
 *
 * @returns schemas by `<group>/<version>/<kind>`, of the versions that have one
 *
 * @public
 */
export function definedSchemas(
  definition: KubeObject,
): Map<string, KindSchema> {
  const spec = mapIn(definition, 'spec');
  const { group } = spec;
  const { kind } = mapIn(spec, 'names');
  const kinds = new Map<string, KindSchema>();
  for (const version of Array.isArray(spec.versions) ? spec.versions : []) {
    const schema = mapIn(version, 'schema').openAPIV3Schema;
    const { name } = mapIn({ version }, 'version');
    if (isMap(schema)) {
      kinds.set(`${group}/${name}/${kind}`, { schema: read(schema, () => {}) });
    }
  }
  return kinds;
}

function mapIn(value: unknown, name: string): Record<string, unknown> {
  const child = isMap(value) ? value[name] : undefined;
  return isMap(child) ? child : {};
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
