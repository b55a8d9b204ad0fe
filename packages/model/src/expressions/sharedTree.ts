import { escapeStep, isRecord } from '../source/pointer';
import { evaluateTree } from './leaf';
import type { ExpressionError } from './leaf';
import { readsOf } from './reads';
import { evaluateShared } from './remembered';
import type { Scope } from './scope';

/**
 * As {@link evaluateTree}, for a tree that reads what every cluster has for itself: maps in it that don't are evaluated
 * once for all clusters where they read the same. The tree must not change, nor may what comes of it.
 */
export function evaluateSharing(
  tree: unknown,
  scope: Scope,
  errors: ExpressionError[],
  pointer = '',
): unknown {
  if (!isRecord(tree)) return evaluateTree(tree, scope, errors, pointer);
  if (!readsOf(tree).areOwn) {
    const { value, errors: faults } = evaluateShared(tree, scope);
    errors.push(
      ...faults.map(one => ({ ...one, pointer: pointer + one.pointer })),
    );
    return value;
  }
  const result: Record<string, unknown> = {};
  for (const key of Object.keys(tree)) {
    const item = tree[key];
    const at = `${pointer}/${escapeStep(key)}`;
    const value = evaluateSharing(item, scope, errors, at);
    if (value !== null || item === null) result[key] = value;
  }
  return result;
}
