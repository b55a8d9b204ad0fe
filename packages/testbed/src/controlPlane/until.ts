import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Waits for something that controllers bring about.
 *
 * @param what - for the error when it doesn't come
 * @param look - what comes is what it gives first that isn't false or undefined
 * @param limit - in milliseconds
 */
export async function until<T>(
  what: string,
  look: () => Promise<T | false | undefined>,
  limit: number = 45_000,
): Promise<T> {
  const giveUp = Date.now() + limit;
  for (;;) {
    const found = await look();
    if (found !== false && found !== undefined) return found;
    if (Date.now() > giveUp) throw new Error(`waited in vain for ${what}`);
    await sleep(100);
  }
}
