import { setImmediate } from 'node:timers/promises';
import type { Steps } from '@flotilla/model';

/** For how long others wait, in milliseconds; a step may take longer. */
const SLICE = 20;

/** Takes the steps while others are answered: thousands of clusters take seconds. */
export async function inSteps<T>(steps: Steps<T>): Promise<T> {
  let begun = performance.now();
  let step = steps.next();
  while (!step.done) {
    if (performance.now() - begun > SLICE) {
      await setImmediate();
      begun = performance.now();
    }
    step = steps.next();
  }
  return step.value;
}
