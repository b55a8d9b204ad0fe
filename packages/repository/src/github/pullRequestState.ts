import type { Octokit } from 'octokit';
import { COMMITTER } from './ownership';

/**
 * How a pull request stands at this moment.
 *
 * @public
 */
export interface PullRequestState {
  number: number;
  url: string;
  title: string;
  body: string;
  /** Login of who opened it. */
  author: string;
  state: 'open' | 'closed';
  merged: boolean;
  mergedAt?: string;
  mergedBy?: string;
  mergeCommit?: string;
  /** Undefined while the host is still finding out. */
  mergeable?: boolean;
  head: {
    branch: string;
    sha: string;
    /** Whether the branch is in another repository: a fork may have one of any name. */
    fork: boolean;
  };
  base: { branch: string; sha: string };
  /** Who made its commits, by login; by address who has no account on the host. The portal itself isn't named. */
  pushers: string[];
  labels: string[];
  /** The latest of each reviewer that says something about approval. */
  reviews: PullRequestReview[];
  /** The latest of each context on the head commit. */
  statuses: CommitStatus[];
}

/**
 * @public
 */
export interface PullRequestReview {
  login: string;
  state: 'APPROVED' | 'CHANGES_REQUESTED' | 'DISMISSED' | 'COMMENTED';
  /** The commit that was looked at: an approval of an older one says nothing about the head. */
  commit?: string;
  submittedAt?: string;
}

/**
 * @public
 */
export interface CommitStatus {
  context: string;
  state: 'error' | 'failure' | 'pending' | 'success';
  description?: string;
  targetUrl?: string;
}

type Review = Awaited<
  ReturnType<Octokit['rest']['pulls']['listReviews']>
>['data'][number];
type Pull = Awaited<ReturnType<Octokit['rest']['pulls']['get']>>['data'];
type PullCommit = Awaited<
  ReturnType<Octokit['rest']['pulls']['listCommits']>
>['data'][number];
type CombinedStatus = Awaited<
  ReturnType<Octokit['rest']['repos']['getCombinedStatusForRef']>
>['data'];

export async function readPullRequest(
  client: Octokit,
  place: { owner: string; repo: string },
  number: number,
): Promise<PullRequestState> {
  const { data: pull } = await client.rest.pulls.get({
    ...place,
    pull_number: number,
  });
  const [reviews, status, commits] = await Promise.all([
    client.paginate(client.rest.pulls.listReviews, {
      ...place,
      pull_number: number,
      per_page: 100,
    }),
    client.rest.repos.getCombinedStatusForRef({
      ...place,
      ref: pull.head.sha,
      per_page: 100,
    }),
    client.paginate(client.rest.pulls.listCommits, {
      ...place,
      pull_number: number,
      per_page: 100,
    }),
  ]);
  return {
    ...describePull(pull),
    pushers: pushersOf(commits),
    reviews: latestReviews(reviews),
    statuses: status.data.statuses.map(describeStatus),
  };
}

function describePull(
  pull: Pull,
): Omit<PullRequestState, 'pushers' | 'reviews' | 'statuses'> {
  return {
    number: pull.number,
    url: pull.html_url,
    title: pull.title,
    body: pull.body ?? '',
    author: pull.user.login,
    state: pull.state,
    merged: pull.merged,
    mergedAt: pull.merged_at ?? undefined,
    mergedBy: pull.merged_by?.login,
    mergeCommit: (pull.merged && pull.merge_commit_sha) || undefined,
    mergeable: pull.mergeable ?? undefined,
    head: {
      branch: pull.head.ref,
      sha: pull.head.sha,
      fork: pull.head.repo?.id !== pull.base.repo.id,
    },
    base: { branch: pull.base.ref, sha: pull.base.sha },
    labels: pull.labels.map(label => label.name),
  };
}

/** Author and committer both count: either may have pushed what the other made. */
function pushersOf(commits: readonly PullCommit[]): string[] {
  const people = commits.flatMap(({ commit, author, committer }) => [
    personOf(commit.author, author),
    personOf(commit.committer, committer),
  ]);
  return [...new Set(people.filter(person => person !== undefined))].sort();
}

/** The committer of what people commit on GitHub's own pages; the author is then who did. */
const WEB_COMMITTER = 'noreply@github.com';

function personOf(
  written: PullCommit['commit']['author'],
  account: PullCommit['author'],
): string | undefined {
  const { name, email } = written ?? {};
  if (email === COMMITTER.email || email === WEB_COMMITTER) {
    return undefined;
  }
  return account && 'login' in account ? account.login : email ?? name;
}

/** A comment doesn't take back an approval, so it counts only for those who did nothing else. */
function latestReviews(reviews: readonly Review[]): PullRequestReview[] {
  const latest = new Map<string, PullRequestReview>();
  for (const review of reviews) {
    const state = reviewState(review.state);
    if (
      !state ||
      !review.user ||
      (state === 'COMMENTED' && latest.has(review.user.login))
    ) {
      continue;
    }
    latest.set(review.user.login, {
      login: review.user.login,
      state,
      commit: review.commit_id ?? undefined,
      submittedAt: review.submitted_at,
    });
  }
  return [...latest.values()];
}

function reviewState(state: string): PullRequestReview['state'] | undefined {
  return (
    ['APPROVED', 'CHANGES_REQUESTED', 'DISMISSED', 'COMMENTED'] as const
  ).find(known => known === state);
}

function describeStatus(
  status: CombinedStatus['statuses'][number],
): CommitStatus {
  const state = (['error', 'failure', 'pending', 'success'] as const).find(
    known => known === status.state,
  );
  return {
    context: status.context,
    state: state ?? 'pending',
    description: status.description ?? undefined,
    targetUrl: status.target_url ?? undefined,
  };
}
