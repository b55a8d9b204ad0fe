/**
 * Pointers (RFC 6901) to what differs between two values, as deep as both go. Lists of things with a
 * `name` are compared by name, so that one inserted entry is one change; their pointers count in the
 * list that has the entry.
 */
export function changedPointers(
  before: unknown,
  after: unknown,
  at = '',
): string[] {
  if (Object.is(before, after)) return [];
  if (isMapOrAbsent(before) && isMapOrAbsent(after)) {
    const inside = inMap(before ?? {}, after ?? {}, at);
    const appeared = before === undefined || after === undefined;
    return appeared && inside.length === 0 ? [at] : inside;
  }
  if (Array.isArray(before) && Array.isArray(after)) {
    return inList(before, after, at);
  }
  return [at];
}

/** Whether two pointers meet: one is the other, or lies below it. */
export function pointersMeet(a: string, b: string): boolean {
  return a === b || a.startsWith(`${b}/`) || b.startsWith(`${a}/`);
}

function inMap(
  before: Record<string, unknown>,
  after: Record<string, unknown>,
  at: string,
): string[] {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return keys.flatMap(key =>
    changedPointers(own(before, key), own(after, key), `${at}/${escape(key)}`),
  );
}

function inList(before: unknown[], after: unknown[], at: string): string[] {
  const names = namesOf([...before, ...after]);
  if (!names || !namesOf(before, true) || !namesOf(after, true)) {
    const length = Math.max(before.length, after.length);
    return Array.from({ length }, (_, index) =>
      changedPointers(before[index], after[index], `${at}/${index}`),
    ).flat();
  }
  const find = (list: unknown[], name: string) =>
    list.findIndex(item => nameOf(item) === name);
  const entries = [...new Set(names)].flatMap(name => {
    const old = find(before, name);
    const now = find(after, name);
    const index = now < 0 ? old : now;
    return changedPointers(before[old], after[now], `${at}/${index}`);
  });
  const moved =
    entries.length === 0 &&
    before.some((item, i) => nameOf(item) !== nameOf(after[i]));
  return moved ? [at] : entries;
}

/** The names of a list's entries; undefined when one has none, or (`once`) when a name stands twice. */
function namesOf(list: unknown[], once = false): string[] | undefined {
  const names = list.flatMap(item => nameOf(item) ?? []);
  if (names.length !== list.length) return undefined;
  return once && new Set(names).size !== names.length ? undefined : names;
}

function nameOf(item: unknown): string | undefined {
  return isRecord(item) && typeof item.name === 'string'
    ? item.name
    : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isMapOrAbsent(
  value: unknown,
): value is Record<string, unknown> | undefined {
  return value === undefined || isRecord(value);
}

function own(map: Record<string, unknown>, key: string): unknown {
  return Object.hasOwn(map, key) ? map[key] : undefined;
}

function escape(step: string): string {
  return step.replace(/~/g, '~0').replace(/\//g, '~1');
}
