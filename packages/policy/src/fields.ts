import { fieldChanges, isRecord, isWithin, pointerOf } from '@flotilla/model';
import type { FieldChange } from '@flotilla/model';

/**
 * Pointers (RFC 6901) to what differs between two values. What appears or goes as a whole is named by its
 * leaves: a policy may be about one of them.
 */
export function changedPointers(before: unknown, after: unknown): string[] {
  return pointersOf(fieldChanges(before, after));
}

/** {@link changedPointers} of a difference that is known already. */
export function pointersOf(changes: readonly FieldChange[]): string[] {
  return changes.flatMap(({ path, before, after }) => {
    if (before === undefined) return leavesOf(after, path);
    return after === undefined ? leavesOf(before, path) : [path];
  });
}

/** Whether two pointers meet: one is the other, or lies below it. */
export function pointersMeet(a: string, b: string): boolean {
  return isWithin(a, b) || isWithin(b, a);
}

function leavesOf(value: unknown, at: string): string[] {
  if (!isRecord(value) || Object.keys(value).length === 0) return [at];
  return Object.entries(value).flatMap(([key, inner]) =>
    leavesOf(inner, `${at}${pointerOf([key])}`),
  );
}
