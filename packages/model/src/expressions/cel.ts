import {
  celEnv,
  isCelError,
  isCelList,
  isCelMap,
  isCelUint,
  parse,
  plan,
} from '@bufbuild/cel';
import type { CelInput, CelResult, CelValue } from '@bufbuild/cel';
import { strings } from '@bufbuild/cel/ext';
import { isRecord } from '../source/pointer';

/** The names that an expression sees, each with a JSON value. @public */
export type Scope = Readonly<Record<string, unknown>>;

/**
 * What an expression gave, or why it gave nothing; `offset` counts characters into the expression.
 * @public
 */
export type Outcome =
  | { value: unknown }
  | { error: string; offset: number; remedy?: string };

/*
 * Bounds are on what is written, so that the same text has the same outcome on every machine; a
 * limit in time belongs to the caller.
 */
const MAX_CHARACTERS = 2000;
const MAX_NESTING = 16;
const MAX_LOOPS = 2;
const MAX_ITEMS = 10_000;

const ENV = celEnv({ funcs: strings });

type Plan =
  | {
      run: (bindings: Record<string, CelInput>) => CelResult;
      positions: Record<string, number>;
      /** The steps of an expression that is no more than a name or a field: most are. */
      path?: readonly string[];
    }
  | { error: string; offset: number; remedy?: string };

const plans = new Map<string, Plan>();

/**
 * Evaluates one CEL expression. Integers stay integers in and out. Bounded by what is written, so that
 * the outcome is the same on every machine.
 * @public
 */
export function evaluate(expression: string, scope: Scope): Outcome {
  const planned = planOf(expression);
  if ('error' in planned) return planned;
  const scalar = planned.path && scalarAt(scope, planned.path);
  if (scalar !== undefined) return { value: scalar };
  const result = planned.run(bindingsOf(scope));
  if (isCelError(result)) {
    const id = result.exprId;
    return {
      error: plainMessage(result.message),
      offset: (id !== undefined && planned.positions[String(id)]) || 0,
      remedy:
        result.message === 'unresolved attribute'
          ? `Known here: ${Object.keys(scope).sort().join(', ')}.`
          : undefined,
    };
  }
  return fromCel(result);
}

function planOf(expression: string): Plan {
  const known = plans.get(expression);
  if (known) return known;
  const planned = newPlan(expression);
  // Expressions come from files that people write; the bound only stops a process that lives long.
  if (plans.size > 5000) plans.clear();
  plans.set(expression, planned);
  return planned;
}

function newPlan(expression: string): Plan {
  if (expression.length > MAX_CHARACTERS) {
    return {
      error: `an expression is at most ${MAX_CHARACTERS} characters`,
      offset: 0,
    };
  }
  const deep = nestingOffset(expression);
  if (deep !== undefined) {
    return {
      error: `an expression nests at most ${MAX_NESTING} brackets`,
      offset: deep,
    };
  }
  try {
    const parsed = parse(expression);
    if (loopDepth(parsed.expr) > MAX_LOOPS) {
      return {
        error: `map, filter, all and exists nest at most ${MAX_LOOPS} deep`,
        offset: 0,
      };
    }
    const positions: Record<string, number> =
      parsed.sourceInfo?.positions ?? {};
    const run: (bindings: Record<string, CelInput>) => CelResult = plan(
      ENV,
      parsed,
    );
    return { run, positions, path: constantPath(parsed.expr) };
  } catch (error) {
    return {
      error: `not an expression: ${syntaxMessage(error)}`,
      offset: syntaxOffset(error),
    };
  }
}

function nestingOffset(expression: string): number | undefined {
  let depth = 0;
  for (let i = 0; i < expression.length; i++) {
    if ('([{'.includes(expression[i])) depth += 1;
    if (')]}'.includes(expression[i])) depth -= 1;
    if (depth > MAX_NESTING) return i;
  }
  return undefined;
}

/** How deep loops nest in a parsed expression: their cost multiplies. */
function loopDepth(node: unknown): number {
  if (Array.isArray(node)) return Math.max(0, ...node.map(loopDepth));
  if (!isRecord(node)) return 0;
  const own = node.case === 'comprehensionExpr' ? 1 : 0;
  return own + Math.max(0, ...Object.values(node).map(loopDepth));
}

function syntaxMessage(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.replace(/^<input>:\d+:\d+: /, '');
}

function syntaxOffset(error: unknown): number {
  if (!isRecord(error) || !isRecord(error.location)) return 0;
  const { start } = error.location;
  return isRecord(start) && typeof start.offset === 'number' ? start.offset : 0;
}

function plainMessage(message: string): string {
  if (message === 'unresolved attribute') return 'unknown name';
  const field = /^field not found: (.*)$/.exec(message);
  return field ? `there is no ${field[1]} here` : message;
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

const inputs = new WeakMap<object, CelInput>();
const bindings = new WeakMap<Scope, Record<string, CelInput>>();

function bindingsOf(scope: Scope): Record<string, CelInput> {
  const known = bindings.get(scope);
  if (known) return known;
  const bound: Record<string, CelInput> = {};
  for (const [name, value] of Object.entries(scope)) bound[name] = toCel(value);
  bindings.set(scope, bound);
  return bound;
}

/** JSON as CEL takes it: whole numbers become int. Objects are converted once. */
function toCel(value: unknown): CelInput {
  if (typeof value === 'number') {
    return Number.isSafeInteger(value) ? BigInt(value) : value;
  }
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value !== 'object' || value === null) return null;
  const known = inputs.get(value);
  if (known !== undefined) return known;
  const converted: CelInput = Array.isArray(value)
    ? value.map(toCel)
    : new Map(Object.entries(value).map(([key, item]) => [key, toCel(item)]));
  inputs.set(value, converted);
  return converted;
}

/** A CEL value as JSON, or why it isn't one. */
function fromCel(result: CelValue): Outcome {
  const budget = { items: 0 };
  try {
    return { value: toJson(result, budget) };
  } catch (error) {
    return {
      error: error instanceof Error ? error.message : String(error),
      offset: 0,
    };
  }
}

function toJson(value: CelValue, budget: { items: number }): unknown {
  budget.items += 1;
  if (budget.items > MAX_ITEMS) {
    throw new RangeError(`an expression gives at most ${MAX_ITEMS} values`);
  }
  if (typeof value === 'bigint') {
    if (Number.isSafeInteger(Number(value))) return Number(value);
    throw new RangeError(`${value} is too large a number`);
  }
  if (typeof value === 'number') {
    if (Number.isFinite(value)) return value;
    throw new RangeError('the result is not a finite number');
  }
  if (
    value === null ||
    typeof value === 'string' ||
    typeof value === 'boolean'
  ) {
    return value;
  }
  if (isCelUint(value)) return toJson(value.value, budget);
  if (isCelList(value)) return [...value].map(item => toJson(item, budget));
  if (isCelMap(value)) {
    return Object.fromEntries(
      [...value].map(([key, item]) => [String(key), toJson(item, budget)]),
    );
  }
  throw new TypeError(
    'the result is neither text, number, list nor map; turn it into text with string()',
  );
}

/**
 * The paths that an expression reads, such as `values.replicas` → `['values', 'replicas']`. A path
 * ends where a step isn't constant.
 */
export function pathsRead(expression: string): string[][] {
  try {
    const paths: string[][] = [];
    collectPaths(parse(expression).expr, paths);
    return paths;
  } catch {
    return [];
  }
}

function collectPaths(node: unknown, paths: string[][]): void {
  const path = constantPath(node);
  if (path) {
    paths.push(path);
    return;
  }
  if (Array.isArray(node)) node.forEach(item => collectPaths(item, paths));
  else if (isRecord(node))
    Object.values(node).forEach(item => collectPaths(item, paths));
}

function constantPath(node: unknown): string[] | undefined {
  if (!isRecord(node) || !isRecord(node.exprKind)) return undefined;
  const { case: kind, value } = node.exprKind;
  if (!isRecord(value)) return undefined;
  if (kind === 'identExpr') return [String(value.name)];
  if (kind === 'selectExpr') {
    const operand = constantPath(value.operand);
    return operand && [...operand, String(value.field)];
  }
  if (
    kind === 'callExpr' &&
    value.function === '_[_]' &&
    Array.isArray(value.args)
  ) {
    const operand = constantPath(value.args[0]);
    const key = constantKey(value.args[1]);
    return operand && key !== undefined ? [...operand, key] : undefined;
  }
  return undefined;
}

function constantKey(node: unknown): string | undefined {
  if (!isRecord(node) || !isRecord(node.exprKind)) return undefined;
  const { value } = node.exprKind;
  if (!isRecord(value) || !isRecord(value.constantKind)) return undefined;
  return String(value.constantKind.value);
}
