import type { Cluster, Workspace } from '../kinds';
import { Complaints, ruleAt } from '../source/complaints';
import type { Problem } from '../problems';
import type { Sourced } from '../load/sources';
import { escapeStep } from '../source/pointer';
import { quantityNumber } from './quantity';

/** A ResourceQuota counts these as the requests of the same resource. */
const SHORT: Record<string, string> = {
  cpu: 'requests.cpu',
  memory: 'requests.memory',
  'ephemeral-storage': 'requests.ephemeral-storage',
};

/** Together the workspaces take no more than the cluster allows, and none takes without a bound. */
export function ceilingProblems(
  cluster: Sourced<Cluster>,
  workspaces: readonly Sourced<Workspace>[],
): Problem[] {
  const ceiling = Object.entries(cluster.spec.workspaces?.ceiling ?? {});
  return ceiling.flatMap(([resource, limit]) => {
    const pointer = `/spec/workspaces/ceiling/${escapeStep(resource)}`;
    const shares = workspaces.map(workspace => ({
      workspace,
      ...shareOf(workspace, resource),
    }));
    const unbounded = shares.filter(share => share.amount === undefined);
    const sum = shares.reduce((total, { amount = 0 }) => total + amount, 0);
    const to = new Complaints(cluster.source);
    if (sum > (quantityNumber(limit) ?? 0)) {
      const asks = shares.filter(share => share.amount !== undefined);
      to.add(
        pointer,
        `the workspaces take more ${resource} than ${limit} together`,
        {
          remedy: `They ask for: ${asks
            .map(({ workspace, inWords }) => `${nameOf(workspace)} ${inWords}`)
            .join(', ')}.`,
        },
      );
    }
    return [
      ...to.problems,
      ...unbounded.flatMap(({ workspace }) =>
        unboundedProblems(cluster, workspace, resource, pointer),
      ),
    ];
  });
}

function nameOf({ metadata }: Workspace): string {
  return metadata.name;
}

/** What a workspace may take: its quota, in each of its namespaces. */
function shareOf(
  { spec }: Workspace,
  resource: string,
): { amount?: number; inWords?: string } {
  const wanted = SHORT[resource] ?? resource;
  const given = Object.entries(spec.quota ?? {}).find(
    ([key]) => (SHORT[key] ?? key) === wanted,
  );
  if (!given) return {};
  const [, quota] = given;
  const each = quantityNumber(quota);
  const many = spec.namespaces.length;
  return {
    amount: each === undefined ? undefined : each * many,
    inWords: many === 1 ? `${quota}` : `${many} × ${quota}`,
  };
}

function unboundedProblems(
  cluster: Sourced<Cluster>,
  workspace: Sourced<Workspace>,
  resource: string,
  pointer: string,
): Problem[] {
  const to = new Complaints(workspace.source);
  const { name } = cluster.metadata;
  to.add(
    '/spec/quota',
    `${nameOf(
      workspace,
    )} has no quota of ${resource}, so on ${name} it could take any amount`,
    {
      rule: ruleAt(cluster.source, pointer, 'says how much there is for all.'),
      remedy: `Add ${resource} to its quota.`,
    },
  );
  return to.problems;
}
