/**
 * The time in one cluster. Real time, except while a cluster's past is made up: then it starts some
 * hours ago and moves on by a moment with every reading, so that what happened later is younger.
 */
export class Clock {
  #past: number | undefined;

  now(): Date {
    if (this.#past === undefined) return new Date();
    this.#past = Math.min(Date.now(), this.#past + 20);
    return new Date(this.#past);
  }

  /** RFC 3339 in whole seconds, as the API server writes times. */
  timestamp(): string {
    return formatTime(this.now());
  }

  /** Goes back by some hours. */
  rewind(hours: number): void {
    this.#past = Date.now() - hours * 3_600_000;
  }

  /** Back to real time. */
  resume(): void {
    this.#past = undefined;
  }

  get rewound(): boolean {
    return this.#past !== undefined;
  }
}

export function formatTime(time: Date): string {
  return `${time.toISOString().slice(0, 19)}Z`;
}
