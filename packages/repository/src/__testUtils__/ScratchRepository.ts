import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** A directory that a test may do anything in, and a git repository inside it. */
export class ScratchRepository {
  readonly root = mkdtempSync(path.join(os.tmpdir(), 'flotilla-repository-'));
  readonly path = path.join(this.root, 'fleet');

  constructor() {
    mkdirSync(this.path);
    this.git('init', '--quiet', '--initial-branch=main');
  }

  /** Writes the files and commits them; gives the commit's hash. */
  commit(
    files: Record<string, string | Buffer>,
    message = 'Change the fleet',
  ): string {
    for (const [name, content] of Object.entries(files)) {
      const file = path.join(this.path, name);
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, content);
    }
    this.git('add', '--all');
    this.git('commit', '--quiet', '--allow-empty', '-m', message);
    return this.git('rev-parse', 'HEAD');
  }

  git(...args: string[]): string {
    return execFileSync('git', args, {
      cwd: this.path,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH: process.env.PATH,
        GIT_CONFIG_GLOBAL: '/dev/null',
        GIT_CONFIG_NOSYSTEM: '1',
        GIT_AUTHOR_NAME: 'Grace',
        GIT_AUTHOR_EMAIL: 'grace@acme.example',
        GIT_AUTHOR_DATE: '2026-03-01T10:00:00+01:00',
        GIT_COMMITTER_NAME: 'Grace',
        GIT_COMMITTER_EMAIL: 'grace@acme.example',
      },
    }).trim();
  }

  remove() {
    rmSync(this.root, { recursive: true, force: true });
  }
}
