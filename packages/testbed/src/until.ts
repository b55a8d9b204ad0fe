import { setTimeout as sleep } from 'node:timers/promises';

type Looked<T> = T | false | undefined;

/**
 * Waits for something to become so.
 *
 * @param look - what comes is what it gives first that isn't false or undefined
 * @param what - for the error when it doesn't come
 * @param limit - in milliseconds
 * @throws Error when it doesn't come
 * @public
 */
export async function until<T>(
  look: () => Looked<T> | Promise<Looked<T>>,
  what: string,
  limit: number = 45_000,
): Promise<T> {
  const giveUp = Date.now() + limit;
  for (;;) {
    const found = await look();
    if (found !== false && found !== undefined) return found;
    if (Date.now() > giveUp) {
      throw new Error(`not within ${limit} ms: ${what}`);
    }
    await sleep(50);
  }
}
