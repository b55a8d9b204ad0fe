import { startDemo } from './demo';

/**
 * Starts a demo of its own for the tests; what is returned stops it.
 * A demo that already runs is used when FLOTILLA_URL and FLOTILLA_STATE name it, and left running.
 */
export default async function globalSetup(): Promise<() => Promise<void>> {
  if (process.env.FLOTILLA_URL && process.env.FLOTILLA_STATE) {
    return async () => {};
  }
  const demo = await startDemo();
  process.env.FLOTILLA_URL = demo.url;
  process.env.FLOTILLA_STATE = demo.state;
  return () => demo.stop();
}
