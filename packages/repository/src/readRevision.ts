import { Git } from './git/Git';
import { readTree } from './readTree';
import type { RepositoryFiles } from './RepositoryFiles';

/** What Git names a commit by, and nothing that it could take for an option. */
const REVISION = /^(?!-)[A-Za-z0-9._/@{}^~+-]+$/;

/**
 * Reads a fleet repository as it was at a revision of the Git repository that the folder is in.
 *
 * @param folder - the root of the fleet repository, which may be a folder within a larger repository
 * @param revision - a commit, branch or tag, or anything else that Git names a commit by: `HEAD~2`
 * @returns undefined where the folder is in no Git repository, or that has no such revision
 * @public
 */
export async function readRevision(
  folder: string,
  revision: string,
): Promise<{ commit: string; files: RepositoryFiles } | undefined> {
  if (!REVISION.test(revision)) return undefined;
  const git = new Git(folder);
  const place = await placeOf(git, revision).catch(() => undefined);
  if (!place) return undefined;
  const { commit, prefix } = place;
  return { commit, files: await readTree(git, commit, () => true, prefix) };
}

async function placeOf(git: Git, revision: string) {
  const prefix = await git.text({ args: ['rev-parse', '--show-prefix'] });
  const commit = await git.text({
    args: ['rev-parse', '--verify', '--quiet', `${revision}^{commit}`],
  });
  return { prefix: prefix.trim(), commit: commit.trim() };
}
