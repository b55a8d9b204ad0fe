/** Lets a loop sleep until a time has passed, it is woken, or it must stop. */
export class Waker {
  #wake: (() => void) | undefined;
  #woken = false;

  /** Ends the present sleep, or the next one before it begins. */
  wake(): void {
    this.#woken = true;
    this.#wake?.();
  }

  /** @returns whether it was woken before its time */
  async sleep(milliseconds: number, signal: AbortSignal): Promise<boolean> {
    if (!this.#woken && !signal.aborted) {
      await this.#until(milliseconds, signal);
      this.#wake = undefined;
    }
    const woken = this.#woken;
    this.#woken = false;
    return woken;
  }

  async #until(milliseconds: number, signal: AbortSignal): Promise<void> {
    const over = new AbortController();
    await new Promise<void>(resolve => {
      const timer = setTimeout(resolve, milliseconds);
      over.signal.addEventListener('abort', () => clearTimeout(timer));
      this.#wake = resolve;
      const options = { once: true, signal: over.signal };
      signal.addEventListener('abort', () => resolve(), options);
    });
    over.abort();
  }
}

/** Sleeps for a time, or until the signal ends it. */
export async function pause(
  milliseconds: number,
  signal: AbortSignal,
): Promise<void> {
  await new Waker().sleep(milliseconds, signal);
}
