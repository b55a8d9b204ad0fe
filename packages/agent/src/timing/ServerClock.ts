/** Below this, a difference is the rounding of the header and the way. */
const NOISE_MILLISECONDS = 5_000;

/** How far another's clock is from ours, by the `date` of its answers. */
export class ServerClock {
  #offset = 0;

  /** Their clock less ours, in milliseconds; 0 while they differ by less than seconds. */
  get offset(): number {
    return this.#offset;
  }

  /** Milliseconds since 1970 by their clock. */
  now(): number {
    return Date.now() + this.#offset;
  }

  /** An answer that was slow tells little: its way could have been long in either direction. */
  learn(
    date: string | null | undefined,
    sentAt: number,
    receivedAt: number,
  ): void {
    const time = date ? Date.parse(date) : NaN;
    if (Number.isNaN(time)) return;
    const doubt = NOISE_MILLISECONDS + (receivedAt - sentAt) / 2;
    const offset = time - (sentAt + receivedAt) / 2;
    // What is known stays while it fits: else all times would tremble by the header's rounding.
    if (Math.abs(offset - this.#offset) <= doubt) return;
    this.#offset = Math.abs(offset) <= doubt ? 0 : Math.round(offset);
  }
}
