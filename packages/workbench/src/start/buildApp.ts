import { existsSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../run';

/** Folders that the browser's part of the portal is made from. */
const SOURCES = [
  'packages/app/src',
  'packages/app/public',
  'plugins/flotilla/src',
  'plugins/flotilla-common/src',
  'app-config.yaml',
  'yarn.lock',
];

/** Whether the portal's pages have to be built: never built, or a source is newer than the build. */
export async function isAppStale(root: string): Promise<boolean> {
  const built = join(root, 'packages/app/dist/index.html');
  if (!existsSync(built)) {
    return true;
  }
  const { mtimeMs } = await stat(built);
  for (const source of SOURCES) {
    if ((await newest(join(root, source))) > mtimeMs) {
      return true;
    }
  }
  return false;
}

export async function buildApp(root: string): Promise<void> {
  await run('yarn', ['workspace', 'app', 'build'], { cwd: root });
}

async function newest(path: string): Promise<number> {
  const found = await stat(path);
  if (!found.isDirectory()) {
    return found.mtimeMs;
  }
  const entries = await readdir(path);
  const times = await Promise.all(
    entries.map(entry => newest(join(path, entry))),
  );
  return Math.max(0, ...times);
}
