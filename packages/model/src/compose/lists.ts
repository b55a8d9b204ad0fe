import type { Layer } from './layers';

/** The lists of a layer whose items have no name to merge by. */
type PlainList = 'access' | 'workspaces' | 'capabilities';

/** A list that can't merge by name: that of the last layer that gives one, and the layer. */
export function lastList<K extends PlainList>(
  layers: readonly Layer[],
  key: K,
): { items: NonNullable<Layer[K]> | []; layer?: Layer } {
  const layer = [...layers].reverse().find(l => l[key] !== undefined);
  return { items: layer?.[key] ?? [], layer };
}
