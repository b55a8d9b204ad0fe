import { FieldType, duration, intOrString, quantity } from './fieldType';
import { objectMeta } from './podTypes';

/**
 * The part of an OpenAPI v3 schema that comparison reads. `$ref`s point into
 * the `definitions` of the {@link KindSchema}.
 *
 * @public
 */
export interface OpenApiSchema {
  $ref?: string;
  allOf?: OpenApiSchema[];
  type?: string;
  format?: string;
  properties?: Record<string, OpenApiSchema>;
  additionalProperties?: OpenApiSchema | boolean;
  items?: OpenApiSchema;
  'x-kubernetes-list-type'?: string;
  'x-kubernetes-list-map-keys'?: string[];
  'x-kubernetes-int-or-string'?: boolean;
  pattern?: string;
}

/**
 * The schema of one kind, as a cluster serves it.
 *
 * @public
 */
export interface KindSchema {
  schema: OpenApiSchema;
  /** Schemas by name, the last part of a `$ref`. */
  definitions?: Record<string, OpenApiSchema>;
}

const QUANTITY_REF = 'io.k8s.apimachinery.pkg.api.resource.Quantity';
const DURATION_REF = 'io.k8s.apimachinery.pkg.apis.meta.v1.Duration';
const cache = new WeakMap<OpenApiSchema, { type: FieldType | undefined }>();

/** The type of a kind by its own schema. */
export function schemaType(kind: KindSchema): FieldType | undefined {
  const type = typeOf(kind.schema, kind.definitions ?? {});
  if (type?.kind !== 'struct') return type;
  return {
    ...type,
    field: name => (name === 'metadata' ? objectMeta : type.field(name)),
  };
}

function typeOf(
  schema: OpenApiSchema,
  definitions: Record<string, OpenApiSchema>,
): FieldType | undefined {
  const known = cache.get(schema);
  if (known) return known.type;
  const type = read(schema, definitions);
  cache.set(schema, { type });
  return type;
}

function read(
  schema: OpenApiSchema,
  definitions: Record<string, OpenApiSchema>,
): FieldType | undefined {
  const referred = schema.$ref ?? schema.allOf?.find(one => one.$ref)?.$ref;
  const name = referred?.slice(referred.lastIndexOf('/') + 1);
  if (name === QUANTITY_REF) return quantity;
  if (name === DURATION_REF) return duration;
  if (name) {
    const target = definitions[name];
    return target && target !== schema
      ? typeOf(target, definitions)
      : undefined;
  }
  if (schema['x-kubernetes-int-or-string']) {
    // Controller generators write a quantity as int-or-string with its pattern.
    return schema.pattern?.includes('Ki|Mi') ||
      schema.pattern?.includes('[KMGTPE]i')
      ? quantity
      : intOrString;
  }
  if (schema.format === 'int-or-string') return intOrString;
  if (schema.format === 'duration') return duration;
  if (schema.type === 'array' || schema.items)
    return listType(schema, definitions);
  return mapType(schema, definitions);
}

function listType(
  schema: OpenApiSchema,
  definitions: Record<string, OpenApiSchema>,
): FieldType {
  const items = schema.items && typeOf(schema.items, definitions);
  const keys = schema['x-kubernetes-list-map-keys'];
  if (schema['x-kubernetes-list-type'] === 'map' && keys) {
    const properties = schema.items?.properties ?? {};
    const defaults =
      keys.includes('protocol') && properties.protocol
        ? { protocol: 'TCP' }
        : undefined;
    return { kind: 'keyed', keys, items, defaults };
  }
  return schema['x-kubernetes-list-type'] === 'set'
    ? { kind: 'set' }
    : { kind: 'list', items };
}

function mapType(
  schema: OpenApiSchema,
  definitions: Record<string, OpenApiSchema>,
): FieldType | undefined {
  const { properties, additionalProperties } = schema;
  if (properties) {
    return {
      kind: 'struct',
      omitsZero: false,
      field: name =>
        Object.prototype.hasOwnProperty.call(properties, name)
          ? typeOf(properties[name], definitions)
          : undefined,
    };
  }
  if (additionalProperties && typeof additionalProperties === 'object') {
    return { kind: 'map', values: typeOf(additionalProperties, definitions) };
  }
  return undefined;
}
