import { escapeStep, isRecord } from '../source/pointer';
import { evaluate } from './cel';
import { segmentsOf } from './segments';
import type { Scope } from './scope';

/** What went wrong with an expression, at which leaf and how many characters into it. */
export interface ExpressionError {
  pointer: string;
  offset: number;
  message: string;
  remedy?: string;
}

/**
 * The tree with every `${ CEL }` evaluated. A leaf that is one expression takes the expression's
 * type; one that gives null is left out of its map or list. A tree without expressions comes back
 * as it is.
 */
export function evaluateTree(
  tree: unknown,
  scope: Scope,
  errors: ExpressionError[],
  pointer = '',
): unknown {
  if (isPlain(tree)) return tree;
  if (typeof tree === 'string') {
    return evaluateLeaf(tree, scope, errors, pointer);
  }
  if (Array.isArray(tree)) return evaluateList(tree, scope, errors, pointer);
  return isRecord(tree) ? evaluateMap(tree, scope, errors, pointer) : tree;
}

/** Whether evaluating a value would give it back as it is. */
function isPlain(value: unknown): boolean {
  if (typeof value === 'string') return !value.includes('${');
  return typeof value !== 'object' || value === null || !hasExpressions(value);
}

const expressive = new WeakMap<object, boolean>();

/** Whether an expression stands anywhere in a tree. Templates are asked for every cluster, so it's kept. */
function hasExpressions(tree: object): boolean {
  const known = expressive.get(tree);
  if (known !== undefined) return known;
  const items: unknown[] = Object.values(tree);
  const found = !items.every(isPlain);
  expressive.set(tree, found);
  return found;
}

function evaluateList(
  list: readonly unknown[],
  scope: Scope,
  errors: ExpressionError[],
  pointer: string,
): unknown[] {
  return list.flatMap((item, i) => {
    const value = evaluateTree(item, scope, errors, `${pointer}/${i}`);
    return value === null && item !== null ? [] : [value];
  });
}

function evaluateMap(
  map: Record<string, unknown>,
  scope: Scope,
  errors: ExpressionError[],
  pointer: string,
): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(map)) {
    if (isPlain(item)) {
      result[key] = item;
      continue;
    }
    const value = evaluateTree(
      item,
      scope,
      errors,
      `${pointer}/${escapeStep(key)}`,
    );
    if (value !== null || item === null) result[key] = value;
  }
  return result;
}

function evaluateLeaf(
  leaf: string,
  scope: Scope,
  errors: ExpressionError[],
  pointer: string,
): unknown {
  const segments = segmentsOf(leaf);
  const fail = (message: string, offset: number, remedy?: string) => {
    errors.push({ pointer, offset, message, ...(remedy ? { remedy } : {}) });
    return null;
  };
  if (!Array.isArray(segments)) {
    const plain = 'Close it, or write $${ where it is plain text.';
    return fail(segments.error, segments.offset, plain);
  }
  const values: unknown[] = [];
  for (const segment of segments) {
    if ('text' in segment) {
      values.push(segment.text);
      continue;
    }
    const outcome = evaluate(segment.expression, scope);
    if ('error' in outcome) {
      return fail(
        outcome.error,
        segment.offset + outcome.offset,
        outcome.remedy,
      );
    }
    if (segments.length === 1) return outcome.value;
    if (outcome.value === null || typeof outcome.value === 'object') {
      return fail(
        `${
          outcome.value === null ? 'null' : 'a map or list'
        } can't stand within text`,
        segment.offset,
        'Let the expression be the whole value.',
      );
    }
    values.push(outcome.value);
  }
  return values.map(String).join('');
}
