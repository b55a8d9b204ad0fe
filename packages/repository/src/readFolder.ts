import { promises as fs } from 'node:fs';
import path from 'node:path';
import { NotFoundError } from '@backstage/errors';
import {
  MAX_TEXT_BYTES,
  RepositoryFiles,
  RepositoryFilesBuilder,
} from './RepositoryFiles';

const NOT_OF_THE_FLEET = new Set(['.git', 'node_modules']);

/**
 * Reads a working copy of a fleet repository.
 *
 * Symlinks are never followed: a link that leaves the folder would bring in what Git doesn't hold, and one
 * that stays inside would give one object two paths. Both become problems of the result.
 *
 * @param folder - the root of the working copy
 * @throws NotFoundError when there is no such folder
 * @public
 */
export async function readFolder(folder: string): Promise<RepositoryFiles> {
  const root = path.resolve(folder);
  const stat = await fs.stat(root).catch(() => undefined);
  if (!stat?.isDirectory()) {
    throw new NotFoundError(`There is no folder ${folder}`);
  }
  const files = new RepositoryFilesBuilder();
  await readInto(files, root, '');
  return files.build();
}

async function readInto(
  files: RepositoryFilesBuilder,
  root: string,
  directory: string,
) {
  const entries = await fs.readdir(path.join(root, directory), {
    withFileTypes: true,
  });
  for (const entry of entries) {
    const repositoryPath = directory
      ? `${directory}/${entry.name}`
      : entry.name;
    if (entry.isSymbolicLink()) {
      await refuseLink(files, root, repositoryPath);
    } else if (entry.isDirectory()) {
      if (!NOT_OF_THE_FLEET.has(entry.name)) {
        await readInto(files, root, repositoryPath);
      }
    } else if (entry.isFile()) {
      await readFile(files, root, repositoryPath);
    }
  }
}

async function readFile(
  files: RepositoryFilesBuilder,
  root: string,
  repositoryPath: string,
) {
  const file = path.join(root, repositoryPath);
  const { size } = await fs.stat(file);
  if (size > MAX_TEXT_BYTES) {
    files.skipOversized(repositoryPath, size);
  } else {
    files.addContent(repositoryPath, await fs.readFile(file));
  }
}

async function refuseLink(
  files: RepositoryFilesBuilder,
  root: string,
  repositoryPath: string,
) {
  const link = path.join(root, repositoryPath);
  const target = path.resolve(path.dirname(link), await fs.readlink(link));
  const leaves = path.relative(root, target).split(path.sep)[0] === '..';
  files.refuse(
    repositoryPath,
    leaves ? 'is a symlink that leaves the repository' : 'is a symlink',
    'Put a copy of the file here instead.',
  );
}
