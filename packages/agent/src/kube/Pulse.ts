import { Logger } from '../timing/Logger';
import { pause } from '../timing/Waker';
import { KubeApi } from './KubeApi';
import { KubeError } from './KubeError';

const EVERY_MILLISECONDS = 15_000;
const ANSWER_MILLISECONDS = 15_000;
/** One lost answer is daily life. */
const MISSES = 2;

/** What came of asking once. */
interface Beat {
  /** Why there was no answer. */
  failure?: string;
  /** How long the API server asks to wait, in milliseconds. */
  wait?: number;
}

/**
 * Asks the API server now and then whether it is there. A watch on a connection that died without a word looks like
 * one on which nothing happens: only a question tells them apart.
 */
export class Pulse {
  #lost: string | undefined;
  readonly #stopping = new AbortController();
  #running: Promise<void> | undefined;

  constructor(
    private readonly parts: { api: KubeApi; logger: Logger },
    /** What was lost has come back, or the other way round. */
    private readonly onChange: (lost: string | undefined) => void,
    private readonly everyMilliseconds = EVERY_MILLISECONDS,
  ) {}

  /** Why nothing can be seen; undefined while the API server answers. */
  get lost(): string | undefined {
    return this.#lost;
  }

  start(): void {
    this.#running ??= this.#run(this.#stopping.signal);
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }

  async #run(signal: AbortSignal): Promise<void> {
    for (let misses = 0; !signal.aborted; ) {
      const { failure, wait = 0 } = await this.#ask(signal);
      if (signal.aborted) return;
      misses = failure === undefined ? 0 : misses + 1;
      this.#tell(misses >= MISSES ? failure : undefined);
      await pause(Math.max(this.everyMilliseconds, wait), signal);
    }
  }

  async #ask(signal: AbortSignal): Promise<Beat> {
    const inTime = AbortSignal.timeout(
      Math.min(ANSWER_MILLISECONDS, this.everyMilliseconds),
    );
    try {
      await this.parts.api.get(
        '/version',
        {},
        AbortSignal.any([signal, inTime]),
      );
      return {};
    } catch (error) {
      const wait = error instanceof KubeError ? error.retryAfter : undefined;
      // Whoever refuses is there.
      if (error instanceof KubeError && error.status < 500) return { wait };
      const failure = inTime.aborted
        ? 'the API server does not answer'
        : `the API server can't be reached: ${String(error)}`;
      return { failure, wait };
    }
  }

  #tell(lost: string | undefined): void {
    if ((lost === undefined) === (this.#lost === undefined)) return;
    this.#lost = lost;
    if (lost) this.parts.logger.warn(lost);
    else this.parts.logger.info('the API server answers again');
    this.onChange(lost);
  }
}
