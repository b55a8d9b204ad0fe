/** Resolves when a condition holds; fails with the last complaint after some seconds. */
export async function waitFor(
  holds: () => boolean,
  what: string,
  seconds: number = 5,
): Promise<void> {
  const end = Date.now() + seconds * 1000;
  while (!holds()) {
    if (Date.now() > end) throw new Error(`timed out waiting for ${what}`);
    await new Promise(resolve => setTimeout(resolve, 10));
  }
}
