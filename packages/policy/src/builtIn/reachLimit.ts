import type { Ruling } from '../ruling';
import type { Judged } from '../writtenPolicies';
import { builtInFinding, OPERATOR } from './finding';

/** Past `limits.clustersPerPullRequest` a change is a roll-out, or an operator says that it may go at once. */
export function reachIsLimited({ before, paths }: Judged): Ruling[] {
  const fleet = before.fleet;
  const limit = fleet?.fleet.spec.limits?.clustersPerPullRequest;
  if (!fleet || limit === undefined) return [];
  const reached = new Set(
    paths
      .filter(path => path.startsWith('rendered/'))
      .map(path => path.split('/')[1]),
  );
  const allowed = countOf(limit, fleet.clusters.size);
  if (reached.size <= allowed) return [];
  const finding = builtInFinding('clusters-per-pull-request', {
    path: 'fleet.yaml',
    line: fleet.fleet.source.positionOf('/spec/limits/clustersPerPullRequest')
      .line,
    message: `this changes ${reached.size} clusters at once, more than ${allowed} (${limit})`,
    remediation: 'Use a Rollout, or ask a cluster operator to approve.',
  });
  return [{ kind: 'Approval', role: OPERATOR, count: 1, finding }];
}

/** A percentage rounds up: a fleet of one can still be changed. */
function countOf(limit: string | number, clusters: number): number {
  const percent = /^(\d+)%$/.exec(String(limit));
  return percent
    ? Math.ceil((Number(percent[1]) / 100) * clusters)
    : Number(limit);
}
