import { Scalar } from '../path/step';

/**
 * What comparison must know of a field. A field without a type is compared by
 * its JSON alone, its lists item by item in order.
 *
 * @public
 */
export type FieldType =
  | { kind: 'quantity' }
  | { kind: 'intOrString' }
  | { kind: 'duration' }
  | { kind: 'time' }
  /** Base64. */
  | { kind: 'bytes' }
  /** Text of a custom resource: stored as sent, but controllers that write it back rewrite durations. */
  | { kind: 'text' }
  /** Free keys: every key counts, however empty its value. */
  | { kind: 'map'; values?: FieldType }
  | StructType
  /** A list whose items are told apart by keys, never by position. */
  | {
      kind: 'keyed';
      keys: readonly string[];
      defaults?: Readonly<Record<string, Scalar>>;
      items?: FieldType;
    }
  | { kind: 'set' }
  /** A list whose order means nothing but whose items have no key. */
  | { kind: 'unordered'; items?: FieldType }
  | { kind: 'list'; items?: FieldType };

/** A map whose keys each have a type of their own. @public */
export interface StructType {
  kind: 'struct';
  /** Go structs of the API server leave out zero values when they write JSON. */
  omitsZero: boolean;
  field(name: string): FieldType | undefined;
  /** Whether the server writes an empty value of a field; where absent, its name tells. */
  keepsEmpty?(name: string): boolean;
  /** Whether the server doesn't know a field of that name, and drops it. */
  drops?(name: string): boolean;
  /** What the server writes where nobody says anything. */
  defaultOf?(name: string): unknown;
  /** Whether the schema forbids changing a field. */
  isImmutable?(name: string): boolean;
}

export const quantity: FieldType = { kind: 'quantity' };
export const intOrString: FieldType = { kind: 'intOrString' };
export const duration: FieldType = { kind: 'duration' };
export const time: FieldType = { kind: 'time' };
export const bytes: FieldType = { kind: 'bytes' };
export const text: FieldType = { kind: 'text' };
export const quantities: FieldType = { kind: 'map', values: quantity };
export const texts: FieldType = { kind: 'map' };
export const setOf: FieldType = { kind: 'set' };

/** Structs of built-in kinds of which nothing else is to tell, all the way down. */
export const plain: StructType = {
  kind: 'struct',
  omitsZero: true,
  field: () => plain,
};

/** JSON that is stored as it was sent, all the way down. */
export const verbatim: StructType = {
  kind: 'struct',
  omitsZero: false,
  field: () => verbatim,
};

/** A struct of a built-in kind; fields that aren't named are plain. */
export function struct(fields: Record<string, FieldType>): StructType {
  const known = new Map(Object.entries(fields));
  return {
    kind: 'struct',
    omitsZero: true,
    field: name => known.get(name) ?? plain,
  };
}

/** A struct that refers to itself. */
export function lazy(build: () => Record<string, FieldType>): StructType {
  let known: StructType | undefined;
  return {
    kind: 'struct',
    omitsZero: true,
    field: name => {
      known ??= struct(build());
      return known.field(name);
    },
  };
}

export function keyed(
  keys: string | readonly string[],
  items?: FieldType,
  defaults?: Record<string, Scalar>,
): FieldType {
  return {
    kind: 'keyed',
    keys: typeof keys === 'string' ? [keys] : keys,
    defaults,
    items,
  };
}

export function listOf(items: FieldType): FieldType {
  return { kind: 'list', items };
}

export function unordered(items?: FieldType): FieldType {
  return { kind: 'unordered', items };
}

/** The type of a named child, if anything is known of it. @public */
export function childType(
  type: FieldType | undefined,
  name: string,
): FieldType | undefined {
  if (type?.kind === 'struct') return type.field(name);
  return type?.kind === 'map' ? type.values : undefined;
}
