import type { Git } from './git/Git';
import { readBlobs } from './git/blobs';
import { listTree } from './git/trees';
import {
  MAX_TEXT_BYTES,
  RepositoryFiles,
  RepositoryFilesBuilder,
} from './RepositoryFiles';

/**
 * The text files of a commit.
 *
 * @param folder - read from here down, paths from here on: `''` or `some/folder/`
 */
export async function readTree(
  git: Git,
  commit: string,
  include: (path: string) => boolean,
  folder = '',
): Promise<RepositoryFiles> {
  const files = new RepositoryFilesBuilder();
  const pathsOf = new Map<string, string[]>();
  for (const entry of await listTree(git, commit, folder || undefined)) {
    const { oid, kind, size } = entry;
    const path = entry.path.slice(folder.length);
    if (!entry.path.startsWith(folder) || !include(path)) {
      continue;
    }
    if (kind === 'symlink') {
      files.refuse(
        path,
        'is a symlink',
        'Put a copy of the file here instead.',
      );
    } else if (kind === 'submodule') {
      files.refuse(
        path,
        'is a submodule',
        'Keep what the fleet needs in its own repository.',
      );
    } else if (size > MAX_TEXT_BYTES) {
      files.skipOversized(path, size);
    } else {
      pathsOf.set(oid, [...(pathsOf.get(oid) ?? []), path]);
    }
  }
  await readBlobs(git, [...pathsOf.keys()], (oid, content) => {
    pathsOf.get(oid)?.forEach(path => files.addContent(path, content));
  });
  return files.build();
}
