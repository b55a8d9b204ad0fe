import type { Dialect } from './dialect';
import { stepsOf } from './pointer';
import type { YamlMap, YamlNode } from './tree';
import { isMerge } from './value';

/** Where the value at a pointer stands, or the nearest thing above it. */
export interface Place {
  node: YamlNode;
  /** Its key, where it is the value of one. */
  key?: YamlNode;
}

type Pair = YamlMap['pairs'][number];

/** Follows a pointer through a tree as far as it goes, through aliases and merged maps. */
export function placeOf(
  tree: YamlNode,
  pointer: string,
  dialect: Dialect,
): Place {
  let place: Place = { node: tree };
  for (const step of stepsOf(pointer)) {
    const node = resolved(place.node);
    const next =
      node.kind === 'map'
        ? fieldOf(node, step, dialect)
        : node.kind === 'list' && item(node.items, step);
    if (!next) return place;
    place = next;
  }
  return place;
}

function item(items: readonly YamlNode[], step: string): Place | undefined {
  const node = items[Number(step)];
  return node && { node };
}

/** The last pair of the name, as values take the last one. */
function fieldOf(
  map: YamlMap,
  name: string,
  dialect: Dialect,
): Place | undefined {
  let found: Place | undefined;
  for (const { key, value } of map.pairs) {
    if (dialect.merges && isMerge(key)) {
      found = merged(value, name, dialect) ?? found;
    } else if (nameOf(key, dialect) === name) {
      found = { node: value, key };
    }
  }
  return found;
}

function merged(
  value: YamlNode,
  name: string,
  dialect: Dialect,
): Place | undefined {
  const source = resolved(value);
  const maps = source.kind === 'list' ? source.items : [source];
  for (const map of maps.map(resolved)) {
    const found = map.kind === 'map' && fieldOf(map, name, dialect);
    if (found) return found;
  }
  return undefined;
}

function nameOf(key: Pair['key'], dialect: Dialect): string | undefined {
  const scalar = resolved(key);
  return scalar.kind === 'scalar' ? dialect.key(scalar) : undefined;
}

function resolved(node: YamlNode): YamlNode {
  return node.kind === 'alias' ? resolved(node.target) : node;
}
