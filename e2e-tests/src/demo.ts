import { spawn } from 'node:child_process';
import { join, resolve } from 'node:path';

/** Playwright runs in the folder of its configuration. */
const ROOT = resolve('..');
const READY = /Ready after \d+ s:\s+(\S+)/;
const MINUTES = 6;

/** A running demo. */
export interface RunningDemo {
  url: string;
  /** The folder of its state. */
  state: string;
  stop(): Promise<void>;
}

/** Starts `npm start` as a newcomer would, with its state in a folder of its own. */
export async function startDemo(): Promise<RunningDemo> {
  const state = join(ROOT, '.flotilla', 'e2e');
  const child = spawn(
    process.execPath,
    [
      ...['--require', '@backstage/cli/config/nodeTransform.cjs'],
      join(ROOT, 'packages/workbench/src/start/main.ts'),
      ...['--reset', '--state', state],
    ],
    { cwd: ROOT, stdio: ['ignore', 'inherit', 'pipe'], detached: true },
  );
  const gone = new Promise<void>(done => child.once('exit', () => done()));
  const url = await new Promise<string>((ready, fail) => {
    let said = '';
    const timer = setTimeout(
      () => fail(new Error(`Not ready after ${MINUTES} minutes:\n${said}`)),
      MINUTES * 60_000,
    );
    child.stderr.on('data', chunk => {
      said += chunk;
      process.stderr.write(chunk);
      const [, found] = READY.exec(said) ?? [];
      if (found) {
        clearTimeout(timer);
        ready(found);
      }
    });
    child.once('exit', code => {
      clearTimeout(timer);
      fail(new Error(`The demo ended (${code}):\n${said}`));
    });
  });
  return {
    url,
    state,
    stop: async () => {
      child.kill('SIGTERM');
      await gone;
    },
  };
}
