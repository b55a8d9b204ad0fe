import { evaluateExpression } from '@flotilla/model';

/** What became of a rule: it holds or not, or the reason why nobody can tell. */
export type Evaluation = { holds: boolean } | { unknown: string };

/** Loops over longer lists, one inside the other, could keep a judge busy; no definition has such a list. */
const MAX_ENTRIES = 1_000;

/**
 * Evaluates a CEL expression to a boolean, with the engine's own bounds on expressions and one on the
 * values: the same input gives the same answer on every machine.
 */
export function evaluate(
  expression: string,
  values: Record<string, unknown>,
): Evaluation {
  if (longest(values) > MAX_ENTRIES) {
    return { unknown: `a list or map has more than ${MAX_ENTRIES} entries` };
  }
  const outcome = evaluateExpression(expression, values);
  if ('error' in outcome) return { unknown: outcome.error };
  return typeof outcome.value === 'boolean'
    ? { holds: outcome.value }
    : { unknown: 'the expression gives neither true nor false' };
}

/** Entries of the longest list or map anywhere in a value. */
function longest(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  const entries = Object.values(value);
  return Math.max(entries.length, ...entries.map(longest));
}
