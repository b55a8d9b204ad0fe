import { open, readFile, rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { isNativeError } from 'node:util/types';

/** Milliseconds between two looks at a lock that another process holds. */
const PATIENCE = 500;

/** Does work that no other process does meanwhile. A lock file whose process is gone counts as free. */
export async function oneAtATime(
  lock: string,
  work: () => Promise<void>,
): Promise<void> {
  while (!(await isMine(lock))) {
    const holder = Number(await readFile(lock, 'utf8').catch(() => ''));
    if (holder > 0 && !isAlive(holder)) await rm(lock, { force: true });
    else await sleep(PATIENCE);
  }
  try {
    await work();
  } finally {
    await rm(lock, { force: true });
  }
}

async function isMine(lock: string): Promise<boolean> {
  try {
    const file = await open(lock, 'wx');
    await file.writeFile(String(process.pid));
    await file.close();
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return hasCode(error, 'EPERM');
  }
}

/** Errors of the file system are of another realm's class where Jest runs. */
function hasCode(error: unknown, code: string): boolean {
  return isNativeError(error) && 'code' in error && error.code === code;
}
