import type { Cluster, Workspace } from '../kinds';
import type { Scope } from '../expressions/scope';
import type { FleetSources, Sourced } from '../load/sources';
import { compareText } from '../problems';
import type { Problem } from '../problems';
import { Complaints, ruleAt } from '../source/complaints';
import { ceilingProblems } from './ceiling';
import { deployerProblems } from './deployerRights';
import type { Layer } from './layers';
import { lastList } from './lists';
import { roleUseProblems } from './roles';
import type { RoleUse } from './roles';
import { matches } from './selector';
import { workspaceHere } from './workspaceHere';

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
  scope: Scope,
): { placed: PlacedWorkspace[]; problems: Problem[] } {
  const placed = new Map<string, PlacedWorkspace>();
  const problems: Problem[] = [];
  const coming = lastList(layers, 'workspaces');
  for (const name of coming.items) {
    const workspace = fleet.workspaces.get(name);
    if (!workspace) continue;
    const layer = `comes with ${coming.layer?.title}`;
    placed.set(name, { workspace, layer });
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
  const sorted = [...placed.values()]
    .sort((a, b) =>
      compareText(a.workspace.metadata.name, b.workspace.metadata.name),
    )
    .map(({ workspace, layer }) => {
      const here = workspaceHere(workspace, scope);
      problems.push(...here.problems);
      return { workspace: here.workspace, layer };
    });
  const workspaces = sorted.map(({ workspace }) => workspace);
  problems.push(
    ...namespaceConflicts(cluster, workspaces),
    ...workspaces.flatMap(w => roleProblems(fleet, cluster, w)),
    ...ceilingProblems(cluster, workspaces),
  );
  return { placed: sorted, problems };
}

/** Whether a workspace chooses a cluster, let in or not. */
export function selects(workspace: Workspace, cluster: Cluster): boolean {
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
  workspaces: readonly Sourced<Workspace>[],
): Problem[] {
  const owners = new Map<string, Sourced<Workspace>>();
  const { name: clusterName } = cluster.metadata;
  return workspaces.flatMap(workspace => {
    const to = new Complaints(workspace.source);
    workspace.spec.namespaces.forEach(({ name }, i) => {
      const pointer = `/spec/namespaces/${i}/name`;
      const first = owners.get(name);
      if (!first) {
        owners.set(name, workspace);
        return;
      }
      const index = first.spec.namespaces.findIndex(n => n.name === name);
      to.add(
        pointer,
        `namespace ${name} on ${clusterName} belongs to two workspaces: ${first.metadata.name} and ${workspace.metadata.name}`,
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
    });
    return to.problems;
  });
}

/** Roles that a workspace uses where they may not be used, or that reach beyond its namespaces. */
function roleProblems(
  fleet: FleetSources,
  cluster: Cluster,
  workspace: Sourced<Workspace>,
): Problem[] {
  const { spec, source } = workspace;
  const to = new Complaints(source);
  const uses: RoleUse[] = (spec.access ?? []).map(({ role }, i) => ({
    role,
    pointer: `/spec/access/${i}/role`,
  }));
  if (spec.deployer) {
    uses.push({ role: spec.deployer.role, pointer: '/spec/deployer/role' });
  }
  roleUseProblems(fleet, cluster, uses, 'Namespace', to);
  return [...to.problems, ...deployerProblems(fleet, workspace)];
}
