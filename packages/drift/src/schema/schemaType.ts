import { isScalar } from '../path/fieldPath';
import { Scalar } from '../path/step';
import {
  FieldType,
  StructType,
  bytes,
  duration,
  intOrString,
  quantity,
  text,
  time,
} from './fieldType';
import {
  FIELD_CORRECTIONS,
  NAMED_TYPES,
  isGoDefinition,
} from './goDefinitions';
import { KindSchema, OpenApiSchema } from './openApiSchema';
import { POINTERS } from './pointers';
import { objectMeta } from './podTypes';

/** Where a schema stands: what its references mean, and whose type it is. */
interface Scope {
  definitions: Record<string, OpenApiSchema>;
  /** The definition that the schema is of, or is within. */
  name: string;
  /** Kubernetes' own Go types leave out zero values; custom resources are stored as sent. */
  isGo: boolean;
}

const cache = new WeakMap<OpenApiSchema, { type: FieldType | undefined }>();

/** The type of a kind by its own schema. */
export function schemaType(kind: KindSchema): FieldType | undefined {
  const { schema, definitions = {}, name = '' } = kind;
  const known = cache.get(schema);
  if (known) return known.type;
  const isGo = isGoDefinition(name);
  const read = readType(schema, { definitions, name, isGo });
  const type = read?.kind === 'struct' ? withMetadata(read) : read;
  cache.set(schema, { type });
  return type;
}

function withMetadata(type: StructType): StructType {
  return {
    ...type,
    field: name => (name === 'metadata' ? objectMeta : type.field(name)),
    // What every object has, whether or not its schema says so.
    drops: name =>
      !['apiVersion', 'kind', 'metadata', 'status'].includes(name) &&
      (type.drops?.(name) ?? false),
  };
}

function typeOf(schema: OpenApiSchema, scope: Scope): FieldType | undefined {
  const known = cache.get(schema);
  if (known) return known.type;
  const type = readType(schema, scope);
  cache.set(schema, { type });
  return type;
}

function readType(schema: OpenApiSchema, scope: Scope): FieldType | undefined {
  const referred = referenceOf(schema);
  if (referred !== undefined) return namedType(referred, schema, scope);
  if (schema['x-kubernetes-int-or-string']) {
    // Controller generators write a quantity as int-or-string with its pattern.
    return isQuantityPattern(schema.pattern) ? quantity : intOrString;
  }
  if (schema.type === 'array' || schema.items) return listType(schema, scope);
  if (schema.type === 'string') return stringType(schema, scope);
  return mapType(schema, scope);
}

function isQuantityPattern(pattern: string | undefined): boolean {
  return (
    pattern !== undefined &&
    (pattern.includes('Ki|Mi') || pattern.includes('[KMGTPE]i'))
  );
}

function referenceOf(schema: OpenApiSchema): string | undefined {
  const referred = schema.$ref ?? schema.allOf?.find(one => one.$ref)?.$ref;
  return referred?.slice(referred.lastIndexOf('/') + 1);
}

function namedType(
  name: string,
  schema: OpenApiSchema,
  { definitions }: Scope,
): FieldType | undefined {
  const named = NAMED_TYPES.get(name);
  if (named) return named;
  // A schema or-ed with plain values: the JSON schema of a definition.
  if (name.includes('.JSONSchemaPropsOr')) {
    return NAMED_TYPES.get(name.slice(0, name.indexOf('Or')));
  }
  const target = definitions[name];
  if (!target || target === schema) return undefined;
  return typeOf(target, { definitions, name, isGo: isGoDefinition(name) });
}

function stringType(
  { format, enum: choices }: OpenApiSchema,
  { isGo }: Scope,
): FieldType | undefined {
  if (format === 'int-or-string') return intOrString;
  if (format === 'duration') return duration;
  if (format === 'byte') return bytes;
  if (isGo) return format === 'date-time' ? time : undefined;
  return format || choices ? undefined : text;
}

function listType(schema: OpenApiSchema, scope: Scope): FieldType {
  const items = schema.items && typeOf(schema.items, scope);
  const keys = keysOf(schema);
  if (keys) {
    const defaults = defaultKeys(schema.items, keys, scope);
    return { kind: 'keyed', keys, items, defaults };
  }
  return schema['x-kubernetes-list-type'] === 'set'
    ? { kind: 'set' }
    : { kind: 'list', items };
}

/** Servers of old name only the key by which a patch merges. */
function keysOf(schema: OpenApiSchema): string[] | undefined {
  const kind = schema['x-kubernetes-list-type'];
  const mergeKey = schema['x-kubernetes-patch-merge-key'];
  if (kind === 'map') return schema['x-kubernetes-list-map-keys'];
  const merges = schema['x-kubernetes-patch-strategy']?.includes('merge');
  return !kind && merges && mergeKey ? [mergeKey] : undefined;
}

/** A key that isn't declared has its default, as in server-side apply. */
function defaultKeys(
  items: OpenApiSchema | undefined,
  keys: readonly string[],
  { definitions }: Scope,
): Record<string, Scalar> | undefined {
  if (!items) return undefined;
  const referred = referenceOf(items);
  const properties =
    (referred === undefined ? items : definitions[referred])?.properties ?? {};
  const defaults = keys.flatMap(key => {
    const value = properties[key]?.default;
    // OpenAPI names Go's zero value as default of what must be given.
    const isZero = value === '' || value === 0;
    return isScalar(value) && value !== null && !isZero ? [[key, value]] : [];
  });
  return defaults.length > 0 ? Object.fromEntries(defaults) : undefined;
}

function mapType(schema: OpenApiSchema, scope: Scope): FieldType | undefined {
  const { properties, additionalProperties } = schema;
  if (properties) return structType(schema, properties, scope);
  if (additionalProperties && typeof additionalProperties === 'object') {
    return { kind: 'map', values: mapValues(additionalProperties, scope) };
  }
  return undefined;
}

/** Free keys hold texts of people, not of controllers: compared as they are. */
function mapValues(schema: OpenApiSchema, scope: Scope): FieldType | undefined {
  const type = typeOf(schema, scope);
  return type?.kind === 'text' ? undefined : type;
}

function structType(
  schema: OpenApiSchema,
  properties: Record<string, OpenApiSchema>,
  scope: Scope,
): StructType {
  const types = new Map<string, FieldType | undefined>();
  const known = (name: string): OpenApiSchema | undefined =>
    Object.prototype.hasOwnProperty.call(properties, name)
      ? properties[name]
      : undefined;
  const isOpen =
    schema['x-kubernetes-preserve-unknown-fields'] === true ||
    Boolean(schema.additionalProperties);
  const pointers = new Set((POINTERS[scope.name] ?? '').split(' '));
  return {
    kind: 'struct',
    omitsZero: scope.isGo,
    field: name => {
      if (types.has(name)) return types.get(name);
      const property = known(name);
      const type = property && corrected(name, typeOf(property, scope), scope);
      types.set(name, type);
      return type;
    },
    keepsEmpty: name => {
      const property = known(name);
      return property !== undefined && keepsEmpty(property, pointers.has(name));
    },
    drops: name => !isOpen && known(name) === undefined,
    defaultOf: name => known(name)?.default,
    isImmutable: name =>
      (known(name)?.['x-kubernetes-validations'] ?? []).some(({ rule }) =>
        /^\s*(self == oldSelf|oldSelf == self)\s*$/.test(rule ?? ''),
      ),
  };
}

/** Structs without a default are pointers, and so are the scalars in the table. */
function keepsEmpty(property: OpenApiSchema, isPointer: boolean): boolean {
  return referenceOf(property) === undefined
    ? isPointer
    : property.default === undefined;
}

function corrected(
  field: string,
  type: FieldType | undefined,
  { name }: Scope,
): FieldType | undefined {
  const correction = FIELD_CORRECTIONS.find(
    one => one.definition === name && one.field === field,
  );
  return correction ? correction.correct(type) : type;
}
