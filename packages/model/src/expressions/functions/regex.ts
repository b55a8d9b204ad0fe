import { celEnv, celMethod, CelScalar, isCelError } from '@bufbuild/cel';
import { spend } from '../meter';

const { BOOL, STRING } = CelScalar;
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

export const regexFunctions = [
  celMethod('matches', STRING, [STRING], BOOL, function matches(pattern) {
    if (pattern.length > MAX_PATTERN) {
      throw new Error(`a pattern is at most ${MAX_PATTERN} characters`);
    }
    const states = statesOf(pattern);
    // RE2 takes time in proportion to both, whatever they are.
    spend(states * 40 + (this.length * states) / 2);
    const result = MATCHES?.call(0, this, [pattern]);
    if (isCelError(result)) throw new Error(result.message);
    return result === true;
  }),
];
