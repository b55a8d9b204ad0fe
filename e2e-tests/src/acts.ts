import { execFile } from 'node:child_process';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const ROOT = resolve('..');

/** Makes something happen in the demo, as `npm run demo` does. */
export async function act(...words: string[]): Promise<void> {
  await promisify(execFile)(
    process.execPath,
    [
      ...['--require', '@backstage/cli/config/nodeTransform.cjs'],
      join(ROOT, 'packages/workbench/src/demo/main.ts'),
      ...['--state', process.env.FLOTILLA_STATE ?? join(ROOT, '.flotilla')],
      ...words,
    ],
    { cwd: ROOT },
  );
}
