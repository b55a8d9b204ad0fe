import { createHash } from 'node:crypto';
import { Json, JsonObject, objectAt } from '../objects/json';
import { apiVersionOf, KindRegistry } from '../schema/KindRegistry';
import { Kind } from '../schema/kinds';
import { KEY_DEFAULTS } from '../schema/listKeys';
import { Scalar, Schema, Struct } from '../schema/Schema';

/** `/openapi/v3`: where each group's document is. The hash changes with its content. */
export function openApiIndex(kinds: KindRegistry): JsonObject {
  const paths: JsonObject = {};
  for (const apiVersion of new Set(kinds.all().map(apiVersionOf))) {
    const path = apiVersion === 'v1' ? 'api/v1' : `apis/${apiVersion}`;
    const served = kinds
      .all()
      .filter(kind => apiVersionOf(kind) === apiVersion);
    const names = served.map(kind => kind.kind).join(',');
    const hash = createHash('sha256')
      .update(`${apiVersion}:${names}:${kinds.generation}`)
      .digest('hex');
    paths[path] = {
      serverRelativeURL: `/openapi/v3/${path}?hash=${hash.toUpperCase()}`,
    };
  }
  return { paths };
}

function groupVersionKind(kind: Kind): JsonObject {
  return { group: kind.group, version: kind.version, kind: kind.kind };
}

function collectionPath(kind: Kind): string {
  const root =
    kind.group === '' ? `/api/${kind.version}` : `/apis/${apiVersionOf(kind)}`;
  return kind.namespaced
    ? `${root}/namespaces/{namespace}/${kind.plural}`
    : `${root}/${kind.plural}`;
}

function operations(kind: Kind): JsonObject {
  return {
    get: {
      'x-kubernetes-action': 'list',
      'x-kubernetes-group-version-kind': groupVersionKind(kind),
      responses: { '200': { description: 'OK' } },
    },
  };
}

/** Clients ask here whether the server checks fields by itself; without it kubectl doesn't edit. */
function itemOperations(kind: Kind): JsonObject {
  return {
    patch: {
      'x-kubernetes-action': 'patch',
      'x-kubernetes-group-version-kind': groupVersionKind(kind),
      parameters: ['dryRun', 'fieldManager', 'fieldValidation'].map(name => ({
        name,
        in: 'query',
        schema: { type: 'string', uniqueItems: true },
      })),
      responses: { '200': { description: 'OK' } },
    },
  };
}

/** Names a kind's schema as Kubernetes does: the group reversed, then version and kind. */
function schemaName(kind: Kind): string {
  if (kind.custom) {
    return `${kind.group.split('.').reverse().join('.')}.${kind.version}.${
      kind.kind
    }`;
  }
  const group = kind.group === '' ? 'core' : kind.group.split('.')[0];
  return `io.k8s.api.${group}.${kind.version}.${kind.kind}`;
}

const NAMED_SCALARS: Readonly<
  Record<string, { name: string; schema: JsonObject }>
> = {
  intOrString: {
    name: 'io.k8s.apimachinery.pkg.util.intstr.IntOrString',
    schema: {
      format: 'int-or-string',
      oneOf: [{ type: 'integer' }, { type: 'string' }],
    },
  },
  quantity: {
    name: 'io.k8s.apimachinery.pkg.api.resource.Quantity',
    schema: { oneOf: [{ type: 'string' }, { type: 'number' }] },
  },
};

class SchemaWriter {
  readonly schemas: JsonObject = {};

  kind(kind: Kind): void {
    this.schemas[schemaName(kind)] = {
      ...this.#struct(kind.schema),
      'x-kubernetes-group-version-kind': [groupVersionKind(kind)],
    };
  }

  #write(schema: Schema): JsonObject {
    const withDefault: JsonObject =
      schema.default === undefined ? {} : { default: schema.default };
    return { ...this.#bare(schema), ...withDefault };
  }

  #bare(schema: Schema): JsonObject {
    switch (schema.type) {
      case 'scalar':
        return this.#scalar(schema);
      case 'struct':
        return this.#reference(schema);
      case 'map':
        return {
          type: 'object',
          additionalProperties: this.#write(schema.items),
          ...(schema.atomic ? { 'x-kubernetes-map-type': 'atomic' } : {}),
        };
      case 'list':
        return {
          type: 'array',
          items: this.#item(schema.items, schema.keys),
          'x-kubernetes-list-type': schema.merge,
          ...(schema.merge === 'map'
            ? { 'x-kubernetes-list-map-keys': [...schema.keys] }
            : {}),
        };
      default:
        return { 'x-kubernetes-preserve-unknown-fields': true };
    }
  }

  /** Clients know quantities and int-or-strings by the names of their types. */
  #scalar(schema: Scalar): JsonObject {
    const named = NAMED_SCALARS[schema.scalar];
    if (!named)
      return {
        type: schema.scalar,
        ...(schema.enum ? { enum: [...schema.enum] } : {}),
      };
    this.schemas[named.name] = named.schema;
    return { $ref: `#/components/schemas/${named.name}` };
  }

  /** Items of a keyed list say what a missing key counts as. */
  #item(items: Schema, keys: readonly string[]): JsonObject {
    const written = this.#write(items);
    if (
      items.type === 'struct' &&
      items.name &&
      keys.some(key => KEY_DEFAULTS[key])
    ) {
      const named: Json | undefined = this.schemas[items.name];
      for (const key of keys) setDefault(named, key);
    }
    return written;
  }

  #reference(struct: Struct): JsonObject {
    if (struct.name === undefined) return this.#struct(struct);
    if (this.schemas[struct.name] === undefined) {
      this.schemas[struct.name] = {};
      this.schemas[struct.name] = this.#struct(struct);
    }
    return {
      allOf: [{ $ref: `#/components/schemas/${struct.name}` }],
      default: {},
    };
  }

  #struct(struct: Struct): JsonObject {
    const properties: JsonObject = {};
    for (const [name, field] of struct.fields)
      properties[name] = this.#write(field);
    return {
      type: 'object',
      properties,
      ...(struct.required ? { required: [...struct.required] } : {}),
      ...(struct.open ? { 'x-kubernetes-preserve-unknown-fields': true } : {}),
      ...(struct.atomic ? { 'x-kubernetes-map-type': 'atomic' } : {}),
    };
  }
}

function setDefault(schema: Json | undefined, key: string): void {
  const value = KEY_DEFAULTS[key];
  const property = objectAt(schema, 'properties', key);
  if (value !== undefined && property) property.default = value;
}

/** `/openapi/v3/apis/<group>/<version>`: the schemas of its kinds, with how their lists merge. */
export function openApiDocument(
  kinds: KindRegistry,
  apiVersion: string,
): JsonObject | undefined {
  const served = kinds.all().filter(kind => apiVersionOf(kind) === apiVersion);
  if (served.length === 0) return undefined;
  const writer = new SchemaWriter();
  served.forEach(kind => writer.kind(kind));
  const paths: JsonObject = {};
  for (const kind of served) {
    const path = collectionPath(kind);
    paths[path] = operations(kind);
    paths[`${path}/{name}`] = itemOperations(kind);
  }
  return {
    openapi: '3.0.0',
    info: { title: 'Kubernetes', version: 'v1.36.0' },
    paths,
    components: { schemas: writer.schemas },
  };
}
