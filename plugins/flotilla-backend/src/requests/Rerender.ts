import { Plan } from '@flotilla/backstage-plugin-flotilla-common';
import { hasErrors } from '@flotilla/model';
import { PlanService } from '../plans/PlanService';
import { requestClusters } from './requestClusters';
import { StoredRequest } from './StoredRequest';

/** A pull request whose base may have moved. */
interface Branch {
  headSha: string;
  mergeable?: boolean;
}

/** What rendering anew needs of the parts around it. */
export interface RerenderOptions {
  plans: PlanService;
  /** Files of the pull request's head that differ from the fleet's commit: path to text, null where one is gone. */
  changesAt(
    fleet: string,
    headSha: string,
    baseCommit: string,
  ): Promise<ReadonlyMap<string, string | null>>;
  /**
   * Writes the plan to the request's branch, on the plan's base.
   * @throws ConflictError when somebody else has pushed there
   */
  push(request: StoredRequest, plan: Plan): Promise<{ headSha: string }>;
}

/**
 * A base that moved under an open request: its change is planned again, and the branch rewritten when that comes
 * out otherwise or no longer merges. Only our own branch, and never over what somebody else pushed there.
 */
export class Rerender {
  constructor(private readonly options: RerenderOptions) {}

  /** What changes of the request; undefined when the branch is good as it is. */
  async onto(
    request: StoredRequest,
    branch: Branch,
  ): Promise<Partial<StoredRequest> | undefined> {
    const { fleet, change, requester, baseCommit } = request;
    const plan = await this.options.plans.plan(fleet, change, requester);
    if (hasErrors(plan.problems)) {
      return {
        message: `On the new base this can't be rendered: ${plan.problems[0].message}`,
      };
    }
    const theirs = await this.options.changesAt(
      fleet,
      branch.headSha,
      baseCommit,
    );
    if (branch.mergeable !== false && same(plan, theirs)) {
      return undefined;
    }
    try {
      const { headSha } = await this.options.push(request, plan);
      return {
        baseCommit: plan.baseCommit,
        clusters: requestClusters(change, plan),
        judged: undefined,
        pullRequest: request.pullRequest && { ...request.pullRequest, headSha },
        message: undefined,
      };
    } catch (error) {
      if (error instanceof Error && error.name === 'ConflictError') {
        return { message: error.message };
      }
      throw error;
    }
  }
}

function same(
  plan: Plan,
  changes: ReadonlyMap<string, string | null>,
): boolean {
  return (
    plan.files.length === changes.size &&
    plan.files.every(({ path, content }) => changes.get(path) === content)
  );
}
