import { Backoff } from './Backoff';
import { Waker } from './Waker';

describe('waiting', () => {
  it('grows with each failure up to a limit, and begins anew', () => {
    const backoff = new Backoff({ first: 100, most: 1000 }, () => 1);
    const times = [1, 2, 3, 4].map(() => backoff.next());
    expect(times).toEqual([300, 900, 1000, 1000]);
    backoff.reset();
    expect(backoff.next()).toBe(300);
  });

  it('is never shorter than the first time', () => {
    const backoff = new Backoff({ first: 100, most: 1000 }, () => 0);
    expect([backoff.next(), backoff.next()]).toEqual([100, 100]);
  });

  it('ends when it is woken, even before it began', async () => {
    const waker = new Waker();
    const { signal } = new AbortController();
    waker.wake();
    expect(await waker.sleep(60_000, signal)).toBe(true);
    expect(await waker.sleep(1, signal)).toBe(false);
  });

  it('ends when all is to end', async () => {
    const controller = new AbortController();
    const sleep = new Waker().sleep(60_000, controller.signal);
    controller.abort();
    expect(await sleep).toBe(false);
  });
});
