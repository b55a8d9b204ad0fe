import type { Timeline } from './Timeline';

type Work = () => void | Promise<void>;

/** Milliseconds of work after which others in this process get their turn. */
const TURN = 8;

/**
 * What the controllers of one cluster have to do, one thing at a time. Work has a key: asking for
 * it again while it waits asks for nothing more.
 */
export class Agenda {
  readonly #due = new Map<string, Work>();
  readonly #timers = new Map<string, () => void>();
  #running = false;
  #stopped = false;
  #idle: (() => void)[] = [];
  /** While set, delays don't count: a cluster's past is made up in a moment. */
  instant = false;

  constructor(
    readonly timeline: Timeline,
    readonly onError: (error: unknown, key: string) => void,
  ) {}

  soon(key: string, work: Work): void {
    this.cancel(key);
    this.#due.set(key, work);
    if (this.#running || this.#stopped) return;
    this.#running = true;
    setImmediate(() => this.#run());
  }

  /** Does the work after a delay in milliseconds. Work of this key that already waits is put off. */
  after(key: string, delay: number, work: Work): void {
    if (this.instant || delay <= 0) {
      this.soon(key, work);
      return;
    }
    this.cancel(key);
    const cancel = this.timeline.after(delay, () => {
      this.#timers.delete(key);
      this.soon(key, work);
    });
    this.#timers.set(key, cancel);
  }

  waits(key: string): boolean {
    return this.#timers.has(key) || this.#due.has(key);
  }

  cancel(key: string): void {
    this.#timers.get(key)?.();
    this.#timers.delete(key);
  }

  /** Resolves when nothing is due. */
  idle(): Promise<void> {
    return this.#running
      ? new Promise(resolve => this.#idle.push(resolve))
      : Promise.resolve();
  }

  stop(): void {
    this.#stopped = true;
    for (const cancel of this.#timers.values()) cancel();
    this.#timers.clear();
    this.#due.clear();
  }

  async #run(): Promise<void> {
    let turnEnds = Date.now() + TURN;
    while (this.#due.size > 0 && !this.#stopped) {
      const [[key, work]] = this.#due;
      this.#due.delete(key);
      try {
        await work();
      } catch (error) {
        this.onError(error, key);
      }
      if (Date.now() > turnEnds) {
        await new Promise(resolve => setImmediate(resolve));
        turnEnds = Date.now() + TURN;
      }
    }
    this.#running = false;
    const waiting = this.#idle;
    this.#idle = [];
    waiting.forEach(resolve => resolve());
  }
}
