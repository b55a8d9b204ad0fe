import { setImmediate } from 'node:timers/promises';
import type { Steps } from '@flotilla/model';
import { StepQueue } from './StepQueue';

describe('StepQueue', () => {
  let taken: string[];
  // A slice of no time is one step.
  let queue: StepQueue;

  beforeEach(() => {
    taken = [];
    queue = new StepQueue({ slice: 0, atOnce: 2 });
  });

  it('gives what comes of the steps', async () => {
    await expect(queue.run(work('a', 3))).resolves.toBe('a is done');
  });

  it('takes one slice a turn of the event loop, however many ask', async () => {
    const names = Array.from({ length: 10 }, (_, i) => `work ${i}`);
    const all = Promise.all(names.map(name => queue.run(work(name, 3))));
    const eachTurn: number[] = [];
    for (let before = 0; before < 30; before = taken.length) {
      await setImmediate();
      eachTurn.push(taken.length - before);
    }
    await all;
    expect(Math.max(...eachTurn)).toBe(1);
  });

  it('has no more under way than it may; the others wait in the order they came', async () => {
    const names = ['a', 'b', 'c', 'd'];
    await Promise.all(names.map(name => queue.run(work(name, 2))));
    expect(taken).toEqual(['a', 'b', 'a', 'b', 'c', 'd', 'c', 'd']);
  });

  it('goes on after steps that throw', async () => {
    const [broken, sound] = await Promise.allSettled([
      queue.run(failing()),
      queue.run(work('a', 1)),
    ]);
    expect(broken).toMatchObject({ reason: new Error('broken') });
    expect(sound).toMatchObject({ value: 'a is done' });
  });

  it('takes up work again after a pause', async () => {
    await queue.run(work('a', 1));
    await setImmediate();
    await expect(queue.run(work('b', 1))).resolves.toBe('b is done');
  });

  it('gives up what nobody waits for any more, even where errors are caught', async () => {
    const gone = new AbortController();
    const given = queue.run(caught('a'), gone.signal);
    const other = queue.run(work('b', 3));
    while (taken.length < 2) await setImmediate();
    gone.abort(new Error('gone'));
    await expect(given).rejects.toThrow('gone');
    await expect(other).resolves.toBe('b is done');
    expect(taken.filter(name => name.startsWith('a'))).toEqual(['a', 'a ends']);
  });

  it('never begins what was given up while it waited', async () => {
    const gone = AbortSignal.abort(new Error('gone'));
    await expect(queue.run(work('a', 1), gone)).rejects.toThrow('gone');
    expect(taken).toEqual([]);
  });

  function* work(name: string, steps: number): Steps<string> {
    for (let i = 1; i < steps; i += 1) {
      taken.push(name);
      yield;
    }
    taken.push(name);
    return `${name} is done`;
  }

  function* caught(name: string): Steps<void> {
    try {
      for (;;) {
        taken.push(name);
        yield;
      }
    } catch {
      taken.push(`${name} caught`);
    } finally {
      taken.push(`${name} ends`);
    }
  }
});

function* failing(): Steps<never> {
  yield;
  throw new Error('broken');
}
