import { eachOf } from '@flotilla/testbed';

/** So often all subjects are asked before it is given up. */
const TURNS = 20;

/**
 * Tries something on one subject after the other until it has gone well so
 * often.
 *
 * @param attempt - undefined where a subject doesn't allow it
 * @returns what the attempts gave
 */
export async function upTo<T, R>(
  count: number,
  subjects: () => readonly T[],
  attempt: (subject: T) => Promise<R | undefined>,
): Promise<R[]> {
  const results: R[] = [];
  let running = 0;
  const tryOne = async (subject: T) => {
    if (results.length + running >= count) return;
    running += 1;
    const result = await attempt(subject);
    running -= 1;
    if (result !== undefined) results.push(result);
  };
  for (let turn = 0; turn < TURNS && results.length < count; turn++) {
    await eachOf(subjects(), tryOne);
  }
  return results;
}
