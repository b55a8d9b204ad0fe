import { isCelError, parse, plan } from '@bufbuild/cel';
import type { CelInput, CelResult } from '@bufbuild/cel';
import { isRecord } from '../source/pointer';
import { ENVIRONMENT } from './environment';
import { toCel, toJson } from './json';
import { tooMuchWritten } from './limits';
import { payForLoops } from './loops';
import { metered } from './meter';
import { pathOf } from './paths';
import type { Scope } from './scope';
import { inWords } from './wording';

export { pathOf, pathsRead } from './paths';

/**
 * What an expression gave, or why it gave nothing; `offset` counts characters into the expression.
 * @public
 */
export type Outcome =
  | { value: unknown }
  | { error: string; offset: number; remedy?: string };

type Failure = Extract<Outcome, { error: string }>;
type Plan =
  | {
      run: (bindings: Record<string, CelInput>) => CelResult;
      positions: Record<string, number>;
      /** The steps of an expression that is no more than a name or a field of it: most are. */
      path?: readonly string[];
    }
  | Failure;

const plans = new Map<string, Plan>();

/**
 * Evaluates one CEL expression with Kubernetes' libraries. Integers stay integers in and out. Bounded
 * by what is written and by the steps that it takes, so that the outcome is the same on every machine.
 *
 * @public
 */
export function evaluate(expression: string, scope: Scope): Outcome {
  const planned = planOf(expression);
  if ('error' in planned) return planned;
  const { run, positions, path } = planned;
  const scalar = path && scalarAt(scope, path);
  if (scalar !== undefined) return { value: scalar };
  const { result, over } = metered(() => run(bindingsOf(scope)));
  if (isCelError(result)) {
    const id = result.exprId;
    const start = (id !== undefined && positions[String(id)]) || 0;
    const offset = start + spaceAt(expression, start);
    return {
      ...inWords(result.message, scope, { expression, offset }),
      offset,
    };
  }
  if (over) {
    return { error: 'the expression takes more steps than it may', offset: 0 };
  }
  try {
    return { value: toJson(result) };
  } catch (error) {
    return { error: messageOf(error), offset: 0 };
  }
}

/** Calls and operators begin, to the parser, with the dot or space before them. */
function spaceAt(expression: string, start: number): number {
  return /^[\s.]*/.exec(expression.slice(start))?.[0].length ?? 0;
}

function planOf(expression: string): Plan {
  const known = plans.get(expression);
  if (known) return known;
  const planned = tooMuchWritten(expression) ?? newPlan(expression);
  // Expressions come from files that people write; the bound only stops a process that lives long.
  if (plans.size > 5000) plans.clear();
  plans.set(expression, planned);
  return planned;
}

function newPlan(expression: string): Plan {
  try {
    const parsed = parse(expression);
    payForLoops(parsed.expr);
    const positions: Record<string, number> =
      parsed.sourceInfo?.positions ?? {};
    const path = pathOf(expression);
    return { run: plan(ENVIRONMENT, parsed), positions, ...(path && { path }) };
  } catch (error) {
    const message = messageOf(error).replace(/^<input>:\d+:\d+: /, '');
    return {
      error: `not an expression: ${message}`,
      offset: syntaxOffset(error),
    };
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function syntaxOffset(error: unknown): number {
  if (!isRecord(error) || !isRecord(error.location)) return 0;
  const { start } = error.location;
  return isRecord(start) && typeof start.offset === 'number' ? start.offset : 0;
}

/** A field that CEL would give back as it is; undefined for whatever it must decide. */
function scalarAt(
  scope: Scope,
  path: readonly string[],
): string | number | boolean | undefined {
  let at: unknown = scope;
  for (const step of path) {
    if (!isRecord(at) || !Object.hasOwn(at, step)) return undefined;
    at = at[step];
  }
  if (typeof at === 'number') return Number.isSafeInteger(at) ? at : undefined;
  return typeof at === 'string' || typeof at === 'boolean' ? at : undefined;
}

const bindings = new WeakMap<Scope, Record<string, CelInput>>();

/** A cluster's scope serves many expressions: it is made ready for CEL once. */
function bindingsOf(scope: Scope): Record<string, CelInput> {
  const known = bindings.get(scope);
  if (known) return known;
  const bound = Object.fromEntries(
    Object.entries(scope).map(([name, value]) => [name, toCel(value)]),
  );
  bindings.set(scope, bound);
  return bound;
}
