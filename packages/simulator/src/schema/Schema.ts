import { Json } from '../objects/json';

/**
 * The shape of a value and how it merges. One definition serves validation, defaulting,
 * server-side apply and the OpenAPI documents.
 */
export type Schema = Scalar | Struct | MapOf | ListOf | Untyped;

export interface Scalar {
  type: 'scalar';
  scalar:
    | 'string'
    | 'integer'
    | 'number'
    | 'boolean'
    | 'intOrString'
    | 'quantity';
  default?: Json;
  enum?: string[];
}

export interface Struct {
  type: 'struct';
  /** Name of the type in OpenAPI documents; inline structs have none. */
  name?: string;
  fields: Map<string, Schema>;
  required?: string[];
  /** Fields are owned together. */
  atomic?: boolean;
  /** Fields that aren't named are kept, not dropped. */
  open?: boolean;
  default?: Json;
}

export interface MapOf {
  type: 'map';
  items: Schema;
  atomic?: boolean;
  default?: Json;
}

export interface ListOf {
  type: 'list';
  items: Schema;
  merge: 'atomic' | 'set' | 'map';
  /** For `merge: 'map'`: the fields that name an item. */
  keys: readonly string[];
  default?: Json;
}

/** A value without a schema: maps merge by key, lists are atomic. */
export interface Untyped {
  type: 'any';
  default?: Json;
}

export const ANY: Untyped = { type: 'any' };

/** The schema of a map's or struct's entry; undefined where the schema has no such field. */
export function schemaOfField(
  schema: Schema,
  field: string,
): Schema | undefined {
  switch (schema.type) {
    case 'struct':
      return schema.fields.get(field) ?? (schema.open ? ANY : undefined);
    case 'map':
      return schema.items;
    case 'any':
      return ANY;
    default:
      return undefined;
  }
}
