import { isRecord } from '../source/pointer';
import { pathsRead } from './cel';
import { inputOf, pointersTo } from './inputs';
import type { Scope } from './scope';
import { evaluateTree, segmentsOf } from './leaf';
import type { ExpressionError } from './leaf';

/** What a tree gave. Shared by clusters, so nobody may change it. */
export interface Evaluated {
  value: unknown;
  errors: readonly ExpressionError[];
  /** Whether it's the very same value again wherever the tree's expressions read the same. */
  shared: boolean;
}

interface Remembered {
  /** Pointers into the scope that the tree's expressions read. */
  reads: readonly string[];
  /** Every cluster has its own: nothing to remember. */
  own: boolean;
  byInput: Map<string, Evaluated>;
}

/** A tree on thousands of clusters has few different inputs; the bound is for the odd one that hasn't. */
const MAX_INPUTS = 500;
/** What no two clusters share. */
const OWN = new Set(['/cluster', '/cluster/name', '/cluster/namespace']);

const remembered = new WeakMap<object, Remembered>();

/**
 * As {@link evaluateTree}, but evaluated once for all clusters where the tree's expressions read the same.
 * The tree must not change.
 */
export function evaluateShared(tree: unknown, scope: Scope): Evaluated {
  const known = rememberedOf(tree);
  if (!known || known.own) return evaluateOwn(tree, scope);
  const input = inputOf(known.reads, scope);
  const before = known.byInput.get(input);
  if (before) return before;
  const result = { ...evaluateOwn(tree, scope), shared: true };
  if (known.byInput.size >= MAX_INPUTS) known.byInput.clear();
  known.byInput.set(input, result);
  return result;
}

/** Evaluates a tree that only this cluster has. */
export function evaluateOwn(tree: unknown, scope: Scope): Evaluated {
  const errors: ExpressionError[] = [];
  const value = evaluateTree(tree, scope, errors);
  return { value, errors, shared: false };
}

function rememberedOf(tree: unknown): Remembered | undefined {
  if (typeof tree !== 'object' || tree === null) return undefined;
  const known = remembered.get(tree);
  if (known) return known;
  const reads = pointersTo(expressionsIn(tree).flatMap(pathsRead));
  const own = reads.some(pointer => OWN.has(pointer));
  const fresh = { reads, own, byInput: new Map() };
  remembered.set(tree, fresh);
  return fresh;
}

function expressionsIn(tree: unknown): string[] {
  if (typeof tree === 'string') {
    const segments = tree.includes('${') ? segmentsOf(tree) : [];
    return Array.isArray(segments)
      ? segments.flatMap(s => ('expression' in s ? [s.expression] : []))
      : [];
  }
  if (Array.isArray(tree)) return tree.flatMap(expressionsIn);
  return isRecord(tree) ? Object.values(tree).flatMap(expressionsIn) : [];
}
