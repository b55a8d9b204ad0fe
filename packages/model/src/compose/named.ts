import { escapeStep, isRecord, stepsOf } from '../source/pointer';
import { sameValue } from './sameValue';

/** An item of a list that layers merge by name. */
export type NamedItem = Record<string, unknown> & { name: string };

/**
 * Whether a list merges by name: every item is a map that has one of its own. In a container's `volumeMounts` a
 * volume may stand twice; merged by name, one of the two would be lost.
 */
export function isNamedList(list: unknown): list is NamedItem[] {
  if (!Array.isArray(list) || list.length === 0) return false;
  const names = new Set<unknown>();
  for (const item of list) {
    if (!isRecord(item) || typeof item.name !== 'string') return false;
    names.add(item.name);
  }
  return names.size === list.length;
}

/**
 * The leaves in which two values differ, as pointers. Items of lists that merge by name go by their
 * name, since their number depends on what other layers add: `/hosts/main/port`.
 */
export function changedLeaves(
  before: unknown,
  after: unknown,
  at = '',
): string[] {
  if (sameValue(before, after)) return [];
  const old = childrenOf(before);
  const now = childrenOf(after);
  const gone = before === undefined || after === undefined;
  if (old && now) return changedChildren(old, now, at);
  const only = old ?? now;
  // What comes or goes as a whole comes or goes leaf by leaf; else one kind of value replaces another.
  return gone && only && only.size > 0
    ? changedChildren(old ?? new Map(), now ?? new Map(), at)
    : [at];
}

function changedChildren(
  old: ReadonlyMap<string, unknown>,
  now: ReadonlyMap<string, unknown>,
  at: string,
): string[] {
  const keys = new Set([...old.keys(), ...now.keys()]);
  return [...keys].flatMap(key =>
    changedLeaves(old.get(key), now.get(key), `${at}/${escapeStep(key)}`),
  );
}

function childrenOf(value: unknown): Map<string, unknown> | undefined {
  if (isRecord(value)) return new Map(Object.entries(value));
  if (isNamedList(value)) return new Map(value.map(item => [item.name, item]));
  return undefined;
}

/**
 * A pointer with names of list items turned into their numbers, as far as the value goes: what isn't
 * there ends it.
 */
export function numbered(value: unknown, pointer: string): string {
  let at = value;
  let result = '';
  for (const step of stepsOf(pointer)) {
    const key = isNamedList(at)
      ? String(at.findIndex(item => item.name === step))
      : step;
    if (Array.isArray(at)) at = at[Number(key)];
    else at = isRecord(at) && Object.hasOwn(at, key) ? at[key] : undefined;
    if (at === undefined) return result;
    result += `/${escapeStep(key)}`;
  }
  return result;
}
