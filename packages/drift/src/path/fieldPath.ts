import { Scalar, Step } from './step';

const PLAIN_NAME = /^[A-Za-z_$][A-Za-z0-9_$-]*$/;

/** Writes steps as `.spec.containers[name="app"].image`. */
export function formatFieldPath(steps: readonly Step[]): string {
  return steps.map(formatStep).join('');
}

function formatStep(step: Step): string {
  switch (step.kind) {
    case 'field':
      return PLAIN_NAME.test(step.name)
        ? `.${step.name}`
        : `[${JSON.stringify(step.name)}]`;
    case 'keys': {
      const keys = Object.keys(step.keys)
        .sort()
        .map(name => `${name}=${JSON.stringify(step.keys[name])}`);
      return `[${keys.join(',')}]`;
    }
    case 'value':
      return `[=${JSON.stringify(step.value)}]`;
    case 'index':
      return `[${step.index}]`;
    default:
      return '[*]';
  }
}

/**
 * Reads a field path with list keys.
 *
 * @param text - `.spec.containers[name="app"].image`; also `[0]`, `[*]`,
 *   `["a name with/odd.signs"]` and `[="an item of a set"]`
 * @throws Error that names the column and the remedy when the text isn't a field path
 *
 * @public
 */
export function parseFieldPath(text: string): Step[] {
  const steps: Step[] = [];
  let rest = text;
  while (rest.length > 0) {
    const read = readStep(rest);
    if (!read) {
      throw new Error(
        `"${text}" is not a field path (column ${
          text.length - rest.length + 1
        }); write it like .spec.containers[name="app"].image`,
      );
    }
    steps.push(read.step);
    rest = rest.slice(read.length);
  }
  return steps;
}

const FIELD = /^\.([^.[\]"]+)/;
const BRACKET = /^\[((?:"(?:[^"\\]|\\.)*"|[^\]"])*)\]/;
const PAIR =
  /^\s*([A-Za-z_$][\w$./-]*)\s*=\s*("(?:[^"\\]|\\.)*"|[^,"\s]+)\s*(?:,|$)/;

function readStep(text: string): { step: Step; length: number } | undefined {
  const field = FIELD.exec(text);
  if (field) {
    return { step: { kind: 'field', name: field[1] }, length: field[0].length };
  }
  const bracket = BRACKET.exec(text);
  const step = bracket && readBracket(bracket[1].trim());
  return bracket && step ? { step, length: bracket[0].length } : undefined;
}

function readBracket(text: string): Step | undefined {
  if (text === '*') return { kind: 'any' };
  if (/^\d+$/.test(text)) return { kind: 'index', index: Number(text) };
  if (text.startsWith('"')) {
    const name = readScalar(text);
    return typeof name === 'string' ? { kind: 'field', name } : undefined;
  }
  if (text.startsWith('=')) {
    const value = readScalar(text.slice(1));
    return value === undefined ? undefined : { kind: 'value', value };
  }
  const keys = readPairs(text);
  return keys && { kind: 'keys', keys };
}

function readPairs(text: string): Record<string, Scalar> | undefined {
  const keys: Record<string, Scalar> = {};
  let rest = text;
  while (rest.length > 0) {
    const pair = PAIR.exec(rest);
    const value = pair ? readScalar(pair[2]) : undefined;
    if (!pair || value === undefined) return undefined;
    keys[pair[1]] = value;
    rest = rest.slice(pair[0].length);
  }
  return Object.keys(keys).length > 0 ? keys : undefined;
}

/** A bare word is text, so that `[name=app]` means what it says. */
function readScalar(text: string): Scalar | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isScalar(value) ? value : undefined;
  } catch {
    return text.startsWith('"') ? undefined : text;
  }
}

export function isScalar(value: unknown): value is Scalar {
  return (
    value === null ||
    typeof value === 'string' ||
    typeof value === 'number' ||
    typeof value === 'boolean'
  );
}

/** Whether `pattern` names the place of `steps` or one above it. */
export function covers(
  pattern: readonly Step[],
  steps: readonly Step[],
): boolean {
  return (
    pattern.length <= steps.length &&
    pattern.every((one, index) => stepMatches(one, steps[index]))
  );
}

function stepMatches(pattern: Step, step: Step): boolean {
  if (pattern.kind === 'any') return true;
  if (pattern.kind === 'field') {
    return step.kind === 'field' && step.name === pattern.name;
  }
  if (pattern.kind === 'keys') {
    // A rule may name fewer keys than the list has: ports by containerPort alone.
    return (
      step.kind === 'keys' &&
      Object.entries(pattern.keys).every(
        ([name, value]) => step.keys[name] === value,
      )
    );
  }
  if (pattern.kind === 'value') {
    return step.kind === 'value' && step.value === pattern.value;
  }
  return step.kind === 'index' && step.index === pattern.index;
}

/** Whether a field path is another one or names something in it, by whole steps: `.data.ab` isn't within `.data.a`. */
export function isWithin(inner: string, outer: string): boolean {
  if (!inner.startsWith(outer)) return false;
  const next = inner.at(outer.length) ?? '';
  return outer === '' || ['', '.', '['].includes(next);
}
