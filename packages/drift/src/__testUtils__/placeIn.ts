import { lookUp } from '../path/lookUp';
import { Place, Step } from '../path/step';

/** The place of some steps in an object, with the positions that list items have there. */
export function placeIn(
  root: unknown,
  steps: readonly Step[],
): Place | undefined {
  let place: Place | undefined;
  let value = root;
  for (const step of steps) {
    const inner = lookUp(value, [step]);
    const at = Array.isArray(value) ? value.indexOf(inner) : undefined;
    place = { parent: place, step, at };
    value = inner;
  }
  return place;
}
