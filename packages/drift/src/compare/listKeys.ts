import { isScalar } from '../path/fieldPath';
import { Scalar } from '../path/step';
import { FieldType } from '../schema/fieldType';

/** A list whose items are told apart by keys. @public */
export type KeyedType = Extract<FieldType, { kind: 'keyed' }>;

/** What tells one list item from the others. @public */
export interface ListKey {
  keys: Record<string, Scalar>;
  /** The same, as one text to look up by. */
  text: string;
}

/** The key of a list item, with the defaults that the server fills in. @public */
export function keyOf(item: unknown, type: KeyedType): ListKey | undefined {
  if (typeof item !== 'object' || item === null) return undefined;
  const keys: Record<string, Scalar> = {};
  const values: Scalar[] = [];
  for (const name of type.keys) {
    const value =
      (item as Record<string, unknown>)[name] ?? type.defaults?.[name];
    if (value === undefined || !isScalar(value)) return undefined;
    keys[name] = value;
    values.push(value);
  }
  const text = values.length === 1 ? String(values[0]) : JSON.stringify(values);
  return { keys, text };
}

/**
 * List positions by key. Some lists may hold a key twice (two ports of one
 * number), which then pair off in order. Undefined where an item has no key.
 *
 * @public
 */
export function indexByKey(
  items: readonly unknown[],
  type: KeyedType,
): Map<string, number[]> | undefined {
  const positions = new Map<string, number[]>();
  for (let at = 0; at < items.length; at++) {
    const key = keyOf(items[at], type);
    if (!key) return undefined;
    const known = positions.get(key.text);
    if (known) known.push(at);
    else positions.set(key.text, [at]);
  }
  return positions;
}
