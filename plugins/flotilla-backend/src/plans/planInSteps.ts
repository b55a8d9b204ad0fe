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
  Steps,
} from '@flotilla/model';
import { judgeInSteps } from '@flotilla/policy';
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

/** Who asks for a plan. */
export interface PlanRequester {
  /** Entity reference. */
  user: string;
  /** What the person may act as, or why that can't be told. */
  held: { roles: string[] } | { reason: string };
}

/** What a change would do, worked out a little at a time. */
export function* planInSteps(
  base: PlanBase,
  change: Change,
  requester: PlanRequester,
): Steps<Plan> {
  const planned = yield* planChangeInSteps(base.render, change);
  const { written, rendered, problems, head } = planned;
  const before = base.render.files;
  const files = yield* planFiles(before, written, rendered);
  const objects = yield* planObjects(before, rendered);
  const parts = yield* planParts(objects, head.fleet);
  return {
    fleet: base.name,
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
      : yield* verdictOn(base, planned, requester),
  };
}

function* verdictOn(
  base: PlanBase,
  { written, rendered, head }: PlannedChange,
  { user, held }: PlanRequester,
): Steps<Verdict> {
  if ('reason' in held) return unknown(held.reason);
  try {
    return yield* judgeInSteps({
      base: base.render,
      edits: new Map([...written, ...rendered]),
      head,
      refused: { base: base.refused },
      actors: { author: user, requester: user, roles: held.roles },
      approvals: [],
    });
  } catch (error) {
    return unknown(error instanceof Error ? error.message : String(error));
  }
}

function renderedAnew(base: FleetRender, head: FleetRender): string[] {
  return [...head.clusters.keys()].filter(
    name => head.clusters.get(name) !== base.clusters.get(name),
  );
}

/** Who may do what can't always be asked for: then nobody can tell, and nothing is said to be fine. */
function unknown(reason: string): Verdict {
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
