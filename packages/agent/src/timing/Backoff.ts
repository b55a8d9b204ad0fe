/** Limits of waiting between tries, in milliseconds. */
export interface BackoffLimits {
  first: number;
  most: number;
}

/**
 * Waiting times that grow with each failure and are drawn at random, so that
 * a restarted hub isn't met by all agents at once (decorrelated jitter, AWS
 * Architecture Blog, "Exponential Backoff And Jitter").
 */
export class Backoff {
  #last: number;

  constructor(
    private readonly limits: BackoffLimits,
    private readonly random: () => number = Math.random,
  ) {
    this.#last = limits.first;
  }

  /** The next time to wait, in milliseconds. */
  next(): number {
    const { first, most } = this.limits;
    const reach = Math.max(this.#last * 3 - first, 0);
    this.#last = Math.min(most, first + this.random() * reach);
    return this.#last;
  }

  reset(): void {
    this.#last = this.limits.first;
  }
}

/** A time around the given one: ± a quarter. */
export function jittered(
  milliseconds: number,
  random: () => number = Math.random,
): number {
  return milliseconds * (0.75 + random() / 2);
}
