import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { BareRepository } from './BareRepository';
import { GitError } from './gitCommand';
import { pathProblem } from './treePaths';

export interface TreeEntry {
  path: string;
  mode: string;
  type: string;
  sha: string;
  /** Bytes; only blobs have one. */
  size?: number;
}

/** One change to a tree: new text, an object that exists, or null to remove. */
export interface TreeChange {
  path: string;
  mode?: string;
  content?: string | Buffer;
  sha?: string | null;
}

export class TreeProblem extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'TreeProblem';
  }
}

const BLOB_MODES = ['100644', '100755', '120000'];
const TREE_MODE = '040000';

export async function listTree(
  repository: BareRepository,
  treeish: string,
  options: { recursive?: boolean; path?: string } = {},
): Promise<TreeEntry[]> {
  const { stdout } = await repository.run([
    'ls-tree',
    '-z',
    '--long',
    '--full-tree',
    ...(options.recursive ? ['-r', '-t'] : []),
    treeish,
    ...(options.path ? ['--', options.path] : []),
  ]);
  return stdout
    .toString('utf8')
    .split('\0')
    .filter(line => line !== '')
    .map(line => {
      const tab = line.indexOf('\t');
      const [mode, type, sha, size] = line.slice(0, tab).split(/ +/);
      const entry = { path: line.slice(tab + 1), mode, type, sha };
      return type === 'blob' ? { ...entry, size: Number(size) } : entry;
    });
}

/** The entry at a path of a tree; undefined when there is none. */
export async function entryAt(
  repository: BareRepository,
  treeish: string,
  path: string,
): Promise<TreeEntry | undefined> {
  const entries = await listTree(repository, treeish, {
    path: `:(literal)${path}`,
  });
  return entries.find(entry => entry.path === path);
}

export async function readBlob(
  repository: BareRepository,
  sha: string,
): Promise<Buffer> {
  const { stdout } = await repository.run(['cat-file', 'blob', sha]);
  return stdout;
}

/**
 * Writes many blobs by one git process and gives their object ids, in order.
 * fast-import packs them when they are many, so a seed of thousands of files
 * isn't thousands of processes.
 */
export async function writeBlobs(
  repository: BareRepository,
  contents: (string | Buffer)[],
): Promise<string[]> {
  if (contents.length === 0) return [];
  const input: Buffer[] = [];
  contents.forEach((content, at) => {
    const bytes = Buffer.from(content);
    const mark = at + 1;
    input.push(
      Buffer.from(`blob\nmark :${mark}\ndata ${bytes.length}\n`),
      bytes,
      Buffer.from(`\nget-mark :${mark}\n`),
    );
  });
  const ids = await repository.text(['fast-import', '--quiet'], {
    input: Buffer.concat(input),
  });
  return ids.split('\n');
}

function checkChange(change: TreeChange) {
  const problem = pathProblem(change.path);
  if (problem) {
    throw new TreeProblem(
      `tree.path contains a malformed path component: ${problem}`,
    );
  }
  const mode = change.mode ?? '100644';
  const removes = change.sha === null && change.content === undefined;
  if (!removes && mode !== TREE_MODE && !BLOB_MODES.includes(mode)) {
    throw new TreeProblem(`tree.mode ${mode} is not supported`);
  }
  if (change.content === undefined && change.sha === undefined) {
    throw new TreeProblem('Must supply either tree.sha or tree.content');
  }
  if (change.content !== undefined && typeof change.sha === 'string') {
    throw new TreeProblem('Must supply either tree.sha or tree.content');
  }
}

async function removalsUnder(
  repository: BareRepository,
  baseTree: string | undefined,
  path: string,
): Promise<string[]> {
  if (!baseTree) return [];
  const entry = await entryAt(repository, baseTree, path);
  if (!entry) return [];
  if (entry.type !== 'tree') return [path];
  const below = await listTree(repository, entry.sha, { recursive: true });
  return below
    .filter(child => child.type !== 'tree')
    .map(child => `${path}/${child.path}`);
}

async function checkObjectsExist(
  repository: BareRepository,
  changes: TreeChange[],
) {
  const named = changes.filter(change => typeof change.sha === 'string');
  if (named.length === 0) return;
  const found = await repository.text(['cat-file', '--batch-check'], {
    input: `${named.map(change => change.sha).join('\n')}\n`,
  });
  found.split('\n').forEach((line, at) => {
    const { path, mode, sha } = named[at];
    const type = mode === TREE_MODE ? 'tree' : 'blob';
    if (line.split(' ')[1] !== type) {
      throw new TreeProblem(`tree.sha ${sha} is not a valid ${type} (${path})`);
    }
  });
}

/**
 * The index lines that make the changes: removals first, so that a file may
 * take the place of a folder in one change.
 */
async function indexLines(
  repository: BareRepository,
  baseTree: string | undefined,
  changes: TreeChange[],
): Promise<string> {
  const removed: string[] = [];
  const written: { mode: string; sha: string; path: string }[] = [];
  const contents = changes.flatMap(({ content }) =>
    content === undefined ? [] : [content],
  );
  const blobs = await writeBlobs(repository, contents);
  for (const change of changes) {
    const mode = change.mode ?? '100644';
    if (change.content !== undefined) {
      written.push({ mode, sha: blobs.shift() ?? '', path: change.path });
    } else if (typeof change.sha === 'string' && mode === TREE_MODE) {
      removed.push(...(await removalsUnder(repository, baseTree, change.path)));
      const below = await listTree(repository, change.sha, { recursive: true });
      written.push(
        ...below
          .filter(child => child.type !== 'tree')
          .map(child => ({ ...child, path: `${change.path}/${child.path}` })),
      );
    } else if (typeof change.sha === 'string') {
      written.push({ mode, sha: change.sha, path: change.path });
    } else {
      const gone = await removalsUnder(repository, baseTree, change.path);
      if (gone.length === 0) {
        throw new TreeProblem(
          `GitRPC::BadObjectState: ${change.path} is not in the base tree, so it can't be removed`,
        );
      }
      removed.push(...gone);
    }
  }
  return [
    ...removed.map(path => `0 ${'0'.repeat(40)}\t${path}\0`),
    ...written.map(({ mode, sha, path }) => `${mode} ${sha}\t${path}\0`),
  ].join('');
}

/** Writes a tree on a private index, so that nothing else sees it half done. */
export async function writeTree(
  repository: BareRepository,
  baseTree: string | undefined,
  changes: TreeChange[],
): Promise<string> {
  changes.forEach(checkChange);
  await checkObjectsExist(repository, changes);
  const index = join(repository.directory, `index-${randomUUID()}`);
  const environment = { GIT_INDEX_FILE: index };
  try {
    await repository.run(
      baseTree ? ['read-tree', baseTree] : ['read-tree', '--empty'],
      { environment },
    );
    const lines = await indexLines(repository, baseTree, changes);
    await repository.run(
      ['update-index', '--add', '--replace', '-z', '--index-info'],
      { environment, input: lines },
    );
    return await repository.text(['write-tree'], { environment });
  } catch (error) {
    if (error instanceof GitError) throw new TreeProblem(error.message);
    throw error;
  } finally {
    await rm(index, { force: true });
  }
}
