import {
  isJsonObject,
  Json,
  JsonObject,
  listAt,
  objectAt,
  stringAt,
} from '../objects/json';

/** What a client learns of each field of a kind from the cluster's OpenAPI document: a line for each path. */
export function fieldsOf(
  document: JsonObject,
  kind: { group: string; version: string; kind: string },
): Map<string, string> {
  const schemas = objectAt(document, 'components', 'schemas') ?? {};
  const root = Object.values(schemas).find(schema =>
    listAt(schema, 'x-kubernetes-group-version-kind').some(
      each =>
        stringAt(each, 'kind') === kind.kind &&
        stringAt(each, 'group') === kind.group &&
        stringAt(each, 'version') === kind.version,
    ),
  );
  const lines = new Map<string, string>();
  walk(root, '', schemas, lines, []);
  return lines;
}

function walk(
  schema: Json | undefined,
  path: string,
  schemas: JsonObject,
  lines: Map<string, string>,
  seen: readonly Json[],
): void {
  const found = resolve(schema, schemas);
  // Only the schemas of CustomResourceDefinitions hold themselves.
  if (!found || seen.includes(found)) return;
  const below = [...seen, found];
  if (path !== '') lines.set(path, meaning(found));
  for (const [name, field] of Object.entries(
    objectAt(found, 'properties') ?? {},
  )) {
    walk(field, `${path}.${name}`, schemas, lines, below);
  }
  if (found.items) walk(found.items, `${path}[]`, schemas, lines, below);
  if (isJsonObject(found.additionalProperties)) {
    walk(found.additionalProperties, `${path}{}`, schemas, lines, below);
  }
}

function resolve(
  schema: Json | undefined,
  schemas: JsonObject,
): JsonObject | undefined {
  const [only] = listAt(schema, 'allOf');
  const reference =
    stringAt(schema, '$ref') ?? stringAt(only, '$ref') ?? undefined;
  if (reference === undefined) return isJsonObject(schema) ? schema : undefined;
  return objectAt(schemas, reference.split('/').slice(-1)[0]);
}

/** What comparing and merging need to know: how a list merges, by which keys, and what a scalar means. */
function meaning(schema: JsonObject): string {
  const list = stringAt(schema, 'x-kubernetes-list-type') ?? 'atomic';
  const keys = listAt(schema, 'x-kubernetes-list-map-keys').join(',');
  const isAtomic = schema['x-kubernetes-map-type'] === 'atomic';
  switch (schema.type) {
    case 'array':
      return `${list} list ${keys}`.trimEnd();
    case 'object':
      if (isAtomic) return 'atomic map';
      return schema.properties || schema.additionalProperties ? 'map' : 'any';
    default:
      return typeof schema.type === 'string' ? schema.type : scalarOf(schema);
  }
}

function scalarOf(schema: JsonObject): string {
  if (schema.format === 'int-or-string') return 'int-or-string';
  const types = listAt(schema, 'oneOf').map(each => stringAt(each, 'type'));
  return types.length > 0 ? types.join('|') : 'any';
}
