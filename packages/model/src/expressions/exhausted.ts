import { inputOf, pointersTo } from './inputs';
import { pathsRead } from './paths';
import type { Scope } from './scope';

/** The bound is for an expression whose every cluster has inputs of its own. */
const MAX_INPUTS = 500;

/** What an expression that ran out of steps gave, by what it read: it runs out again wherever it reads the same. */
export class Exhausted<T> {
  readonly #reads: readonly string[];
  readonly #byInput = new Map<string, T>();

  constructor(expression: string) {
    this.#reads = pointersTo(pathsRead(expression));
  }

  of(scope: Scope): T | undefined {
    return this.#byInput.get(inputOf(this.#reads, scope));
  }

  remember(scope: Scope, outcome: T): void {
    if (this.#byInput.size >= MAX_INPUTS) this.#byInput.clear();
    this.#byInput.set(inputOf(this.#reads, scope), outcome);
  }
}
