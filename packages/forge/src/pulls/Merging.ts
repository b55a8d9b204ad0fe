import { CheckRuns } from '../checks/CheckRuns';
import { Gate, gatesOf } from '../checks/gates';
import { Statuses } from '../checks/Statuses';
import { Events } from '../events/Events';
import {
  apiTime,
  listCommits,
  readCommit,
  Signature,
  writeCommit,
} from '../git/commits';
import { mergeTrees } from '../git/merge';
import { Person } from '../people/People';
import { Refusal } from '../problems';
import { RefUpdates } from '../repositories/RefUpdates';
import { HostedRepository } from '../repositories/Repositories';
import { assessMerge, Mergeability } from './mergeability';
import { PullRequests } from './PullRequests';
import { Pull, PullStore } from './PullStore';
import { Reviews, standingReviews } from './Reviews';

export interface MergeRequest {
  method: 'merge' | 'squash';
  /** The head that the caller looked at; another one is refused. */
  sha?: string;
  title?: string;
  message?: string;
}

export interface Approvals {
  approvedBy: string[];
  changesRequestedBy: string[];
}

/** Pairs of tips whose merge is remembered. */
const MOST_TESTED = 1_000;

type TestMerge = { conflicts: string[] | undefined; commit?: string };

const HOST: Omit<Signature, 'date'> = {
  name: 'GitHub',
  email: 'noreply@github.com',
};

/** Whether pull requests may be merged, and merging them. */
export class Merging {
  private readonly tested = new Map<string, TestMerge>();

  constructor(
    private readonly parts: {
      pulls: PullRequests;
      store: PullStore;
      reviews: Reviews;
      statuses: Statuses;
      checkRuns: CheckRuns;
      refs: RefUpdates;
      events: Events;
    },
  ) {}

  /** Statuses and check runs of the head, with those that are still due. */
  gates(repository: HostedRepository, pull: Pull): Gate[] {
    const isProtected = pull.baseBranch === repository.defaultBranch;
    return gatesOf(
      this.parts.statuses.latest(repository.id, pull.headSha),
      this.parts.checkRuns.list(repository.id, pull.headSha),
      isProtected ? repository.protection.requiredStatuses : [],
    );
  }

  approvals(pull: Pull): Approvals {
    const standing = standingReviews(this.parts.reviews.list(pull));
    const authors = (state: string) =>
      standing
        .filter(review => review.state === state)
        .map(review => review.author);
    return {
      approvedBy: authors('APPROVED'),
      changesRequestedBy: authors('CHANGES_REQUESTED'),
    };
  }

  async assess(
    repository: HostedRepository,
    pull: Pull,
  ): Promise<Mergeability> {
    const { conflicts, commit } = await this.testMerge(repository, pull);
    const isProtected = pull.baseBranch === repository.defaultBranch;
    return assessMerge({
      conflicts,
      draft: pull.draft,
      gates: this.gates(repository, pull),
      requiredApprovals: isProtected
        ? repository.protection.requiredApprovals
        : 0,
      ...this.approvals(pull),
      testMerge: commit,
    });
  }

  async merge(
    repository: HostedRepository,
    number: number,
    request: MergeRequest,
    actor: Person,
  ): Promise<{ sha: string; pull: Pull }> {
    return repository.turn.run(async () => {
      const pull = this.parts.store.find(repository.id, number);
      if (!pull || pull.state !== 'open') {
        throw new Refusal(405, 'Pull Request is not mergeable');
      }
      if (request.sha !== undefined && request.sha !== pull.headSha) {
        throw new Refusal(
          409,
          'Head branch was modified. Review and try the merge again.',
        );
      }
      const { reasons } = await this.assess(repository, pull);
      if (reasons.length > 0) throw new Refusal(405, reasons.join(' '));
      const sha = await this.land(repository, pull, request, actor);
      const merged = this.parts.pulls.markMerged(pull, sha, actor);
      const { events, refs } = this.parts;
      events.emit({
        name: 'pull_request',
        action: 'closed',
        repository,
        pull: merged,
        sender: actor,
      });
      const ref = `refs/heads/${pull.baseBranch}`;
      const change = { ref, before: pull.baseSha, after: sha };
      await refs.announce(repository, [change], actor);
      return { sha, pull: merged };
    });
  }

  /** Writes the merge and moves the base branch from the tip it was made on. */
  private async land(
    repository: HostedRepository,
    pull: Pull,
    request: MergeRequest,
    actor: Person,
  ): Promise<string> {
    const { git } = repository;
    const outcome = await mergeTrees(git, pull.baseSha, pull.headSha);
    if (!outcome.clean) throw new Refusal(405, 'Pull Request is not mergeable');
    const squash = request.method === 'squash';
    const date = apiTime(new Date());
    const sha = await writeCommit(git, {
      tree: outcome.tree,
      parents: squash ? [pull.baseSha] : [pull.baseSha, pull.headSha],
      message: squash
        ? await this.squashMessage(repository, pull, request)
        : mergeMessage(repository, pull, request),
      author: { name: actor.name, email: actor.email, date },
      committer: { ...HOST, date },
    });
    const moved = await git.moveRef(
      `refs/heads/${pull.baseBranch}`,
      sha,
      pull.baseSha,
      `merged #${pull.number} for ${actor.login}`,
    );
    if (!moved) {
      throw new Refusal(
        409,
        'Base branch was modified. Review and try the merge again.',
      );
    }
    return sha;
  }

  private async squashMessage(
    repository: HostedRepository,
    pull: Pull,
    request: MergeRequest,
  ): Promise<string> {
    const title = request.title ?? `${pull.title} (#${pull.number})`;
    if (request.message !== undefined) return `${title}\n\n${request.message}`;
    const commits = await listCommits(repository.git, {
      range: `${pull.baseSha}..${pull.headSha}`,
      oldestFirst: true,
    });
    const list = commits.map(commit => `* ${commit.message}`).join('\n\n');
    return `${title}\n\n${list}`;
  }

  /**
   * The merge as it would be, once for each pair of tips. Its commit is dated
   * like the head, so that asking twice gives the same one.
   */
  private async testMerge(
    repository: HostedRepository,
    pull: Pull,
  ): Promise<TestMerge> {
    const { git } = repository;
    const key = `${repository.id}:${pull.baseSha}:${pull.headSha}`;
    const known = this.tested.get(key);
    if (known) return known;
    const tested = await this.tryMerge(repository, pull);
    if (this.tested.size >= MOST_TESTED) this.tested.clear();
    this.tested.set(key, tested);
    if (tested.commit) {
      const ref = `refs/pull/${pull.number}/merge`;
      await git.run(['update-ref', ref, tested.commit]);
    }
    return tested;
  }

  private async tryMerge(
    { git }: HostedRepository,
    pull: Pull,
  ): Promise<TestMerge> {
    const related = await git.mergeBase(pull.baseSha, pull.headSha);
    if (!related) return { conflicts: undefined };
    const outcome = await mergeTrees(git, pull.baseSha, pull.headSha);
    if (!outcome.clean) return { conflicts: outcome.conflicts };
    const head = await readCommit(git, pull.headSha);
    const signature = {
      ...HOST,
      date: head ? head.committer.date : pull.updatedAt,
    };
    const commit = await writeCommit(git, {
      tree: outcome.tree,
      parents: [pull.baseSha, pull.headSha],
      message: `Merge ${pull.headSha} into ${pull.baseSha}`,
      author: signature,
      committer: signature,
    });
    return { conflicts: [], commit };
  }
}

function mergeMessage(
  repository: HostedRepository,
  pull: Pull,
  request: MergeRequest,
): string {
  const title =
    request.title ??
    `Merge pull request #${pull.number} from ${repository.owner}/${pull.headBranch}`;
  return `${title}\n\n${request.message ?? pull.title}`;
}
