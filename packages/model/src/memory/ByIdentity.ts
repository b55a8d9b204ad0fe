/** Where a way of things leads; each thing leads on only for as long as it lives. */
interface Step<R> {
  next?: WeakMap<object, Step<R>>;
  results?: Map<string, R>;
}

/**
 * Remembers results by the very things that they came of, which must not change, and by a text that says what else
 * they hang on. A result goes with the first of its things that goes.
 */
export class ByIdentity<R extends object> {
  readonly #start: Step<R> = {};

  /** What is remembered of things, by text. */
  results(things: readonly object[]): Map<string, R> {
    const last = things.reduce<Step<R>>(follow, this.#start);
    last.results ??= new Map();
    return last.results;
  }

  /**
   * The very same result again.
   *
   * @param lasts - whether a result is worth remembering
   */
  of(
    things: readonly object[],
    text: string,
    make: () => R,
    lasts: (made: R) => boolean = () => true,
  ): R {
    const results = this.results(things);
    const known = results.get(text);
    if (known) return known;
    const made = make();
    if (lasts(made)) results.set(text, made);
    return made;
  }
}

function follow<R>(step: Step<R>, thing: object): Step<R> {
  step.next ??= new WeakMap();
  const known = step.next.get(thing);
  if (known) return known;
  const next = {};
  step.next.set(thing, next);
  return next;
}
