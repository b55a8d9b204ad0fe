import { ServerClock } from './ServerClock';

describe("another's clock", () => {
  const now = Date.parse('2026-05-01T12:00:00Z');
  const date = (seconds: number) =>
    new Date(now + seconds * 1000).toUTCString();

  it('is ours while it differs by no more than rounding and the way', () => {
    const clock = new ServerClock();
    clock.learn(date(3), now, now + 100);
    expect(clock.offset).toBe(0);
    clock.learn(date(15), now, now + 30_000);
    expect(clock.offset).toBe(0);
  });

  it('is learnt when it is wrong, and doesn’t tremble then', () => {
    const clock = new ServerClock();
    clock.learn(date(600), now, now);
    expect(clock.offset).toBe(600_000);
    clock.learn(date(601), now, now);
    expect(clock.offset).toBe(600_000);
    clock.learn(date(0), now, now);
    expect(clock.offset).toBe(0);
  });

  it.each([undefined, null, 'soon'])('is not learnt from %s', header => {
    const clock = new ServerClock();
    clock.learn(header, now, now);
    expect(clock.offset).toBe(0);
  });
});
