interface Task {
  due: number;
  run: () => void;
}

/**
 * All that waits in a simulated fleet, on one timer. Twenty clusters with hundreds of objects
 * would otherwise hold thousands of them.
 */
export class Timeline {
  readonly #tasks: Task[] = [];
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;

  /**
   * Runs a task after a delay in milliseconds.
   *
   * @returns cancels it
   */
  after(delay: number, run: () => void): () => void {
    const task: Task = { due: Date.now() + Math.max(0, delay), run };
    const index = this.#tasks.findIndex(other => other.due > task.due);
    if (index < 0) this.#tasks.push(task);
    else this.#tasks.splice(index, 0, task);
    if (this.#tasks[0] === task) this.#arm();
    return () => {
      const at = this.#tasks.indexOf(task);
      if (at >= 0) this.#tasks.splice(at, 1);
    };
  }

  /** Runs a task again and again, the first time after one period. */
  every(period: number, run: () => void): () => void {
    let cancel: () => void = () => {};
    const next = () => {
      cancel = this.after(period, () => {
        next();
        run();
      });
    };
    next();
    return () => cancel();
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
    this.#tasks.length = 0;
  }

  #arm(): void {
    clearTimeout(this.#timer);
    const [first] = this.#tasks;
    if (!first || this.#stopped) return;
    this.#timer = setTimeout(
      () => this.#runDue(),
      Math.max(0, first.due - Date.now()),
    );
  }

  #runDue(): void {
    const now = Date.now();
    while (
      !this.#stopped &&
      this.#tasks.length > 0 &&
      this.#tasks[0].due <= now
    ) {
      this.#tasks.shift()?.run();
    }
    this.#arm();
  }
}
