import { parse } from '@bufbuild/cel';
import { childrenOf } from './loops';
import type { Expr } from './loops';

interface Read {
  paths: string[][];
  path?: string[];
}

const remembered = new Map<string, Read>();
/** Expressions come from files that people write; the bound only stops a process that lives long. */
const MAX_EXPRESSIONS = 5000;

/** What an expression reads. A fleet says the same ones in many places. */
function readBy(expression: string): Read {
  const known = remembered.get(expression);
  if (known) return known;
  const read = parsed(expression);
  if (remembered.size >= MAX_EXPRESSIONS) remembered.clear();
  remembered.set(expression, read);
  return read;
}

function parsed(expression: string): Read {
  try {
    const { expr } = parse(expression);
    return { paths: pathsIn(expr), path: constantPath(expr) };
  } catch {
    return { paths: [] };
  }
}

/**
 * The paths that an expression reads, such as `values.replicas` → `['values', 'replicas']`. A path
 * ends where a step isn't constant.
 */
export function pathsRead(expression: string): string[][] {
  return readBy(expression).paths;
}

/** The path that an expression is, where it is nothing else: `values.list`, but not `values.list[i]`. */
export function pathOf(expression: string): string[] | undefined {
  return readBy(expression).path;
}

/** The paths that a parsed expression reads. */
export function pathsIn(expr: Expr): string[][] {
  const path = constantPath(expr);
  return path ? [path] : childrenOf(expr).flatMap(pathsIn);
}

function constantPath({ exprKind }: Expr): string[] | undefined {
  switch (exprKind.case) {
    case 'identExpr':
      return [exprKind.value.name];
    case 'selectExpr': {
      const { operand, field } = exprKind.value;
      const path = operand && constantPath(operand);
      return path && [...path, field];
    }
    case 'callExpr': {
      const { function: name, args } = exprKind.value;
      if (name !== '_[_]' || args.length !== 2) return undefined;
      const path = constantPath(args[0]);
      const key = constantKey(args[1]);
      return path && key !== undefined ? [...path, key] : undefined;
    }
    default:
      return undefined;
  }
}

function constantKey({ exprKind }: Expr): string | undefined {
  if (exprKind.case !== 'constExpr') return undefined;
  const { value } = exprKind.value.constantKind;
  return value === undefined ? undefined : String(value);
}
