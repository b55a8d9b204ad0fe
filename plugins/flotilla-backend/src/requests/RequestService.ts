import { InputError, NotAllowedError } from '@backstage/errors';
import {
  Change,
  Plan,
  Request,
} from '@flotilla/backstage-plugin-flotilla-common';
import { formatProblem, hasErrors } from '@flotilla/model';
import { randomUUID } from 'node:crypto';
import { PlanService } from '../plans/PlanService';
import { RequestFilter, RequestStore } from './RequestStore';
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
    requester: string,
  ): Promise<{ request: Request; plan: Plan }> {
    const plan = await this.options.plans.plan(fleet, change, requester);
    refuseWhatCannotBeOpened(plan);
    const at = this.now();
    const { request, created } = await this.options.store.add({
      id: randomUUID(),
      fleet,
      branch: plan.branch,
      kind: change.kind,
      title: plan.title,
      change,
      clusters: clustersOf(change, plan),
      workspace:
        change.kind === 'CreateWorkspace' ? change.workspace.name : undefined,
      requester,
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
   * @param by - entity reference of who names it
   * @throws NotAllowedError when somebody else has asked for the change, InputError when that pull request isn't on
   * the request's branch
   */
  async setPullRequest(
    id: string,
    number: number,
    by: string,
  ): Promise<Request> {
    const before = await this.options.store.get(id);
    if (before.requester !== by) {
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
    return this.told(after ?? (await this.options.store.get(id)));
  }

  async get(id: string): Promise<Request> {
    return this.told(await this.options.store.get(id));
  }

  async list(
    filter: RequestFilter,
  ): Promise<{ items: Request[]; totalCount: number }> {
    const { items, totalCount } = await this.options.store.list(filter);
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
    requester: string,
  ): Promise<StoredRequest> {
    if (before.requester !== requester) {
      throw new NotAllowedError(
        `${before.requester} has asked for this already: ${plan.title}. See the open request, or wait until it is closed.`,
      );
    }
    const changes = {
      change,
      title: plan.title,
      clusters: clustersOf(change, plan),
      baseCommit: plan.baseCommit,
      verdict: plan.verdict,
      judged: undefined,
    };
    const after = await this.options.store.update(before, changes, this.now());
    return after ?? this.options.store.get(before.id);
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

/** The clusters whose way to in sync is the request's. A new cluster's management cluster isn't one. */
function clustersOf(change: Change, plan: Plan): string[] {
  switch (change.kind) {
    case 'CreateCluster':
      return [change.cluster.name];
    case 'UpgradeCluster':
      return [change.cluster];
    default:
      return plan.clusters;
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
