type Looked<T> = T | undefined | false;

/** Waits for something to become so; fails with what was last seen. */
export async function until<T>(
  look: () => Looked<T> | Promise<Looked<T>>,
  what: string,
  milliseconds = 8_000,
): Promise<T> {
  const end = Date.now() + milliseconds;
  for (;;) {
    const seen = await look();
    if (seen !== undefined && seen !== false) return seen;
    if (Date.now() > end)
      throw new Error(`not within ${milliseconds} ms: ${what}`);
    await new Promise(resolve => setTimeout(resolve, 20));
  }
}
