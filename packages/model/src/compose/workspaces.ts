import type { Cluster, Workspace } from '../kinds';
import type { FleetSources, Sourced } from '../load/sources';
import { compareText } from '../problems';
import type { Problem } from '../problems';
import { Complaints, ruleAt } from '../source/complaints';
import { escapeStep } from '../source/pointer';
import type { Layer } from './layers';
import { quantityNumber } from './quantity';

/** A workspace that is in the cluster, and why, in words. */
export interface PlacedWorkspace {
  workspace: Sourced<Workspace>;
  layer: string;
}

/** Workspaces that come with the models, and those that choose the cluster and are let in. */
export function placeWorkspaces(
  fleet: FleetSources,
  cluster: Sourced<Cluster>,
  layers: readonly Layer[],
  to: Complaints,
): { placed: PlacedWorkspace[]; problems: Problem[] } {
  const placed = new Map<string, PlacedWorkspace>();
  const problems: Problem[] = [];
  for (const layer of layers) {
    for (const name of layer.workspaces ?? []) {
      const workspace = fleet.workspaces.get(name);
      if (workspace)
        placed.set(name, { workspace, layer: `comes with ${layer.title}` });
    }
  }
  for (const workspace of fleet.workspaces.values()) {
    const { name } = workspace.metadata;
    if (placed.has(name) || !selects(workspace, cluster)) continue;
    if (isAdmitted(workspace, cluster)) {
      placed.set(name, { workspace, layer: 'chosen by its own file' });
    } else {
      problems.push(...refusedByName(workspace, cluster));
    }
  }
  const sorted = [...placed.values()].sort((a, b) =>
    compareText(a.workspace.metadata.name, b.workspace.metadata.name),
  );
  problems.push(
    ...namespaceConflicts(cluster, sorted),
    ...roleProblems(fleet, cluster, sorted),
  );
  ceilingProblems(cluster, sorted, to);
  return { placed: sorted, problems };
}

/** Whether labels hold everything that a selector asks for. */
export function matches(
  selector: { matchLabels: Record<string, string> },
  labels: Record<string, string> | undefined,
): boolean {
  return Object.entries(selector.matchLabels).every(
    ([key, value]) => labels?.[key] === value,
  );
}

function selects(workspace: Workspace, cluster: Cluster): boolean {
  const { clusters } = workspace.spec;
  if (!clusters) return false;
  return 'names' in clusters
    ? clusters.names.includes(cluster.metadata.name)
    : matches(clusters, cluster.metadata.labels);
}

/** A cluster that says nothing about admission lets in whoever chooses it. */
function isAdmitted(workspace: Workspace, cluster: Cluster): boolean {
  const admit = cluster.spec.workspaces?.admit;
  return !admit || matches(admit, workspace.metadata.labels);
}

/** A workspace that names a cluster expects to be there; one that chooses by label takes what it gets. */
function refusedByName(
  workspace: Sourced<Workspace>,
  cluster: Sourced<Cluster>,
): Problem[] {
  const { clusters } = workspace.spec;
  if (!clusters || !('names' in clusters)) return [];
  const to = new Complaints(workspace.source);
  const { name } = cluster.metadata;
  to.add(
    `/spec/clusters/names/${clusters.names.indexOf(name)}`,
    `${name} doesn't admit workspace ${workspace.metadata.name}`,
    {
      rule: ruleAt(
        cluster.source,
        '/spec/workspaces/admit',
        'says which workspaces may come.',
      ),
      remedy: `Give the workspace these labels: ${labelsInWords(cluster)}.`,
    },
  );
  return to.problems;
}

function labelsInWords(cluster: Cluster): string {
  return Object.entries(cluster.spec.workspaces?.admit?.matchLabels ?? {})
    .map(([key, value]) => `${key}: ${value}`)
    .join(', ');
}

function namespaceConflicts(
  cluster: Cluster,
  placed: readonly PlacedWorkspace[],
): Problem[] {
  const owners = new Map<string, Sourced<Workspace>>();
  return placed.flatMap(({ workspace }) => {
    const to = new Complaints(workspace.source);
    workspace.spec.namespaces.forEach(({ name }, i) => {
      const first = owners.get(name);
      if (first) {
        const index = first.spec.namespaces.findIndex(n => n.name === name);
        to.add(
          `/spec/namespaces/${i}/name`,
          `namespace ${name} on ${cluster.metadata.name} belongs to two workspaces: ${first.metadata.name} and ${workspace.metadata.name}`,
          {
            rule: ruleAt(
              first.source,
              `/spec/namespaces/${index}/name`,
              'claims it too.',
            ),
            remedy:
              'Give one of them another namespace, or choose other clusters.',
          },
        );
      } else {
        owners.set(name, workspace);
      }
    });
    return to.problems;
  });
}

/** Roles that a workspace uses where they may not be used. */
function roleProblems(
  fleet: FleetSources,
  cluster: Cluster,
  placed: readonly PlacedWorkspace[],
): Problem[] {
  return placed.flatMap(({ workspace }) => {
    const to = new Complaints(workspace.source);
    const used: [role: string, pointer: string][] = (
      workspace.spec.access ?? []
    ).map(({ role }, i) => [role, `/spec/access/${i}/role`]);
    const { deployer } = workspace.spec;
    if (deployer) used.push([deployer.role, '/spec/deployer/role']);
    for (const [role, pointer] of used) {
      const template = fleet.roles.get(role);
      const where = template?.spec.clusters;
      if (template && where && !matches(where, cluster.metadata.labels)) {
        to.add(
          pointer,
          `role ${role} may not be used on ${cluster.metadata.name}`,
          {
            rule: ruleAt(
              template.source,
              '/spec/clusters',
              'says where it may be used.',
            ),
          },
        );
      }
      if (
        template &&
        pointer === '/spec/deployer/role' &&
        template.spec.scope !== 'Namespace'
      ) {
        to.add(
          pointer,
          `role ${role} is for whole clusters: a workspace's source gets its own namespaces only`,
          {
            remedy: 'Choose a role of scope Namespace.',
          },
        );
      }
    }
    return to.problems;
  });
}

/** Together the workspaces take no more than the cluster allows. */
function ceilingProblems(
  cluster: Cluster,
  placed: readonly PlacedWorkspace[],
  to: Complaints,
): void {
  for (const [resource, limit] of Object.entries(
    cluster.spec.workspaces?.ceiling ?? {},
  )) {
    const ceiling = quantityNumber(limit);
    const shares = placed.flatMap(({ workspace: { metadata, spec } }) => {
      const quota = spec.quota?.[resource];
      // A workspace's quota holds in each of its namespaces.
      const amount = quota === undefined ? undefined : quantityNumber(quota);
      return amount === undefined
        ? []
        : [
            {
              name: metadata.name,
              quota,
              amount: amount * spec.namespaces.length,
            },
          ];
    });
    const sum = shares.reduce((total, { amount }) => total + amount, 0);
    if (ceiling === undefined || sum <= ceiling) continue;
    to.add(
      `/spec/workspaces/ceiling/${escapeStep(resource)}`,
      `the workspaces take more ${resource} than ${limit} together`,
      {
        remedy: `They ask for: ${shares
          .map(s => `${s.name} ${s.quota}`)
          .join(', ')}.`,
      },
    );
  }
}
