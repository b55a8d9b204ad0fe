import type { PolicyFinding } from './verdict';

/** What one rule makes of a change; the verdict is drawn from all of them. */
export type Ruling =
  | { kind: 'Violation'; finding: PolicyFinding }
  /** The rule couldn't be judged. */
  | { kind: 'Unjudged'; finding: PolicyFinding }
  /** Allowed once enough people of a role approve. */
  | { kind: 'Approval'; role: string; count: number; finding: PolicyFinding };
