import { setImmediate } from 'node:timers/promises';
import type { Steps } from '@flotilla/model';

interface Work {
  /** Takes some steps; true once there is nothing left to do. */
  takeSlice(): boolean;
}

/** Does long work a slice at a time, one slice a turn of the event loop, however much of it was asked for. */
export class StepQueue {
  private readonly underWay: Work[] = [];
  private readonly waiting: Work[] = [];
  private isTurning = false;

  /**
   * @param options - `slice`: for how long others wait, in milliseconds, though a step may take longer; `atOnce`: how
   * much work is under way, whose results all take memory: what comes later waits until some is done
   */
  constructor(private readonly options: { slice: number; atOnce: number }) {}

  /**
   * @param signal - gives the work up
   * @throws what the steps throw, or the reason of the signal
   */
  run<T>(steps: Steps<T>, signal?: AbortSignal): Promise<T> {
    return new Promise((resolve, reject) => {
      const takeSlice = () => this.takeSlice(steps, signal, resolve);
      this.waiting.push({
        takeSlice: () => {
          try {
            return takeSlice();
          } catch (error) {
            reject(error);
            return true;
          }
        },
      });
      if (!this.isTurning) this.takeTurns();
    });
  }

  private async takeTurns(): Promise<void> {
    this.isTurning = true;
    while (this.underWay.length + this.waiting.length > 0) {
      await setImmediate();
      this.admit();
      const work = this.underWay.shift();
      if (work && !work.takeSlice()) this.underWay.push(work);
    }
    this.isTurning = false;
  }

  /** Lets those that wait join, where there is room. */
  private admit(): void {
    const room = this.options.atOnce - this.underWay.length;
    this.underWay.push(...this.waiting.splice(0, Math.max(0, room)));
  }

  private takeSlice<T>(
    steps: Steps<T>,
    signal: AbortSignal | undefined,
    done: (value: T) => void,
  ): boolean {
    if (signal?.aborted) {
      giveUp(steps);
      throw signal.reason;
    }
    const begun = performance.now();
    do {
      const step = steps.next();
      if (step.done) {
        done(step.value);
        return true;
      }
    } while (performance.now() - begun < this.options.slice);
    return false;
  }
}

/** Not by an error: who catches those would go on. */
function giveUp<T>(steps: Iterator<undefined, T, undefined>): void {
  steps.return?.();
}
