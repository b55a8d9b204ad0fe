/**
 * Work that is under way, a little at a time; the last step gives what comes of it. For who must answer others
 * meanwhile.
 * @public
 */
export type Steps<T> = Generator<undefined, T, undefined>;

/** All steps, one after the other. @public */
export function atOnce<T>(steps: Steps<T>): T {
  let step = steps.next();
  while (!step.done) step = steps.next();
  return step.value;
}
