import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { oneAtATime } from './oneAtATime';

let folder: string;
let lock: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lock-'));
  lock = join(folder, 'lock');
});
afterEach(() => rmSync(folder, { recursive: true }));

it('lets the second wait until the first has ended', async () => {
  const steps: string[] = [];
  const work = (name: string) => async () => {
    steps.push(`${name} begins`);
    await sleep(20);
    steps.push(`${name} ends`);
  };
  await Promise.all([
    oneAtATime(lock, work('the first')),
    oneAtATime(lock, work('the second')),
  ]);
  expect(steps).toHaveLength(4);
  expect(steps[1]).toBe(steps[0].replace('begins', 'ends'));
  expect(existsSync(lock)).toBe(false);
});

it('takes the place of a process that is gone', async () => {
  const { pid } = spawnSync(process.execPath, ['--version']);
  writeFileSync(lock, String(pid));
  let isDone = false;
  await oneAtATime(lock, async () => {
    isDone = true;
  });
  expect(isDone).toBe(true);
});

it('goes free when the work fails', async () => {
  const failing = oneAtATime(lock, () => Promise.reject(new Error('no space')));
  await expect(failing).rejects.toThrow('no space');
  expect(existsSync(lock)).toBe(false);
});
