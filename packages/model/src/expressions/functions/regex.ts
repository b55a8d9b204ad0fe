import {
  celEnv,
  celMethod,
  CelScalar,
  isCelError,
  listType,
} from '@bufbuild/cel';
import { spend } from '../meter';
import { findAll } from './regexFind';
import { compile } from './regexProgram';

const { BOOL, INT, STRING } = CelScalar;
const LIST = listType(CelScalar.DYN);
const MATCHES = celEnv().funcs.find('matches');
const MAX_PATTERN = 500;

/**
 * About how many states a pattern has, so that `(a{100}){100}` costs what it is and not what it takes
 * to write. Escapes and classes count by their characters, which is more than they are.
 */
export function statesOf(pattern: string): number {
  const open: number[] = [0];
  let last = 0;
  for (let i = 0; i < pattern.length; i++) {
    const c = pattern[i];
    const repeat = /^\{(\d+)(?:,(\d*))?\}/.exec(pattern.slice(i, i + 14));
    if (c === '(') {
      open.push(0);
      last = 0;
    } else if (c === ')' && open.length > 1) {
      last = open.pop() ?? 0;
      open[open.length - 1] += last;
    } else if (repeat) {
      const times = Math.max(Number(repeat[1]), Number(repeat[2] ?? 0), 1);
      open[open.length - 1] += last * (times - 1);
      last *= times;
      i += repeat[0].length - 1;
    } else {
      last = 1;
      open[open.length - 1] += 1;
    }
  }
  return open.reduce((sum, states) => sum + states, 0);
}

/** Refuses what RE2 refuses and what is too large, and pays for the rest. */
function checked(pattern: string, text: string): void {
  if (pattern.length > MAX_PATTERN) {
    throw new Error(`a pattern is at most ${MAX_PATTERN} characters`);
  }
  const states = statesOf(pattern);
  // RE2 takes time in proportion to both, whatever they are.
  spend(states * 40 + (text.length * states) / 2);
}

function matches(text: string, pattern: string): boolean {
  checked(pattern, text);
  const result = MATCHES?.call(0, text, [pattern]);
  if (isCelError(result)) throw new Error(result.message);
  return result === true;
}

function found(text: string, pattern: string, limit: number): string[] {
  // RE2 says what is wrong with a pattern, and most texts don't match at all.
  if (!matches(text, pattern)) return [];
  const characters = [...text];
  return findAll(compile(pattern), characters, limit).map(({ start, end }) =>
    characters.slice(start, end).join(''),
  );
}

export const regexFunctions = [
  celMethod('matches', STRING, [STRING], BOOL, function test(pattern) {
    return matches(this, pattern);
  }),
  celMethod('find', STRING, [STRING], STRING, function first(pattern) {
    return found(this, pattern, 1)[0] ?? '';
  }),
  celMethod('findAll', STRING, [STRING], LIST, function all(pattern) {
    return found(this, pattern, Infinity);
  }),
  celMethod(
    'findAll',
    STRING,
    [STRING, INT],
    LIST,
    function some(pattern, limit) {
      return found(this, pattern, limit < 0n ? Infinity : Number(limit));
    },
  ),
];
