/** Says in plain words what is going on, and how long a long step has been at it. */
export class Progress {
  private readonly began = Date.now();

  constructor(private readonly write: (text: string) => void) {}

  say(text: string): void {
    this.write(`${text}\n`);
  }

  /** Runs a step; one that takes long says so every fifteen seconds. */
  async step<T>(what: string, run: () => Promise<T>): Promise<T> {
    const began = Date.now();
    this.say(`${what} …`);
    const timer = setInterval(
      () => this.say(`  still at it: ${what} (${seconds(began)} s)`),
      15_000,
    );
    try {
      const result = await run();
      if (Date.now() - began > 2_000) {
        this.say(`  done in ${seconds(began)} s`);
      }
      return result;
    } finally {
      clearInterval(timer);
    }
  }

  /** Seconds since the beginning. */
  elapsed(): number {
    return seconds(this.began);
  }
}

function seconds(since: number): number {
  return Math.round((Date.now() - since) / 1000);
}
