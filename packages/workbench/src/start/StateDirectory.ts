import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const DEMO_STATE = [
  'agents',
  'clusters',
  'control.json',
  'database',
  'git',
  'kubernetes',
  'mirrors',
  'portal.yaml',
  'ports.json',
  'secrets.json',
  'story.json',
];

/** Everything that `npm start` keeps between two starts, in `.flotilla/`. */
export class StateDirectory {
  constructor(readonly path: string) {}

  /** A folder inside, made when it isn't there. */
  async folder(name: string): Promise<string> {
    const path = join(this.path, name);
    await mkdir(path, { recursive: true });
    return path;
  }

  /** Forgets the demo; what is slow to get (toolchain, installed marker, browser) stays. */
  async reset(): Promise<void> {
    for (const name of DEMO_STATE) {
      await rm(join(this.path, name), { recursive: true, force: true });
    }
  }

  /** What was remembered under a name; undefined when nothing was. */
  async recall<T>(name: string): Promise<T | undefined> {
    const path = join(this.path, `${name}.json`);
    return existsSync(path)
      ? (JSON.parse(await readFile(path, 'utf8')) as T)
      : undefined;
  }

  /** Remembers a value; a crash leaves either the old or the new one. */
  async remember(name: string, value: unknown): Promise<void> {
    const path = join(this.path, `${name}.json`);
    await mkdir(this.path, { recursive: true });
    await writeFile(`${path}.new`, JSON.stringify(value, null, 2), {
      mode: 0o600,
    });
    await rename(`${path}.new`, path);
  }
}
