import { apiTime, writeCommit } from '../git/commits';
import { TreeChange, writeTree } from '../git/trees';
import { NO_OBJECT } from '../git/BareRepository';
import { isRefName } from '../git/refNames';
import { Person } from '../people/People';
import { RefUpdates } from './RefUpdates';
import { HostedRepository } from './Repositories';

/** Files of a commit: text or bytes to write, null to remove. */
export type CommitFiles = ReadonlyMap<string, string | Buffer | null>;

export interface DirectCommit {
  files: CommitFiles;
  message: string;
  branch: string;
  author: Person;
  /** RFC 3339; now when not given. */
  date?: string;
}

/** Puts a commit on a branch as a push would; makes the branch if need be. */
export async function commitDirectly(
  refs: RefUpdates,
  repository: HostedRepository,
  commit: DirectCommit,
): Promise<string> {
  return repository.turn.run(() => commitInTurn(refs, repository, commit));
}

/** The same for callers that hold the repository's turn. */
export async function commitInTurn(
  refs: RefUpdates,
  repository: HostedRepository,
  commit: DirectCommit,
): Promise<string> {
  const { git } = repository;
  const ref = `refs/heads/${commit.branch}`;
  if (!isRefName(ref)) throw new Error(`${commit.branch} can't name a branch.`);
  const before = await git.branchHead(commit.branch);
  const base = before && (await git.peel(before, 'tree'));
  const changes = [...commit.files].map(
    ([path, content]): TreeChange =>
      content === null ? { path, sha: null } : { path, content },
  );
  const { name, email } = commit.author;
  const date = apiTime(commit.date ?? new Date());
  const sha = await writeCommit(git, {
    tree: await writeTree(git, base, changes),
    parents: before ? [before] : [],
    message: commit.message,
    author: { name, email, date },
    committer: { name, email, date },
  });
  const reason = `commit by ${commit.author.login}`;
  if (!(await git.moveRef(ref, sha, before ?? NO_OBJECT, reason))) {
    throw new Error(`${commit.branch} was moved by somebody else.`);
  }
  await refs.announce(repository, [{ ref, before, after: sha }], commit.author);
  return sha;
}
