#!/usr/bin/env node
// Runs a command of the workbench (start, test, demo) on a machine that has no more than
// Node 20 and npm: brings Node 24 and yarn, installs the dependencies, hands over.
// Everything that decides something is in packages/workbench; this file only gets there.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const NODE = 'node@24.21.0';
const YARN = '@yarnpkg/cli-dist@4.18.1';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const state = join(root, '.flotilla');
const [command, ...args] = process.argv.slice(2);

function say(text) {
  process.stderr.write(`${text}\n`);
}

function fail(text) {
  say(`\n${text}`);
  process.exit(1);
}

/** The folders that hold node 24 and yarn: those of a run before, or fetched through npx. */
function toolchain() {
  const memory = join(state, 'toolchain.json');
  if (existsSync(memory)) {
    const known = JSON.parse(readFileSync(memory, 'utf8'));
    if (known.for === `${NODE} ${YARN}` && known.files.every(existsSync)) {
      return known.files.map(file => dirname(file));
    }
  }
  say('Getting Node 24 and yarn (a few seconds, once) …');
  const found = spawnSync(
    'npx',
    [
      '-y',
      ...['-p', NODE, '-p', YARN],
      ...['-c', 'node -p process.execPath; command -v yarn'],
    ],
    { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const files = (found.stdout ?? '').trim().split('\n').slice(-2);
  if (found.status !== 0 || !files.every(existsSync)) {
    fail(
      `Node 24 and yarn could not be fetched through npx. Is the npm registry in reach?\n${found.stderr}`,
    );
  }
  writeFileSync(
    memory,
    JSON.stringify({ for: `${NODE} ${YARN}`, files }, null, 2),
  );
  return files.map(file => dirname(file));
}

/** Installs when the lockfile has changed since the last complete install. */
function install(env) {
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'yarn.lock')))
    .digest('hex');
  const memory = join(state, 'installed');
  const installed =
    existsSync(memory) && readFileSync(memory, 'utf8').trim() === lock;
  if (installed && existsSync(join(root, 'node_modules', '.yarn-state.yml'))) {
    return;
  }
  say('Installing the dependencies (about two minutes, once) …');
  try {
    execFileSync('yarn', ['install', '--immutable'], {
      cwd: root,
      env,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      maxBuffer: 64 * 1024 * 1024,
    });
  } catch (error) {
    fail(`yarn install failed:\n${error.stdout ?? ''}${error.stderr ?? ''}`);
  }
  writeFileSync(memory, `${lock}\n`);
}

const [major] = process.versions.node.split('.').map(Number);
if (major < 20) {
  fail(`Flotilla needs Node 20 or later; this is ${process.version}.`);
}
mkdirSync(state, { recursive: true });

const env = {
  ...process.env,
  PATH: [...new Set(toolchain()), process.env.PATH].join(delimiter),
};
install(env);

const child = spawn(
  'node',
  [
    ...['--require', '@backstage/cli/config/nodeTransform.cjs'],
    join(root, 'packages', 'workbench', 'src', command, 'main.ts'),
    ...args,
  ],
  { cwd: root, env, stdio: 'inherit' },
);
// Ctrl-C reaches the whole group: the child says goodbye and decides when it's done.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => signal !== 'SIGINT' && child.kill(signal));
}
child.on('exit', (code, signal) => process.exit(signal ? 1 : code ?? 1));
