import { Logger } from './Logger';

/** Work that is asked for often, of which one run is enough for all who ask meanwhile. It never fails. */
export class Chore {
  #running: Promise<void> | undefined;
  /** When it last ended, in milliseconds since 1970; 0 before that. */
  endedAt = 0;

  constructor(
    private readonly title: string,
    private readonly work: (signal: AbortSignal) => Promise<void>,
    private readonly logger: Logger,
    private readonly signal: AbortSignal,
  ) {}

  /** @returns when the present run has ended; at once when there shall be none any more */
  run(): Promise<void> {
    if (this.signal.aborted) return this.idle();
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined;
      this.endedAt = Date.now();
    });
    return this.#running;
  }

  /** @returns when nothing of it runs */
  async idle(): Promise<void> {
    await this.#running;
  }

  async #run(): Promise<void> {
    try {
      await this.work(this.signal);
    } catch (error) {
      this.logger.debug(`${this.title}: ${String(error)}`);
    }
  }
}
