import type { Problem } from '../problems';

/** Files that people own, as a change leaves them, and what stands against it. */
export interface Edits {
  written: Map<string, string | null>;
  problems: Problem[];
}

/** Nothing can be written, for one reason. */
export function refused(problem: Problem): Edits {
  return { written: new Map(), problems: [problem] };
}
