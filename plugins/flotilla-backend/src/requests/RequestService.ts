import { InputError, NotAllowedError } from '@backstage/errors';
import {
  Change,
  Plan,
  Request,
} from '@flotilla/backstage-plugin-flotilla-common';
import { formatProblem, hasErrors } from '@flotilla/model';
import { randomUUID } from 'node:crypto';
import { PlanService } from '../plans/PlanService';
import { requestClusters } from './requestClusters';
import { RequestFilter, RequestStore } from './RequestStore';
import { Requester, RequestViewer } from './RequestViewer';
import { StoredRequest } from './StoredRequest';
import { toRequest } from './stages';

/** What of a pull request shows that it is the one of a request. */
export interface NamedPullRequest {
  number: number;
  url: string;
  headSha: string;
  headBranch: string;
  /** Whether its branch is in another repository. */
  fork: boolean;
}

/** What the service needs of the parts around it. */
export interface RequestServiceOptions {
  store: RequestStore;
  plans: PlanService;
  /** A pull request as the Git host has it. */
  pullRequest(fleet: string, number: number): Promise<NamedPullRequest>;
  /** Agents that ask, or asked, to report for these clusters. */
  agents(fleet: string, clusters: string[]): Promise<Request['agents']>;
  /** Tells people's browsers and the timeline that a request moved. */
  changed(
    before: StoredRequest | undefined,
    after: StoredRequest,
  ): Promise<void>;
  now?(): Date;
}

/** A change that somebody asks for, from the form on. */
export class RequestService {
  constructor(private readonly options: RequestServiceOptions) {}

  /**
   * Records that somebody asks for a change. The same change, while it is open, is the same request.
   *
   * @throws InputError when the change can't be rendered, NotAllowedError when policy denies it: nothing is kept then
   */
  async create(
    fleet: string,
    change: Change,
    requester: Requester,
  ): Promise<{ request: Request; plan: Plan }> {
    const plan = await this.options.plans.plan(fleet, change, requester.user);
    refuseWhatCannotBeOpened(plan);
    const at = this.now();
    const { request, created } = await this.options.store.add({
      id: randomUUID(),
      fleet,
      branch: plan.branch,
      kind: change.kind,
      title: plan.title,
      change,
      clusters: requestClusters(change, plan),
      workspace:
        change.kind === 'CreateWorkspace' ? change.workspace.name : undefined,
      requester: requester.user,
      phase: 'Opening',
      baseCommit: plan.baseCommit,
      verdict: plan.verdict,
      times: {},
      createdAt: at,
      updatedAt: at,
    });
    const current = created
      ? request
      : await this.renew(request, change, plan, requester);
    await this.options.changed(created ? undefined : request, current);
    return { request: await this.told(current), plan };
  }

  /**
   * Names the pull request that was opened for a request.
   *
   * @param by - who names it
   * @throws NotFoundError when they don't see the request, NotAllowedError when somebody else has asked for the change,
   * InputError when that pull request isn't on the request's branch
   */
  async setPullRequest(
    id: string,
    number: number,
    by: Requester,
  ): Promise<Request> {
    const before = await this.options.store.get(id, by);
    if (before.requester !== by.user) {
      throw new NotAllowedError(
        `${before.requester} has asked for this change: nobody else names its pull request`,
      );
    }
    const found = await this.options.pullRequest(before.fleet, number);
    if (found.fork) {
      throw new InputError(
        `Pull request ${number} comes from another repository, not from the request's branch ${before.branch}`,
      );
    }
    if (found.headBranch !== before.branch) {
      throw new InputError(
        `Pull request ${number} is of branch ${found.headBranch}, the request's branch is ${before.branch}`,
      );
    }
    const at = this.now();
    const { url, headSha } = found;
    const after = await this.options.store.update(
      before,
      {
        phase: before.phase === 'Opening' ? 'Open' : before.phase,
        pullRequest: { number, url, headSha, state: 'open' },
        times: { Opened: at, ...before.times },
        message: undefined,
      },
      at,
    );
    if (after) {
      await this.options.changed(before, after);
    }
    return this.told(after ?? (await this.options.store.get(id, by)));
  }

  /** @throws NotFoundError when there is none of the id that the viewer sees */
  async get(id: string, viewer: RequestViewer): Promise<Request> {
    return this.told(await this.options.store.get(id, viewer));
  }

  /** Those that the viewer sees, also in the count. */
  async list(
    filter: RequestFilter,
    viewer: RequestViewer,
  ): Promise<{ items: Request[]; totalCount: number }> {
    const { items, totalCount } = await this.options.store.list(filter, viewer);
    return {
      totalCount,
      items: await Promise.all(items.map(request => this.told(request))),
    };
  }

  /** Somebody asks again while it is open, maybe with other values: the pull request is then updated. */
  private async renew(
    before: StoredRequest,
    change: Change,
    plan: Plan,
    requester: Requester,
  ): Promise<StoredRequest> {
    if (before.requester !== requester.user) {
      throw new NotAllowedError(await this.takenBy(before, plan, requester));
    }
    const changes = {
      change,
      title: plan.title,
      clusters: requestClusters(change, plan),
      baseCommit: plan.baseCommit,
      verdict: plan.verdict,
      judged: undefined,
    };
    const after = await this.options.store.update(before, changes, this.now());
    return after ?? this.options.store.get(before.id, requester);
  }

  /** Who doesn't see the open request isn't told whose it is. */
  private async takenBy(
    { id, requester }: StoredRequest,
    { title }: Plan,
    viewer: RequestViewer,
  ): Promise<string> {
    const seen = await this.options.store.seenAmong([id], viewer);
    return seen.has(id)
      ? `${requester} has asked for this already: ${title}. See the open request, or wait until it is closed.`
      : `Somebody has asked for this already: ${title}. Wait until that request, which you may not see, is closed.`;
  }

  private async told(request: StoredRequest): Promise<Request> {
    return toRequest(
      request,
      await this.options.agents(request.fleet, request.clusters),
    );
  }

  private now(): string {
    return (this.options.now?.() ?? new Date()).toISOString();
  }
}

function refuseWhatCannotBeOpened(plan: Plan): void {
  if (hasErrors(plan.problems)) {
    throw new InputError(plan.problems.map(formatProblem).join('\n'));
  }
  if (plan.verdict.outcome === 'Denied') {
    throw new NotAllowedError(
      [
        plan.verdict.summary,
        ...plan.verdict.findings
          .filter(finding => finding.enforcementAction === 'deny')
          .map(({ message, remediation }) =>
            [message, remediation].filter(Boolean).join('. '),
          ),
      ].join('\n'),
    );
  }
  if (plan.files.length === 0) {
    throw new InputError(
      `${plan.title}: nothing would change, Git has it already`,
    );
  }
}
