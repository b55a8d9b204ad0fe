import { isCelError, parse, plan, celEnv } from '@bufbuild/cel';
import { strings } from '@bufbuild/cel/ext';
import type { CelInput } from '@bufbuild/cel';

/** What became of an expression: true, false, or the reason why nobody can tell. */
export type Evaluation = { holds: boolean } | { unknown: string };

/** Longer ones aren't read in a review. */
const MAX_LENGTH = 2_000;
/** Steps an expression may take on an object: nodes × size of the object for each loop inside a loop. */
const MAX_COST = 2_000_000;

const environment = celEnv({ funcs: strings });

/**
 * Evaluates a CEL expression to a boolean. The bound is computed from the expression and the values
 * before it runs, so that it gives the same answer on every machine.
 */
export function evaluate(
  expression: string,
  values: Record<string, unknown>,
): Evaluation {
  if (expression.length > MAX_LENGTH) {
    return {
      unknown: `the expression is longer than ${MAX_LENGTH} characters`,
    };
  }
  try {
    const parsed = parse(expression);
    const { nodes, loops } = shapeOf(parsed.expr);
    const size = sizeOf(values);
    if (nodes * Math.max(size, 10) ** loops > MAX_COST) {
      return { unknown: 'the expression could take too long on this object' };
    }
    return resultOf(plan(environment, parsed)(bindings(values)));
  } catch (error) {
    return { unknown: error instanceof Error ? error.message : String(error) };
  }
}

function resultOf(result: unknown): Evaluation {
  if (isCelError(result)) return { unknown: result.message };
  if (typeof result === 'boolean') return { holds: result };
  return { unknown: 'the expression gives no boolean' };
}

function bindings(values: Record<string, unknown>): Record<string, CelInput> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, celInput(value)]),
  );
}

/** JSON as CEL takes it: whole numbers are integers there, so that `workers <= 50` compares ints. */
function celInput(value: unknown): CelInput {
  if (value === null || value === undefined) return null;
  if (typeof value === 'number') {
    return Number.isSafeInteger(value) ? BigInt(value) : value;
  }
  if (typeof value === 'boolean' || typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map(celInput);
  return new Map(
    Object.entries(value).map(([key, item]) => [key, celInput(item)]),
  );
}

/** Nodes of a syntax tree, and how deep its loops stand in each other. */
function shapeOf(node: unknown): { nodes: number; loops: number } {
  if (typeof node !== 'object' || node === null) return { nodes: 0, loops: 0 };
  const isLoop = 'case' in node && node.case === 'comprehensionExpr';
  let nodes = 1;
  let loops = 0;
  for (const child of Object.values(node)) {
    const inside = shapeOf(child);
    nodes += inside.nodes;
    loops = Math.max(loops, inside.loops);
  }
  return { nodes, loops: loops + (isLoop ? 1 : 0) };
}

/** The longest list or map anywhere in a value. */
function sizeOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 1;
  const items = Object.values(value);
  return items.reduce<number>(
    (longest, item) => Math.max(longest, sizeOf(item)),
    items.length,
  );
}
