import { BareRepository } from './BareRepository';

export type FileStatus =
  | 'added'
  | 'removed'
  | 'modified'
  | 'renamed'
  | 'changed';

export interface FileChange {
  path: string;
  previousPath?: string;
  status: FileStatus;
  sha: string;
  additions: number;
  deletions: number;
  /** The hunks, from the first `@@`; absent for binary or very large files. */
  patch?: string;
}

const LONGEST_PATCH = 1_000_000;

const STATUSES: Record<string, FileStatus> = {
  A: 'added',
  D: 'removed',
  M: 'modified',
  R: 'renamed',
  T: 'changed',
};

interface RawChange {
  status: FileStatus;
  sha: string;
  path: string;
  previousPath?: string;
}

/** Reads `--raw -z`: `:mode mode sha sha X` then one path, or two if renamed. */
function readRaw(tokens: string[]): RawChange[] {
  const changes: RawChange[] = [];
  while (tokens[0]?.startsWith(':')) {
    const [, , before, after, letter] = (tokens.shift() ?? '').split(' ');
    const status = STATUSES[letter[0]] ?? 'changed';
    const first = tokens.shift() ?? '';
    const sha = status === 'removed' ? before : after;
    changes.push(
      status === 'renamed'
        ? { status, sha, previousPath: first, path: tokens.shift() ?? '' }
        : { status, sha, path: first },
    );
  }
  return changes;
}

/** Reads `--numstat -z`: `added\tdeleted\tpath`, or an empty path and two. */
function readCounts(
  tokens: string[],
): { additions: number; deletions: number }[] {
  const counts = [];
  while (tokens.length > 0 && tokens[0] !== '') {
    const [added, deleted, path] = (tokens.shift() ?? '').split('\t');
    if (path === '') tokens.splice(0, 2);
    // Binary files count as "-".
    counts.push({
      additions: Number(added) || 0,
      deletions: Number(deleted) || 0,
    });
  }
  return counts;
}

/** Splits a patch at its files. A hunk's lines never start with `diff`. */
function splitPatch(patch: string): (string | undefined)[] {
  return patch
    .split(/^diff --git .*$/m)
    .slice(1)
    .map(section => {
      const start = section.search(/^@@/m);
      return start < 0 ? undefined : section.slice(start).replace(/\n$/, '');
    });
}

/** The files that differ between two commits or trees. */
export async function changedFiles(
  repository: BareRepository,
  before: string,
  after: string,
): Promise<FileChange[]> {
  const common = ['diff-tree', '-r', '-M', '--no-commit-id', '--full-index'];
  const [summary, patch] = await Promise.all([
    repository.text([...common, '--raw', '--numstat', '-z', before, after]),
    repository.text([...common, '-p', '--no-ext-diff', before, after]),
  ]);
  const tokens = summary.split('\0');
  const changes = readRaw(tokens);
  const counts = readCounts(tokens);
  const patches = splitPatch(patch);
  return changes.map((change, at) => {
    const hunks = patches.shift();
    // A file that becomes a symbolic link is shown as removed and added.
    if (change.status === 'changed') patches.shift();
    const count = counts[at] ?? { additions: 0, deletions: 0 };
    const short = hunks !== undefined && hunks.length <= LONGEST_PATCH;
    return { ...change, ...count, ...(short ? { patch: hunks } : {}) };
  });
}

/** A unified diff of two commits, as `.diff` addresses give it. */
export async function unifiedDiff(
  repository: BareRepository,
  before: string,
  after: string,
): Promise<string> {
  return repository.text([
    'diff-tree',
    '-r',
    '-M',
    '-p',
    '--no-commit-id',
    '--no-ext-diff',
    before,
    after,
  ]);
}
