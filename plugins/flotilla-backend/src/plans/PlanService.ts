import { NotFoundError } from '@backstage/errors';
import {
  Change,
  Plan,
  Verdict,
} from '@flotilla/backstage-plugin-flotilla-common';
import {
  changeBranch,
  changeTitle,
  FleetRender,
  hasErrors,
  planChangeInSteps,
  PlannedChange,
  Problem,
} from '@flotilla/model';
import { judgeInSteps } from '@flotilla/policy';
import { inSteps } from '../fleets/inSteps';
import { RoleDirectory } from '../roles/RoleDirectory';
import { planFiles } from './planFiles';
import { planCounts, planObjects, planParts } from './planObjects';
import { planSentences } from './sentences';

/** A fleet at its merged commit, as plans need it. */
export interface PlanBase {
  name: string;
  commit: string;
  render: FleetRender;
  refused: readonly Problem[];
  repository: { url: string };
}

/** Says what a change would do at the merged commit. Opens and stores nothing. */
export class PlanService {
  constructor(
    private readonly options: {
      /** The fleet as it was last read; undefined where there is none of the name. */
      fleet(name: string): PlanBase | undefined;
      roles: RoleDirectory;
    },
  ) {}

  /**
   * @param requester - entity reference of the person who asks
   * @throws NotFoundError for a fleet that the portal doesn't follow
   */
  async plan(fleet: string, change: Change, requester: string): Promise<Plan> {
    const base = this.options.fleet(fleet);
    if (!base) {
      throw new NotFoundError(`No fleet "${fleet}" has been read yet`);
    }
    const planned = await inSteps(planChangeInSteps(base.render, change));
    const { written, rendered, problems, head } = planned;
    const before = base.render.files;
    const files = await inSteps(planFiles(before, written, rendered));
    const objects = await inSteps(planObjects(before, rendered));
    const parts = await inSteps(planParts(objects, head.fleet));
    return {
      fleet,
      baseCommit: base.commit,
      branch: changeBranch(change),
      title: changeTitle(change),
      repositoryUrl: base.repository.url,
      sentences: planSentences(change, {
        base: base.render.fleet,
        after: head.fleet,
        reached: renderedAnew(base.render, head),
        files,
        parts,
      }),
      files,
      objects,
      parts,
      counts: planCounts(objects),
      clusters: [...new Set(objects.map(object => object.cluster))].sort(),
      problems,
      verdict: hasErrors(problems)
        ? refused(problems[0].message)
        : await this.verdict(base, planned, requester),
    };
  }

  private async verdict(
    base: PlanBase,
    { written, rendered, head }: PlannedChange,
    requester: string,
  ): Promise<Verdict> {
    try {
      const roles = await this.options.roles.ofRequester(base.name, requester);
      const steps = judgeInSteps({
        base: base.render,
        edits: new Map([...written, ...rendered]),
        head,
        refused: { base: base.refused },
        actors: { author: requester, requester, roles },
        approvals: [],
      });
      return await inSteps(steps);
    } catch (error) {
      return unknown(error);
    }
  }
}

function renderedAnew(base: FleetRender, head: FleetRender): string[] {
  return [...head.clusters.keys()].filter(
    name => head.clusters.get(name) !== base.clusters.get(name),
  );
}

/** Who may do what can't always be asked for: then nobody can tell, and nothing is said to be fine. */
function unknown(error: unknown): Verdict {
  const reason = error instanceof Error ? error.message : String(error);
  return {
    outcome: 'Unknown',
    summary: `Whether policy allows this can't be told now: ${reason}`,
    findings: [],
    approvals: [],
  };
}

function refused(reason: string): Verdict {
  return {
    outcome: 'Denied',
    summary: `This can't be rendered: ${reason}`,
    findings: [],
    approvals: [],
  };
}
