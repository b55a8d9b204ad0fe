/**
 * The new items in the order that is on the screen: what the reader points at stays where it is.
 * What is gone goes; what is new comes last.
 */
export function steadyOrder<T>(
  shown: readonly T[],
  next: readonly T[],
  keyOf: (item: T) => string,
): T[] {
  const byKey = new Map(next.map(item => [keyOf(item), item]));
  const kept = shown.flatMap(item => byKey.get(keyOf(item)) ?? []);
  const keptKeys = new Set(kept.map(keyOf));
  return [...kept, ...next.filter(item => !keptKeys.has(keyOf(item)))];
}
