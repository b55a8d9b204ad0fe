import { isRecord } from '../source/pointer';

/**
 * Changes what is at a path of a value. `*` is every item of a list or a map, `**` any depth, also none. What isn't
 * changed is not copied.
 */
export function changeAt(
  value: unknown,
  path: readonly string[],
  change: (value: unknown) => unknown,
): unknown {
  if (path.length === 0) return change(value);
  const [step, ...rest] = path;
  if (step === '**') {
    const here = changeAt(value, rest, change);
    return mapItems(here, item => changeAt(item, path, change));
  }
  if (step === '*') {
    return mapItems(value, item => changeAt(item, rest, change));
  }
  if (!isRecord(value) || !Object.hasOwn(value, step)) return value;
  const before = value[step];
  const after = changeAt(before, rest, change);
  return after === before ? value : { ...value, [step]: after };
}

/** Maps the items of a list or a map; anything else, and what stays the same, is given back as it is. */
export function mapItems(
  value: unknown,
  map: (item: unknown, key: string | number) => unknown,
): unknown {
  if (Array.isArray(value)) {
    const items: unknown[] = value;
    const mapped = items.map(map);
    return mapped.some((item, i) => item !== items[i]) ? mapped : value;
  }
  if (!isRecord(value)) return value;
  let copy: Record<string, unknown> | undefined;
  for (const key of Object.keys(value)) {
    const after = map(value[key], key);
    if (after === value[key]) continue;
    copy ??= { ...value };
    copy[key] = after;
  }
  return copy ?? value;
}
