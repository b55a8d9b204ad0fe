import { evaluateExpression } from '@flotilla/model';

/** What became of a rule: it holds or not, or the reason why nobody can tell. */
export type Evaluation = { holds: boolean } | { unknown: string };

/**
 * Evaluates a CEL expression to a boolean, within the engine's own bounds: the same input gives the
 * same answer on every machine.
 */
export function evaluate(
  expression: string,
  values: Record<string, unknown>,
): Evaluation {
  const outcome = evaluateExpression(expression, values);
  if ('error' in outcome) return { unknown: outcome.error };
  return typeof outcome.value === 'boolean'
    ? { holds: outcome.value }
    : { unknown: 'the expression gives neither true nor false' };
}
