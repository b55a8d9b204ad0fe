import { Git } from './Git';
import { MirrorDamaged } from '../errors';

export interface TreeEntry {
  path: string;
  oid: string;
  kind: 'file' | 'symlink' | 'submodule';
  /** Bytes; 0 for a submodule. */
  size: number;
}

/** Everything in a commit's tree, or under one path of it. */
export async function listTree(
  git: Git,
  commit: string,
  path?: string,
): Promise<TreeEntry[]> {
  const output = await git.text({
    args: [
      '--literal-pathspecs',
      'ls-tree',
      '-r',
      '-z',
      '-l',
      '--full-tree',
      commit,
      ...(path ? ['--', path] : []),
    ],
  });
  return output.split('\0').filter(Boolean).map(parseTreeEntry);
}

function parseTreeEntry(line: string): TreeEntry {
  const match = /^(\d{6}) \w+ ([0-9a-f]+) +(\d+|-)\t([^]+)$/.exec(line);
  if (!match) {
    throw new MirrorDamaged(
      `Git listed a tree entry that can't be read: ${line.slice(0, 100)}`,
    );
  }
  const [, mode, oid, size, path] = match;
  return {
    path,
    oid,
    kind: kindOf(mode),
    size: size === '-' ? 0 : Number(size),
  };
}

function kindOf(mode: string): TreeEntry['kind'] {
  if (mode === '120000') {
    return 'symlink';
  }
  return mode === '160000' ? 'submodule' : 'file';
}
