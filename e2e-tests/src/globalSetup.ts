import { startDemo } from './demo';

/** Starts a demo of its own for the tests; what is returned stops it. */
export default async function globalSetup(): Promise<() => Promise<void>> {
  const demo = await startDemo();
  process.env.FLOTILLA_URL = demo.url;
  process.env.FLOTILLA_STATE = demo.state;
  return () => demo.stop();
}
