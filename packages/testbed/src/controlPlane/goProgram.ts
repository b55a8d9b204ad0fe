import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, delimiter, join } from 'node:path';
import { oneAtATime } from './oneAtATime';

/** Go on the PATH, or where its own installer puts it. */
export function findGo(env: NodeJS.ProcessEnv): string | undefined {
  return (env.PATH ?? '')
    .split(delimiter)
    .concat('/usr/local/go/bin')
    .map(folder => join(folder, 'go'))
    .find(existsSync);
}

/**
 * A program of Go: built once, then kept in the user's cache folder under the hash of what it is made of.
 *
 * @param go - the compiler
 * @param sources - the folder of its module, whose last name is the program's
 * @throws Error with the end of the compiler's output
 */
export async function goProgram(go: string, sources: string): Promise<string> {
  const name = basename(sources);
  const key = fingerprint(go, sources);
  const folder = join(cacheFolder(), `${name}-${key}`);
  const program = join(folder, name);
  if (existsSync(program)) return program;
  await mkdir(folder, { recursive: true });
  await oneAtATime(join(folder, 'lock'), async () => {
    if (existsSync(program)) return;
    const partial = `${program}.${process.pid}`;
    await build(go, sources, partial);
    await rename(partial, program);
  });
  return program;
}

function cacheFolder(): string {
  const cache = process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache');
  return join(cache, 'flotilla');
}

function fingerprint(go: string, sources: string): string {
  const hash = createHash('sha256');
  hash.update(execFileSync(go, ['env', 'GOVERSION'], { cwd: sources }));
  const files = readdirSync(sources).filter(name =>
    /\.(go|mod|sum)$/.test(name),
  );
  for (const name of files.sort()) {
    hash.update(`${name}\n`).update(readFileSync(join(sources, name)));
  }
  return hash.digest('hex').slice(0, 16);
}

/** At low priority: it takes minutes of every core. */
async function build(
  go: string,
  sources: string,
  output: string,
): Promise<void> {
  const variables = versionVariables(sources);
  const flags = [
    '-trimpath',
    '-buildvcs=false',
    `-ldflags=${['-s', '-w', ...variables].join(' ')}`,
  ];
  const child = spawn(
    'nice',
    ['-n', '10', go, 'build', ...flags, '-o', output, target(sources)],
    {
      cwd: sources,
      env: {
        ...process.env,
        CGO_ENABLED: '0',
        GOTOOLCHAIN: process.env.GOTOOLCHAIN ?? 'auto',
      },
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  let said = '';
  child.stderr.on('data', (text: Buffer) => {
    said = `${said}${text}`.slice(-4000);
  });
  const code = await new Promise<number | null>((done, failed) => {
    child.on('error', failed).on('close', done);
  });
  if (code !== 0) throw new Error(`go build failed in ${sources}:\n${said}`);
}

/** A module of ours is a program itself, or names another's program as its tool. */
function target(sources: string): '.' | 'tool' {
  return existsSync(join(sources, 'main.go')) ? '.' : 'tool';
}

/** Without these, Kubernetes tells a version that kubectl can't read. */
function versionVariables(sources: string): string[] {
  const modules = readFileSync(join(sources, 'go.mod'), 'utf8');
  const version = /^\s*k8s\.io\/kubernetes (v\S+)/m.exec(modules)?.[1];
  if (!version) return [];
  const [major, minor] = version.slice(1).split('.');
  const variable = 'k8s.io/component-base/version';
  return [
    `-X ${variable}.gitVersion=${version}`,
    `-X ${variable}.gitMajor=${major}`,
    `-X ${variable}.gitMinor=${minor}`,
  ];
}
