import { Ref } from '../git/BareRepository';
import { CommitRecord, Signature } from '../git/commits';
import { FileChange } from '../git/diff';
import { TreeEntry } from '../git/trees';
import { People } from '../people/People';
import { HostedRepository } from '../repositories/Repositories';
import { Links, nodeId } from './Links';
import { representUser } from './people';

const UNSIGNED = {
  verified: false,
  reason: 'unsigned',
  signature: null,
  payload: null,
  verified_at: null,
};

export function representRef(
  links: Links,
  repository: HostedRepository,
  { ref, sha, type }: Ref,
) {
  const api = links.repository(repository);
  return {
    ref,
    node_id: nodeId('Ref', `${repository.id}:${ref}`),
    url: `${api}/git/${ref}`,
    object: { sha, type, url: `${api}/git/${type}s/${sha}` },
  };
}

/** A commit as the git half of the API gives it. */
export function representGitCommit(
  links: Links,
  repository: HostedRepository,
  commit: CommitRecord,
) {
  const api = links.repository(repository);
  const page = links.page(repository);
  return {
    sha: commit.sha,
    node_id: nodeId('Commit', commit.sha),
    url: `${api}/git/commits/${commit.sha}`,
    html_url: `${page}/commit/${commit.sha}`,
    author: commit.author,
    committer: commit.committer,
    tree: { sha: commit.tree, url: `${api}/git/trees/${commit.tree}` },
    message: commit.message,
    parents: commit.parents.map(sha => ({
      sha,
      url: `${api}/git/commits/${sha}`,
      html_url: `${page}/commit/${sha}`,
    })),
    verification: UNSIGNED,
  };
}

/** A commit as lists and comparisons give it, with the people behind it. */
export function representCommit(
  links: Links,
  people: People,
  repository: HostedRepository,
  commit: CommitRecord,
) {
  const api = links.repository(repository);
  const page = links.page(repository);
  const account = ({ email }: Signature) => {
    const person = people.byEmail(email);
    return person ? representUser(links, person) : null;
  };
  return {
    sha: commit.sha,
    node_id: nodeId('Commit', commit.sha),
    url: `${api}/commits/${commit.sha}`,
    html_url: `${page}/commit/${commit.sha}`,
    comments_url: `${api}/commits/${commit.sha}/comments`,
    commit: {
      url: `${api}/git/commits/${commit.sha}`,
      author: commit.author,
      committer: commit.committer,
      message: commit.message,
      comment_count: 0,
      tree: { sha: commit.tree, url: `${api}/git/trees/${commit.tree}` },
      verification: UNSIGNED,
    },
    author: account(commit.author),
    committer: account(commit.committer),
    parents: commit.parents.map(sha => ({
      sha,
      url: `${api}/commits/${sha}`,
      html_url: `${page}/commit/${sha}`,
    })),
  };
}

export function representTree(
  links: Links,
  repository: HostedRepository,
  sha: string,
  entries: TreeEntry[],
) {
  const api = links.repository(repository);
  return {
    sha,
    url: `${api}/git/trees/${sha}`,
    tree: entries.map(entry => ({
      ...entry,
      url: `${api}/git/${entry.type}s/${entry.sha}`,
    })),
    truncated: false,
  };
}

export function representFileChange(
  links: Links,
  repository: HostedRepository,
  ref: string,
  file: FileChange,
) {
  return {
    sha: file.sha,
    filename: file.path,
    status: file.status,
    additions: file.additions,
    deletions: file.deletions,
    changes: file.additions + file.deletions,
    blob_url: links.blobPage(repository, ref, file.path),
    raw_url: links.raw(repository, ref, file.path),
    contents_url: links.contents(repository, file.path, ref),
    ...(file.patch === undefined ? {} : { patch: file.patch }),
    ...(file.previousPath === undefined
      ? {}
      : { previous_filename: file.previousPath }),
  };
}
