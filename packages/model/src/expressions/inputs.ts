import { pointerOf, valueAt } from '../source/pointer';
import type { Scope } from './scope';

/** Pointers into the scope for the paths that expressions read, each once. */
export function pointersTo(paths: readonly string[][]): string[] {
  return [...new Set(paths.map(pointerOf))];
}

/** What a scope holds at some pointers, as a key: the same where an expression that reads them can't differ. */
export function inputOf(reads: readonly string[], scope: Scope): string {
  // Absent isn't null: has() tells them apart.
  return JSON.stringify(
    reads.map(pointer =>
      [valueAt(scope, pointer)].filter(value => value !== undefined),
    ),
  );
}
