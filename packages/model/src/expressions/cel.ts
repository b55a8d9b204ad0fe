import { isCelError, parse, plan } from '@bufbuild/cel';
import type { CelInput, CelResult } from '@bufbuild/cel';
import { isRecord } from '../source/pointer';
import { ENVIRONMENT } from './environment';
import { toCel, toJson } from './json';
import { tooMuchWritten } from './limits';
import { payForLoops } from './loops';
import { metered, TOO_MANY_STEPS } from './meter';
import { pathOf, pathsIn } from './paths';
import { Reads } from './reads';
import type { Scope } from './scope';
import { unsupportedSyntax } from './unsupported';
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
interface Planned {
  run: (bindings: Record<string, CelInput>) => CelResult;
  positions: Record<string, number>;
  /** The steps of an expression that is no more than a name or a field of it: most are. */
  path?: readonly string[];
  reads: Reads;
  /** What it gave, by what it read. Shared by clusters, so nobody may change it. */
  outcomes: Map<string, Outcome>;
}

/** An expression on thousands of clusters reads few different values; the bound is for the odd one that doesn't. */
const MAX_INPUTS = 200;

const plans = new Map<string, Planned | Failure>();

/**
 * Evaluates one CEL expression with Kubernetes' libraries. Integers stay integers in and out. Bounded
 * by what is written and by the steps that it takes, so that the outcome is the same on every machine.
 *
 * @public
 */
export function evaluate(expression: string, scope: Scope): Outcome {
  const planned = planOf(expression);
  if ('error' in planned) return planned;
  const { run, path, reads, outcomes } = planned;
  const scalar = path && scalarAt(scope, path);
  if (scalar !== undefined) return { value: scalar };
  const input = reads.of(scope);
  const before = outcomes.get(input);
  if (before) return before;
  const { result, over } = metered(() => run(bindingsOf(scope)), reads.areOwn);
  const outcome = outcomeOf(result, over, expression, planned, scope);
  // What an error says may hang on more than was read, but for one that not every cluster should pay for again.
  const lasts = over || ('value' in outcome && !reads.areOwn);
  if (lasts) {
    if (outcomes.size >= MAX_INPUTS) outcomes.clear();
    outcomes.set(input, outcome);
  }
  return outcome;
}

function outcomeOf(
  result: CelResult,
  over: boolean,
  expression: string,
  { positions }: Planned,
  scope: Scope,
): Outcome {
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
    const place = { expression, offset: 0 };
    return { ...inWords(TOO_MANY_STEPS, scope, place), offset: 0 };
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

function planOf(expression: string): Planned | Failure {
  const known = plans.get(expression);
  if (known) return known;
  const planned = tooMuchWritten(expression) ?? newPlan(expression);
  // Expressions come from files that people write; the bound only stops a process that lives long.
  if (plans.size > 5000) plans.clear();
  plans.set(expression, planned);
  return planned;
}

function newPlan(expression: string): Planned | Failure {
  try {
    const parsed = parse(expression);
    const reads = new Reads(pathsIn(parsed.expr));
    payForLoops(parsed.expr);
    const positions: Record<string, number> =
      parsed.sourceInfo?.positions ?? {};
    const path = pathOf(expression);
    const run = plan(ENVIRONMENT, parsed);
    const outcomes = new Map<string, Outcome>();
    return { run, positions, reads, outcomes, ...(path && { path }) };
  } catch (error) {
    return unsupportedSyntax(expression) ?? syntaxError(error);
  }
}

/** The parser lists all that could stand there instead, which is of no use to people. */
function syntaxError(error: unknown): Failure {
  const message = messageOf(error)
    .replace(/^<input>:\d+:\d+: /, '')
    .replace(/ but expecting '!'.*$/, ' where a value should be');
  return {
    error: `not an expression: ${message}`,
    offset: syntaxOffset(error),
  };
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
