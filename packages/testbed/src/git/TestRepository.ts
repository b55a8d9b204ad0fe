import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/**
 * A real Git repository in a temporary folder, with a branch `main`.
 *
 * @public
 */
export class TestRepository {
  readonly folder = mkdtempSync(join(tmpdir(), 'test-repository-'));

  constructor() {
    this.git('init', '--quiet', '--initial-branch=main');
  }

  /**
   * Writes and removes files, and commits them.
   *
   * @param files - by path; those without a text are removed
   * @returns the commit's hash
   */
  commit(files: Readonly<Record<string, string | null>>): string {
    for (const [path, text] of Object.entries(files)) {
      const full = join(this.folder, path);
      if (text === null) {
        rmSync(full, { force: true });
      } else {
        mkdirSync(dirname(full), { recursive: true });
        writeFileSync(full, text);
      }
    }
    this.git('add', '--all');
    const author = ['user.name=test', 'user.email=test@example.com'];
    const config = author.flatMap(setting => ['-c', setting]);
    this.git(...config, 'commit', '--quiet', '--allow-empty', '-m', 'change');
    return this.git('rev-parse', 'HEAD');
  }

  /** @returns what git says */
  git(...args: string[]): string {
    const options = { cwd: this.folder, encoding: 'utf8' } as const;
    return execFileSync('git', args, options).trim();
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
