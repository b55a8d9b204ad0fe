import { parse } from '@bufbuild/cel';
import { RANGE_FUNCTION, TURN_FUNCTION } from './environment';

/** A node of a parsed expression. */
export type Expr = ReturnType<typeof parse>['expr'];

/** The nodes right below a node. */
export function childrenOf({ exprKind }: Expr): Expr[] {
  switch (exprKind.case) {
    case 'selectExpr':
      return given(exprKind.value.operand);
    case 'callExpr':
      return [...given(exprKind.value.target), ...exprKind.value.args];
    case 'listExpr':
      return exprKind.value.elements;
    case 'structExpr':
      return exprKind.value.entries.flatMap(({ keyKind, value }) => [
        ...(keyKind.case === 'mapKey' ? [keyKind.value] : []),
        ...given(value),
      ]);
    case 'comprehensionExpr': {
      const { accuInit, iterRange, loopCondition, loopStep, result } =
        exprKind.value;
      const parts = [accuInit, iterRange, loopCondition, loopStep, result];
      return parts.flatMap(given);
    }
    default:
      return [];
  }
}

function given(node: Expr | undefined): Expr[] {
  return node ? [node] : [];
}

/**
 * Lets every loop of an expression pay: for the list that it goes over, and at each turn for what the
 * turn evaluates. CEL itself offers no place to count them.
 */
export function payForLoops(expr: Expr): void {
  childrenOf(expr).forEach(payForLoops);
  if (expr.exprKind.case !== 'comprehensionExpr') return;
  const loop = expr.exprKind.value;
  const { iterRange, loopCondition, loopStep } = loop;
  if (!iterRange || !loopCondition || !loopStep) return;
  const turn = constant(sizeOf(loopStep) + sizeOf(loopCondition));
  loop.iterRange = call(RANGE_FUNCTION, [iterRange]);
  loop.loopCondition = call(TURN_FUNCTION, [loopCondition, turn]);
}

function sizeOf(expr: Expr): number {
  return childrenOf(expr).reduce((sum, child) => sum + sizeOf(child), 1);
}

/** A call's node: the parser makes it, so that it is one like any other. */
function call(name: string, args: [Expr, ...Expr[]]): Expr {
  const { expr } = parse('f(x)');
  if (expr.exprKind.case !== 'callExpr') throw new Error('f(x) is a call');
  expr.exprKind.value.function = name;
  expr.exprKind.value.args = args;
  expr.id = args[0].id;
  return expr;
}

function constant(value: number): Expr {
  return parse(String(value)).expr;
}
