import { createHash } from 'node:crypto';
import { Verdict } from '@flotilla/backstage-plugin-flotilla-common';
import { CommitStatus, PullRequestState } from '@flotilla/repository';
import { JudgedFleet, PullRequestJudge } from './PullRequestJudge';
import { Rerender } from './Rerender';
import { StoredRequest } from './StoredRequest';
import { timesAfterVerdict } from './stages';

/** The Git host of one fleet, as {@link GithubHost} is. */
export interface PullRequestHost {
  pullRequest(number: number): Promise<PullRequestState>;
  openPullRequests(baseBranch: string): Promise<{ number: number }[]>;
  setStatus(sha: string, status: CommitStatus): Promise<void>;
  /** Login that the portal's own credentials belong to; undefined when they are no user's. */
  ownLogin(): Promise<string | undefined>;
}

/** A fleet together with its Git host. */
export interface HostedFleet extends JudgedFleet {
  host: PullRequestHost;
  repository: { branch: string };
}

/** The name of Flotilla's check on a pull request. */
export const STATUS_CONTEXT = 'flotilla/policy';

/** What the follower needs of the parts around it. */
export interface PullRequestFollowerOptions {
  fleet(name: string): HostedFleet | undefined;
  /** Fetches the fleet's repository now. */
  refresh(fleet: string): Promise<void>;
  judge: PullRequestJudge;
  rerender: Rerender;
  /** Address of a request's page. */
  pageOf(requestId: string): string;
  now?(): Date;
}

const STATUS = {
  Allowed: 'success',
  NeedsApproval: 'pending',
  Denied: 'failure',
  Unknown: 'error',
} as const;

/** Looks at a request's pull request: judges it when head, base or approvals moved, renders it anew when its base did. */
export class PullRequestFollower {
  /** What each foreign pull request was last judged by, so that an unchanged one costs no more than the look. */
  private readonly judged = new Map<string, string>();

  constructor(private readonly options: PullRequestFollowerOptions) {}

  /** What changes of the request; undefined when there is nothing to look at yet. */
  async follow(
    request: StoredRequest,
  ): Promise<Partial<StoredRequest> | undefined> {
    const fleet = this.options.fleet(request.fleet);
    if (!fleet || !request.pullRequest) {
      return undefined;
    }
    const found = await fleet.host.pullRequest(request.pullRequest.number);
    if (found.merged) {
      return this.merged(request, found);
    }
    if (found.state === 'closed') {
      return {
        phase: 'Closed',
        pullRequest: toPullRequest(found),
        message: 'The pull request was closed without a merge',
      };
    }
    return this.open(request, found, fleet);
  }

  /** Gives every open pull request of a fleet that no request is of its check. */
  async judgeOthers(
    name: string,
    ofRequests: ReadonlySet<number>,
  ): Promise<void> {
    const fleet = this.options.fleet(name);
    for (const { number } of (await fleet?.host.openPullRequests(
      fleet.repository.branch,
    )) ?? []) {
      if (fleet && !ofRequests.has(number)) {
        const found = await fleet.host.pullRequest(number);
        const key = keyOf(found, fleet.commit);
        if (this.judged.get(`${name}/${number}`) !== key) {
          const { judged } = await this.check(fleet, found, undefined);
          this.judged.set(`${name}/${number}`, judged ?? '');
        }
      }
    }
  }

  private async merged(
    request: StoredRequest,
    found: PullRequestState,
  ): Promise<Partial<StoredRequest>> {
    await this.options.refresh(request.fleet);
    const at = this.now();
    return {
      phase: 'Merged',
      pullRequest: toPullRequest(found),
      times: {
        Opened: at,
        ...(wasAllowed(found) ? { Checked: at, Approved: at } : {}),
        ...request.times,
        Merged: at,
      },
      message: undefined,
    };
  }

  private async open(
    request: StoredRequest,
    found: PullRequestState,
    fleet: HostedFleet,
  ): Promise<Partial<StoredRequest>> {
    if (fleet.commit !== request.baseCommit) {
      const renewed = await this.options.rerender.onto(request, {
        headSha: found.head.sha,
        mergeable: found.mergeable,
      });
      if (renewed) {
        return renewed;
      }
    }
    const pullRequest = toPullRequest(found);
    if (keyOf(found, fleet.commit) === request.judged) {
      return { pullRequest };
    }
    const checked = await this.check(fleet, found, request);
    const { verdict } = checked;
    return {
      phase: 'Open',
      pullRequest,
      ...checked,
      times: timesAfterVerdict(request, verdict, this.now()),
      message: undefined,
    };
  }

  /** Gives the head its check. What can't be judged is told so: an older, better verdict must not stand on it. */
  private async check(
    fleet: HostedFleet,
    found: PullRequestState,
    request: StoredRequest | undefined,
  ): Promise<{ verdict: Verdict; judged: string | undefined }> {
    try {
      const verdict = await this.verdict(fleet, found, request);
      await this.tell(fleet, found, verdict, request);
      return { verdict, judged: keyOf(found, fleet.commit) };
    } catch (error) {
      const verdict = unjudged(error);
      await this.tell(fleet, found, verdict, request);
      return { verdict, judged: undefined };
    }
  }

  private async verdict(
    fleet: HostedFleet,
    found: PullRequestState,
    request: StoredRequest | undefined,
  ): Promise<Verdict> {
    return this.options.judge.verdict(
      fleet,
      {
        number: found.number,
        headSha: found.head.sha,
        author: found.author,
        pushers: found.pushers,
        requester: request?.requester,
        approvals: approvalsOf(found),
      },
      await fleet.host.ownLogin(),
    );
  }

  /** The host takes a bounded number of statuses for a commit, so the same isn't told twice. */
  private async tell(
    { host }: HostedFleet,
    found: PullRequestState,
    verdict: Verdict,
    request: StoredRequest | undefined,
  ): Promise<void> {
    const status: CommitStatus = {
      context: STATUS_CONTEXT,
      state: STATUS[verdict.outcome],
      description: verdict.summary.slice(0, 140),
      targetUrl: request && this.options.pageOf(request.id),
    };
    const told = found.statuses.find(
      ({ context }) => context === STATUS_CONTEXT,
    );
    if (
      told?.state !== status.state ||
      told.description !== status.description ||
      told.targetUrl !== status.targetUrl
    ) {
      await host.setStatus(found.head.sha, status);
    }
  }

  private now(): string {
    return (this.options.now?.() ?? new Date()).toISOString();
  }
}

/** Nobody can tell, so it isn't allowed. Judged again at the next look. */
function unjudged(error: unknown): Verdict {
  const reason = error instanceof Error ? error.message : String(error);
  return {
    outcome: 'Unknown',
    summary: `Can't be judged now, so it isn't allowed: ${reason}`,
    findings: [],
    approvals: [],
  };
}

/** Whether the check stood at allowed on the head that was merged: a merge can be forced. */
function wasAllowed({ statuses }: PullRequestState): boolean {
  return statuses.some(
    ({ context, state }) => context === STATUS_CONTEXT && state === 'success',
  );
}

/** Logins that approve the head as it is now. An approval of an older head, or of nobody knows which, doesn't count. */
function approvalsOf(found: PullRequestState): string[] {
  return found.reviews
    .filter(
      ({ state, commit }) => state === 'APPROVED' && commit === found.head.sha,
    )
    .map(({ login }) => login)
    .sort();
}

/** What a verdict is of: it is given again when any of this moves. Hashed, for any number of people may approve. */
function keyOf(found: PullRequestState, base: string): string {
  const { head, pushers } = found;
  const of = [head.sha, base, approvalsOf(found), pushers];
  return createHash('sha256').update(JSON.stringify(of)).digest('hex');
}

function toPullRequest(
  found: PullRequestState,
): NonNullable<StoredRequest['pullRequest']> {
  const { number, url, state, merged, head, mergeCommit } = found;
  return {
    number,
    url,
    state: merged ? 'merged' : state,
    headSha: head.sha,
    mergeCommit,
  };
}
