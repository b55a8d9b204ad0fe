import type { Scope } from './scope';
import { evaluateTree } from './leaf';
import type { ExpressionError } from './leaf';
import { readsOf } from './reads';

/** What a tree gave. Shared by clusters, so nobody may change it. */
export interface Evaluated {
  value: unknown;
  errors: readonly ExpressionError[];
  /** Whether it's the very same value again wherever the tree's expressions read the same. */
  shared: boolean;
}

/** A tree on thousands of clusters has few different inputs; the bound is for the odd one that hasn't. */
const MAX_INPUTS = 500;

const remembered = new WeakMap<object, Map<string, Evaluated>>();

/**
 * As {@link evaluateTree}, but evaluated once for all clusters where the tree's expressions read the same.
 * The tree must not change.
 */
export function evaluateShared(tree: unknown, scope: Scope): Evaluated {
  if (typeof tree !== 'object' || tree === null)
    return evaluateOwn(tree, scope);
  return readsOf(tree).areOwn
    ? evaluateOwn(tree, scope)
    : evaluateRemembered(tree, scope);
}

/** As {@link evaluateShared}, whatever is read: where many scopes have the same name of a cluster. */
export function evaluateRemembered(tree: object, scope: Scope): Evaluated {
  const reads = readsOf(tree);
  const byInput = remembered.get(tree) ?? new Map<string, Evaluated>();
  remembered.set(tree, byInput);
  const input = reads.of(scope);
  const before = byInput.get(input);
  if (before) return before;
  const own = evaluateOwn(tree, scope);
  // What an error says may hang on more than was read.
  if (own.errors.length > 0) return own;
  const result = { ...own, shared: true };
  if (byInput.size >= MAX_INPUTS) byInput.clear();
  byInput.set(input, result);
  return result;
}

/** Evaluates a tree that only this cluster has. */
export function evaluateOwn(tree: unknown, scope: Scope): Evaluated {
  const errors: ExpressionError[] = [];
  const value = evaluateTree(tree, scope, errors);
  return { value, errors, shared: false };
}
