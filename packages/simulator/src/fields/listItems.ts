import { isJsonObject, Json, JsonObject } from '../objects/json';
import { KEY_DEFAULTS } from '../schema/listKeys';
import { ListOf } from '../schema/Schema';

/** The step that names an item of a keyed or set list: `k:{"name":"app"}` or `v:"x"`. */
export function stepOfItem(list: ListOf, item: Json): string {
  if (list.merge === 'set') return `v:${JSON.stringify(item)}`;
  const key: JsonObject = {};
  for (const name of [...list.keys].sort()) {
    const value = isJsonObject(item) ? item[name] : undefined;
    key[name] = value ?? KEY_DEFAULTS[name] ?? null;
  }
  return `k:${JSON.stringify(key)}`;
}

/** Items by their step, in the list's order. A repeated key keeps its last item. */
export function itemsByStep(
  list: ListOf,
  items: readonly Json[],
): Map<string, Json> {
  return new Map(items.map(item => [stepOfItem(list, item), item]));
}
