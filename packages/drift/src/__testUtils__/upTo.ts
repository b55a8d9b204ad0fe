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
  for (let turn = 0; turn < TURNS && results.length < count; turn++) {
    const rest = [...subjects()];
    while (rest.length > 0 && results.length < count) {
      // Never more at once than are still wanted: each that goes well counts.
      await eachOf(rest.splice(0, count - results.length), async subject => {
        const result = await attempt(subject);
        if (result !== undefined) results.push(result);
      });
    }
  }
  return results;
}
