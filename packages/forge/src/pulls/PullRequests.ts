import { NO_OBJECT } from '../git/BareRepository';
import { apiTime } from '../git/commits';
import { branchOf } from '../git/refNames';
import { Events } from '../events/Events';
import { Person } from '../people/People';
import { invalid, invalidBecause } from '../problems';
import { RefChange } from '../repositories/RefUpdates';
import { HostedRepository } from '../repositories/Repositories';
import { Pull, PullChange, PullStore } from './PullStore';

export interface PullOpening {
  title: string;
  body?: string;
  /** `branch` or `owner:branch`. */
  head: string;
  base: string;
  draft?: boolean;
}

export interface PullEdit {
  title?: string;
  body?: string;
  state?: 'open' | 'closed';
  base?: string;
  draft?: boolean;
}

/** The branch of `owner:branch`; undefined when the owner is somebody else. */
export function headBranchOf(
  repository: HostedRepository,
  head: string,
): string | undefined {
  const [owner, ...branch] = head.split(':');
  if (branch.length === 0) return head;
  return owner.toLowerCase() === repository.owner.toLowerCase()
    ? branch.join(':')
    : undefined;
}

/** The life of pull requests, short of merging them. */
export class PullRequests {
  constructor(
    private readonly store: PullStore,
    private readonly events: Events,
  ) {}

  async open(
    repository: HostedRepository,
    opening: PullOpening,
    author: Person,
  ): Promise<Pull> {
    return repository.turn.run(async () => {
      const ends = await this.checkEnds(repository, opening);
      const { headBranch, headSha, baseSha } = ends;
      const [twin] = this.store.list(repository.id, {
        headBranch,
        baseBranch: opening.base,
      });
      if (twin) {
        throw invalidBecause(
          'PullRequest',
          `A pull request already exists for ${repository.owner}:${headBranch}.`,
        );
      }
      const pull = this.store.insert({
        repository: repository.id,
        title: opening.title,
        body: opening.body,
        draft: opening.draft ?? false,
        author: author.login,
        headBranch,
        headSha,
        baseBranch: opening.base,
        baseSha,
      });
      await this.pointAtHead(repository, pull);
      this.events.emit({
        name: 'pull_request',
        action: 'opened',
        repository,
        pull,
        sender: author,
      });
      return pull;
    });
  }

  async edit(
    repository: HostedRepository,
    pull: Pull,
    edit: PullEdit,
    actor: Person,
  ): Promise<Pull> {
    return repository.turn.run(async () => {
      const change: PullChange = {};
      if (edit.title !== undefined) change.title = edit.title;
      if (edit.body !== undefined) change.body = edit.body;
      if (edit.base !== undefined && edit.base !== pull.baseBranch) {
        Object.assign(change, await this.newBase(repository, edit.base));
      }
      if (edit.draft !== undefined) change.draft = edit.draft;
      const turnsState = edit.state && edit.state !== pull.state;
      if (turnsState) {
        Object.assign(change, await this.newState(repository, pull, edit));
      }
      const edited = this.store.update(pull, change);
      if (edited.state === 'open') await this.pointAtHead(repository, edited);
      const turned = edited.state === 'open' ? 'reopened' : 'closed';
      this.events.emit({
        name: 'pull_request',
        action: turnsState ? turned : 'edited',
        repository,
        pull: edited,
        sender: actor,
      });
      return edited;
    });
  }

  /** Keeps open pull requests in step with branches that moved. */
  async follow(
    repository: HostedRepository,
    changes: RefChange[],
    actor: Person,
  ) {
    for (const change of changes) {
      const branch = branchOf(change.ref);
      if (branch === undefined) continue;
      const { headBranch, baseBranch } = {
        headBranch: branch,
        baseBranch: branch,
      };
      for (const pull of this.store.list(repository.id, { headBranch })) {
        await this.followHead(repository, pull, change, actor);
      }
      for (const pull of this.store.list(repository.id, { baseBranch })) {
        await this.followBase(repository, pull, change, actor);
      }
    }
  }

  private async followHead(
    repository: HostedRepository,
    pull: Pull,
    change: RefChange,
    actor: Person,
  ) {
    const synchronised = change.after
      ? this.store.update(pull, { headSha: change.after })
      : this.close(pull);
    if (change.after) await this.pointAtHead(repository, synchronised);
    this.events.emit({
      name: 'pull_request',
      action: change.after ? 'synchronize' : 'closed',
      repository,
      pull: synchronised,
      before: change.before,
      sender: actor,
    });
  }

  /** A base that has come to hold the head has merged it, by whatever way. */
  private async followBase(
    repository: HostedRepository,
    pull: Pull,
    change: RefChange,
    actor: Person,
  ) {
    if (!change.after) return;
    const landed = await repository.git.isAncestor(pull.headSha, change.after);
    if (!landed) {
      this.store.update(pull, { baseSha: change.after });
      return;
    }
    const merged = this.markMerged(pull, change.after, actor);
    this.events.emit({
      name: 'pull_request',
      action: 'closed',
      repository,
      pull: merged,
      sender: actor,
    });
  }

  markMerged(pull: Pull, mergeSha: string, actor: Person): Pull {
    const now = apiTime(new Date());
    return this.store.update(pull, {
      state: 'closed',
      mergeSha,
      mergedBy: actor.login,
      mergedAt: now,
      closedAt: now,
    });
  }

  private close(pull: Pull): Pull {
    return this.store.update(pull, {
      state: 'closed',
      closedAt: apiTime(new Date()),
    });
  }

  /** `refs/pull/<n>/head` lets anybody fetch the change by its number. */
  private async pointAtHead(repository: HostedRepository, pull: Pull) {
    await repository.git.run([
      'update-ref',
      `refs/pull/${pull.number}/head`,
      pull.headSha,
    ]);
  }

  private async checkEnds(repository: HostedRepository, opening: PullOpening) {
    const headBranch = headBranchOf(repository, opening.head);
    const headSha = headBranch && (await repository.git.branchHead(headBranch));
    if (!headBranch || !headSha) throw invalid('PullRequest', 'head');
    const baseSha = await repository.git.branchHead(opening.base);
    if (!baseSha) throw invalid('PullRequest', 'base');
    if (!(await repository.git.mergeBase(baseSha, headSha))) {
      throw invalidBecause(
        'PullRequest',
        `The ${headBranch} branch has no history in common with ${opening.base}`,
      );
    }
    if (await repository.git.isAncestor(headSha, baseSha)) {
      throw invalidBecause(
        'PullRequest',
        `No commits between ${opening.base} and ${headBranch}`,
      );
    }
    return { headBranch, headSha, baseSha };
  }

  private async newBase(
    repository: HostedRepository,
    baseBranch: string,
  ): Promise<PullChange> {
    const baseSha = await repository.git.branchHead(baseBranch);
    if (!baseSha) throw invalid('PullRequest', 'base');
    return { baseBranch, baseSha };
  }

  private async newState(
    repository: HostedRepository,
    pull: Pull,
    { state }: PullEdit,
  ): Promise<PullChange> {
    if (state === 'closed') {
      return { state, closedAt: apiTime(new Date()) };
    }
    if (pull.mergedAt) {
      throw invalidBecause(
        'PullRequest',
        'state cannot be changed. The pull request was merged.',
      );
    }
    const headSha = await repository.git.branchHead(pull.headBranch);
    const baseSha = await repository.git.branchHead(pull.baseBranch);
    if (!headSha || !baseSha) {
      throw invalidBecause(
        'PullRequest',
        `state cannot be changed. The ${
          headSha ? pull.baseBranch : pull.headBranch
        } branch has been deleted.`,
      );
    }
    const { headBranch, baseBranch } = pull;
    if (this.store.list(repository.id, { headBranch, baseBranch }).length > 0) {
      throw invalidBecause(
        'PullRequest',
        `state cannot be changed. There is already an open pull request from ${headBranch} to ${baseBranch}.`,
      );
    }
    return { state: 'open', closedAt: undefined, headSha, baseSha };
  }

  /** After a stop in the middle of a push: take the branches as they are. */
  async catchUp(repository: HostedRepository, actorOf: (pull: Pull) => Person) {
    await repository.turn.run(async () => {
      for (const pull of this.store.list(repository.id)) {
        for (const [branch, seen] of [
          [pull.headBranch, pull.headSha],
          [pull.baseBranch, pull.baseSha],
        ]) {
          const ref = `refs/heads/${branch}`;
          const now = await repository.git.branchHead(branch);
          if (now === seen) continue;
          const change = { ref, before: seen ?? NO_OBJECT, after: now };
          await this.follow(repository, [change], actorOf(pull));
        }
      }
    });
  }
}
