/**
 * One change of a YAML file at a pointer (RFC 6901; `-` is the end of a list).
 *
 * - `set` gives a value, whether there was one or not; missing maps on the way are created, and of
 *   maps and lists only what differs is written anew.
 * - `add` makes a new field, or a new item before the one at the index.
 * - `remove` takes a field or an item away; the last one leaves `{}` or `[]`.
 *
 * @public
 */
export type YamlEdit =
  | { op: 'set' | 'add'; pointer: string; value: unknown }
  | { op: 'remove'; pointer: string; value?: undefined };
