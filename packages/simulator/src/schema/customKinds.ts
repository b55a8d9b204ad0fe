import {
  Json,
  JsonObject,
  isJsonObject,
  listAt,
  objectAt,
  stringAt,
  valueAt,
} from '../objects/json';
import { KubeObject } from '../objects/KubeObject';
import { OBJECT_META } from './builtinTypes';
import { Kind } from './kinds';
import { ANY, Schema, Struct } from './Schema';

/** The kinds that a CustomResourceDefinition serves: one a version. */
export function kindsOfDefinition(definition: KubeObject): Kind[] {
  const spec = objectAt(definition, 'spec') ?? {};
  const kind = stringAt(spec, 'names', 'kind') ?? '';
  const plural = stringAt(spec, 'names', 'plural') ?? '';
  return listAt(spec, 'versions')
    .filter(isJsonObject)
    .filter(version => version.served === true)
    .sort((a, b) => Number(b.storage === true) - Number(a.storage === true))
    .map(version => ({
      group: stringAt(spec, 'group') ?? '',
      version: stringAt(version, 'name') ?? '',
      kind,
      plural,
      singular: stringAt(spec, 'names', 'singular') ?? kind.toLowerCase(),
      namespaced: stringAt(spec, 'scope') === 'Namespaced',
      shortNames: texts(listAt(spec, 'names', 'shortNames')),
      categories: texts(listAt(spec, 'names', 'categories')),
      hasStatus: valueAt(version, 'subresources', 'status') !== undefined,
      hasScale: valueAt(version, 'subresources', 'scale') !== undefined,
      custom: true,
      schema: schemaOfVersion(version),
    }));
}

function texts(values: readonly unknown[]): string[] {
  return values.filter(value => typeof value === 'string');
}

function schemaOfVersion(version: JsonObject): Struct {
  const root = objectAt(version, 'schema', 'openAPIV3Schema');
  const read = root ? readSchema(root) : ANY;
  const struct: Struct =
    read.type === 'struct'
      ? read
      : { type: 'struct', fields: new Map(), open: true };
  return customRoot(struct);
}

/** Every custom kind has apiVersion, kind and metadata, whatever its schema says. */
export function customRoot(struct: Struct): Struct {
  return {
    ...struct,
    fields: new Map<string, Schema>([
      ...struct.fields,
      ['apiVersion', { type: 'scalar', scalar: 'string' }],
      ['kind', { type: 'scalar', scalar: 'string' }],
      ['metadata', OBJECT_META],
    ]),
  };
}

/** Reads a structural schema (`openAPIV3Schema` of a CustomResourceDefinition). */
export function readSchema(schema: JsonObject): Schema {
  const withDefault =
    schema.default === undefined ? {} : { default: schema.default };
  if (schema['x-kubernetes-int-or-string'] === true) {
    return { type: 'scalar', scalar: 'intOrString', ...scalarDefault(schema) };
  }
  switch (schema.type) {
    case 'object':
      return { ...readObject(schema), ...withDefault };
    case 'array':
      return { ...readArray(schema), ...withDefault };
    case 'string':
    case 'integer':
    case 'number':
    case 'boolean':
      return {
        type: 'scalar',
        scalar: schema.type,
        ...scalarDefault(schema),
        ...enumOf(schema),
      };
    default:
      return ANY;
  }
}

function scalarDefault(schema: JsonObject): { default?: Json } {
  const value = schema.default;
  return typeof value === 'string' ||
    typeof value === 'number' ||
    typeof value === 'boolean'
    ? { default: value }
    : {};
}

function enumOf(schema: JsonObject): { enum?: string[] } {
  const values = texts(listAt(schema, 'enum'));
  return values.length > 0 ? { enum: values } : {};
}

function readObject(schema: JsonObject): Schema {
  const atomic =
    schema['x-kubernetes-map-type'] === 'atomic' ? { atomic: true } : {};
  const properties = objectAt(schema, 'properties');
  const open = schema['x-kubernetes-preserve-unknown-fields'] === true;
  if (properties) {
    const fields = Object.entries(properties).flatMap(
      ([name, property]): [string, Schema][] =>
        isJsonObject(property) ? [[name, readSchema(property)]] : [],
    );
    const required = texts(listAt(schema, 'required'));
    return {
      type: 'struct',
      fields: new Map(fields),
      ...(required.length > 0 ? { required } : {}),
      ...(open ? { open } : {}),
      ...atomic,
    };
  }
  const additional = schema.additionalProperties;
  if (isJsonObject(additional))
    return { type: 'map', items: readSchema(additional), ...atomic };
  if (open || additional === true) return ANY;
  return { type: 'struct', fields: new Map(), ...atomic };
}

function readArray(schema: JsonObject): Schema {
  const items = objectAt(schema, 'items');
  const itemSchema = items ? readSchema(items) : ANY;
  const listType = schema['x-kubernetes-list-type'];
  if (listType === 'map') {
    const keys = texts(listAt(schema, 'x-kubernetes-list-map-keys'));
    return { type: 'list', items: itemSchema, merge: 'map', keys };
  }
  return {
    type: 'list',
    items: itemSchema,
    merge: listType === 'set' ? 'set' : 'atomic',
    keys: [],
  };
}
