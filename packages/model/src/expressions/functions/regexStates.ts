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
