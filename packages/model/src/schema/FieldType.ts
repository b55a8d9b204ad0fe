/** What a field of an object holds, as the API server reads it. */
export type FieldType =
  | { holds: Scalar }
  | { holds: 'list' | 'map'; of: FieldType }
  | Structure;

export type Scalar =
  | 'string'
  | 'integer'
  | 'number'
  | 'boolean'
  | 'integer or string'
  | 'quantity'
  | 'anything';

/** A map with fields of its own. */
export interface Structure {
  holds: 'fields';
  readonly fields: ReadonlyMap<string, FieldType>;
  /** Fields that it doesn't know are kept all the same. */
  open?: boolean;
}

export const ANYTHING: FieldType = { holds: 'anything' };

/** A structure whose fields are read when they are first asked for: types refer to each other in circles. */
export function structure(
  read: () => ReadonlyMap<string, FieldType>,
  open = false,
): Structure {
  let fields: ReadonlyMap<string, FieldType> | undefined;
  return {
    holds: 'fields',
    open,
    get fields() {
      fields ??= read();
      return fields;
    },
  };
}
