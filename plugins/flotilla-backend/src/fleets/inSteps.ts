import { setImmediate } from 'node:timers/promises';
import type { FleetRender, RenderSteps } from '@flotilla/model';

/** Renders while others are answered: thousands of clusters take seconds. */
export async function inSteps(steps: RenderSteps): Promise<FleetRender> {
  let step = steps.next();
  while (!step.done) {
    await setImmediate();
    step = steps.next();
  }
  return step.value;
}
