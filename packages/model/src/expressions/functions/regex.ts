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
import { statesOf } from './regexStates';

const { BOOL, INT, STRING } = CelScalar;
const LIST = listType(CelScalar.DYN);
const MATCHES = celEnv().funcs.find('matches');
const MAX_PATTERN = 500;

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
