import { ForgeHost } from '../ForgeHost';
import { countCommits } from '../git/commits';
import { changedFiles, FileChange } from '../git/diff';
import { Pull } from '../pulls/PullStore';
import { HostedRepository } from '../repositories/Repositories';
import { nodeId } from './Links';
import { representLabel } from './discussion';
import { representOwner, representTeam, representUser } from './people';
import { representRepository } from './repository';

/** The files that a pull request changes, from where its branch forked. */
export async function filesOf(
  repository: HostedRepository,
  pull: Pull,
): Promise<FileChange[]> {
  const fork = await repository.git.mergeBase(pull.baseSha, pull.headSha);
  return fork ? changedFiles(repository.git, fork, pull.headSha) : [];
}

function representEnd(
  host: ForgeHost,
  repository: HostedRepository,
  ref: string,
  sha: string,
) {
  const { links, people, repositories, pullStore } = host;
  return {
    label: `${repository.owner}:${ref}`,
    ref,
    sha,
    user: representOwner(links, people, repository.owner),
    repo: representRepository(links, people, repository, {
      pushedAt: repositories.pushedAt(repository),
      openPulls: pullStore.countOpen(repository.id),
    }),
  };
}

function addresses(host: ForgeHost, repository: HostedRepository, pull: Pull) {
  const api = host.links.repository(repository);
  const page = `${host.links.page(repository)}/pull/${pull.number}`;
  const self = `${api}/pulls/${pull.number}`;
  const issue = `${api}/issues/${pull.number}`;
  const href = (address: string) => ({ href: address });
  return {
    url: self,
    html_url: page,
    diff_url: `${page}.diff`,
    patch_url: `${page}.patch`,
    issue_url: issue,
    commits_url: `${self}/commits`,
    review_comments_url: `${self}/comments`,
    review_comment_url: `${api}/pulls/comments{/number}`,
    comments_url: `${issue}/comments`,
    statuses_url: `${api}/statuses/${pull.headSha}`,
    _links: {
      self: href(self),
      html: href(page),
      issue: href(issue),
      comments: href(`${issue}/comments`),
      review_comments: href(`${self}/comments`),
      review_comment: href(`${api}/pulls/comments{/number}`),
      commits: href(`${self}/commits`),
      statuses: href(`${api}/statuses/${pull.headSha}`),
    },
  };
}

/** A pull request as lists give it. */
export function representPullSimple(
  host: ForgeHost,
  repository: HostedRepository,
  pull: Pull,
  testMerge?: string,
) {
  const { links, people } = host;
  const requested = host.reviews.requested(pull);
  const assignees = host.assignees
    .of(pull)
    .map(login => representUser(links, people.known(login)));
  return {
    id: pull.id,
    node_id: nodeId('PullRequest', pull.id),
    ...addresses(host, repository, pull),
    number: pull.number,
    state: pull.state,
    locked: false,
    title: pull.title,
    user: representUser(links, people.known(pull.author)),
    body: pull.body ?? null,
    labels: host.labels
      .of(pull)
      .map(label => representLabel(links, repository, label)),
    milestone: null,
    created_at: pull.createdAt,
    updated_at: pull.updatedAt,
    closed_at: pull.closedAt ?? null,
    merged_at: pull.mergedAt ?? null,
    merge_commit_sha: pull.mergeSha ?? testMerge ?? null,
    assignee: assignees[0] ?? null,
    assignees,
    requested_reviewers: requested.users.map(login =>
      representUser(links, people.known(login)),
    ),
    requested_teams: requested.teams.flatMap(slug => {
      const team = people.team(slug);
      return team ? [representTeam(links, people.organisation, team)] : [];
    }),
    head: representEnd(host, repository, pull.headBranch, pull.headSha),
    base: representEnd(host, repository, pull.baseBranch, pull.baseSha),
    author_association: 'MEMBER',
    auto_merge: null,
    draft: pull.draft,
  };
}

async function representMergeability(
  host: ForgeHost,
  repository: HostedRepository,
  pull: Pull,
) {
  if (pull.state === 'closed') {
    return { mergeable: null, state: 'unknown', testMerge: undefined };
  }
  return host.merging.assess(repository, pull);
}

/** A pull request asked for by number, with its size and mergeability. */
export async function representPull(
  host: ForgeHost,
  repository: HostedRepository,
  pull: Pull,
) {
  const [merge, files, commits] = await Promise.all([
    representMergeability(host, repository, pull),
    filesOf(repository, pull),
    countCommits(repository.git, { range: `${pull.baseSha}..${pull.headSha}` }),
  ]);
  const sum = (field: 'additions' | 'deletions') =>
    files.reduce((total, file) => total + file[field], 0);
  const mergedBy = pull.mergedBy && host.people.known(pull.mergedBy);
  return {
    ...representPullSimple(host, repository, pull, merge.testMerge),
    merged: pull.mergedAt !== undefined,
    mergeable: merge.mergeable,
    rebaseable: false,
    mergeable_state: merge.state,
    merged_by: mergedBy ? representUser(host.links, mergedBy) : null,
    comments: host.comments.list(pull).length,
    review_comments: 0,
    maintainer_can_modify: false,
    commits,
    additions: sum('additions'),
    deletions: sum('deletions'),
    changed_files: files.length,
  };
}

/** The issue that every pull request also is. */
export function representIssue(
  host: ForgeHost,
  repository: HostedRepository,
  pull: Pull,
) {
  const { links } = host;
  const simple = representPullSimple(host, repository, pull);
  const url = simple.issue_url;
  return {
    id: pull.id,
    node_id: nodeId('Issue', pull.id),
    url,
    repository_url: links.repository(repository),
    labels_url: `${url}/labels{/name}`,
    comments_url: `${url}/comments`,
    events_url: `${url}/events`,
    html_url: simple.html_url,
    number: pull.number,
    state: pull.state,
    title: pull.title,
    body: simple.body,
    user: simple.user,
    labels: simple.labels,
    assignee: simple.assignee,
    assignees: simple.assignees,
    milestone: null,
    locked: false,
    comments: host.comments.list(pull).length,
    closed_at: simple.closed_at,
    created_at: simple.created_at,
    updated_at: simple.updated_at,
    author_association: 'MEMBER',
    draft: pull.draft,
    pull_request: {
      url: simple.url,
      html_url: simple.html_url,
      diff_url: simple.diff_url,
      patch_url: simple.patch_url,
      merged_at: simple.merged_at,
    },
  };
}
