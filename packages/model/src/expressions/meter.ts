import { isCelList, isCelMap } from '@bufbuild/cel';

/**
 * How much an evaluation may do. A unit is about what one item of a list or ten characters of text
 * cost, some tens of nanoseconds: the whole is a small fraction of a second.
 */
const MAX_WORK = 1_000_000;
/** The same where every cluster pays for itself, so that thousands pay about what a few others do. */
const MAX_OWN_WORK = MAX_WORK / 20;
/** No text within an evaluation is longer; a ConfigMap holds 1 MiB. */
const MAX_TEXT = 1_100_000;

let left = 0;

/** What an expression is told that takes too many steps. */
export const TOO_MANY_STEPS = 'the expression takes more steps than it may';

/** An expression does more than it may. */
export class TooMuchWork extends Error {
  readonly name = 'TooMuchWork';

  constructor(what = TOO_MANY_STEPS) {
    super(what);
  }
}

/**
 * Evaluates within a fresh budget; `over` tells whether it was used up, even where CEL forgave that.
 *
 * @param isOwn - whether what it reads is another thing on every cluster
 */
export function metered<T>(
  run: () => T,
  isOwn: boolean,
): { result: T; over: boolean } {
  left = isOwn ? MAX_OWN_WORK : MAX_WORK;
  const result = run();
  return { result, over: left < 0 };
}

/** Uses up some of the budget. */
export function spend(units: number): void {
  left -= units;
  if (!(left >= 0)) {
    left = -1;
    throw new TooMuchWork();
  }
}

/** Uses up what making or reading a text costs, and refuses one that is too long to make. */
export function spendText(length: number): void {
  spend(1 + length / 10);
  if (length > MAX_TEXT) {
    left = -1;
    throw new TooMuchWork(`a text of more than ${MAX_TEXT} characters`);
  }
}

/** Uses up what one look at a value costs, whatever is inside. */
export function spendShallow(value: unknown): void {
  if (typeof value === 'string') spend(value.length / 10);
  else if (value instanceof Uint8Array) spend(value.length / 10);
  else if (isCelList(value) || isCelMap(value)) spend(value.size);
}

/**
 * Uses up what reading a value to its leaves costs. Values may share parts, so that a small one in
 * memory can be huge to read: counting stops with the budget.
 */
export function spendDeep(value: unknown): void {
  const open = [value];
  while (open.length > 0) {
    const next = open.pop();
    spend(1);
    spendShallow(next);
    if (isCelList(next)) open.push(...next);
    else if (isCelMap(next)) open.push(...next.values());
  }
}
