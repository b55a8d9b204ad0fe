import { entryAt } from '../git/trees';
import { Person } from '../people/People';
import { notFound, Refusal, unprocessable } from '../problems';
import { commitInTurn } from './DirectCommits';
import { RefUpdates } from './RefUpdates';
import { HostedRepository } from './Repositories';

export interface FileEdit {
  path: string;
  branch: string;
  /** Null removes the file. */
  content: Buffer | null;
  /** Object id of the file that the caller means to replace or remove. */
  replaced: string | undefined;
  message: string;
  author: Person;
}

/**
 * Writes or removes one file by a commit of its own. Whoever replaces a file
 * has to name the one they saw, so that two editors don't overwrite each
 * other.
 */
export async function changeOneFile(
  refs: RefUpdates,
  repository: HostedRepository,
  edit: FileEdit,
): Promise<{ sha: string; created: boolean }> {
  const { git } = repository;
  return repository.turn.run(async () => {
    const head = await git.branchHead(edit.branch);
    if (!head) throw new Refusal(404, `Branch ${edit.branch} not found`);
    const entry = await entryAt(git, head, edit.path);
    if (!entry && edit.content === null) throw notFound();
    if (entry && edit.replaced === undefined) {
      throw unprocessable(`Invalid request.\n\n"sha" wasn't supplied.`);
    }
    if (edit.replaced !== undefined && entry?.sha !== edit.replaced) {
      throw new Refusal(409, `${edit.path} does not match ${edit.replaced}`);
    }
    const sha = await commitInTurn(refs, repository, {
      ...edit,
      files: new Map([[edit.path, edit.content]]),
    });
    return { sha, created: entry === undefined };
  });
}
