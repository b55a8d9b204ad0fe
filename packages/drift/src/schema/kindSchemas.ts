import { KubeObject } from '../object';
import { KindSchema, OpenApiSchema } from './openApiSchema';

/**
 * The kinds of one OpenAPI v3 document, as a cluster serves it under
 * `/openapi/v3/apis/<group>/<version>`.
 *
 * @param document - the JSON, parsed
 * @returns schemas by `<group>/<version>/<kind>`; the core group is empty: `/v1/Pod`
 *
 * @public
 */
export function kindSchemas(document: unknown): Map<string, KindSchema> {
  const definitions = schemasIn(
    mapIn(mapIn(document, 'components'), 'schemas'),
  );
  const kinds = new Map<string, KindSchema>();
  for (const [name, schema] of Object.entries(definitions)) {
    const named = schema['x-kubernetes-group-version-kind'];
    for (const { group, version, kind } of Array.isArray(named) ? named : []) {
      const key = `${group}/${version}/${kind}`;
      // Options of requests are listed under every group: they aren't kinds of it.
      if (named?.length === 1) kinds.set(key, { name, schema, definitions });
    }
  }
  return kinds;
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
    const schema: unknown = mapIn(version, 'schema').openAPIV3Schema;
    const { name } = mapIn({ version }, 'version');
    if (isSchema(schema)) kinds.set(`${group}/${name}/${kind}`, { schema });
  }
  return kinds;
}

function mapIn(value: unknown, name: string): Record<string, unknown> {
  const child = isMap(value) ? value[name] : undefined;
  return isMap(child) ? child : {};
}

function schemasIn(value: Record<string, unknown>) {
  const schemas: Record<string, OpenApiSchema> = {};
  for (const [name, schema] of Object.entries(value)) {
    if (isSchema(schema)) schemas[name] = schema;
  }
  return schemas;
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Every keyword may be absent; what an API server serves isn't checked further. */
function isSchema(value: unknown): value is OpenApiSchema {
  return isMap(value);
}
