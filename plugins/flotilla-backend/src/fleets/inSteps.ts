import type { Steps } from '@flotilla/model';
import { StepQueue } from './StepQueue';

/** One for all: there is one event loop, and whoever asks for an answer waits for all that is done in a turn of it. */
const queue = new StepQueue({ slice: 20, atOnce: 4 });

/**
 * Takes the steps while others are answered: thousands of clusters take seconds.
 *
 * @param signal - gives them up, and throws its reason
 */
export function inSteps<T>(steps: Steps<T>, signal?: AbortSignal): Promise<T> {
  return queue.run(steps, signal);
}
