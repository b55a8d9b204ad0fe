import type { Cluster } from '../kinds';
import { modelTitle } from '../load/lineage';
import type { FleetSources } from '../load/sources';
import { hasErrors, sortProblems } from '../problems';
import type { Problem } from '../problems';
import { Complaints } from '../source/complaints';
import type { Scope } from '../expressions/scope';
import { machinesScope } from './clusterScope';
import { composeComponents } from './components';
import type { ComposedCluster } from './composed';
import type { Composition } from './composition';
import { summaryOf } from './summary';
import { clusterLayer, groundOf } from './layers';
import type { Ground } from './layers';
import { machineNamespace } from './machineNamespace';
import { namespaceClaims } from './namespaceClaims';
import { networkProblems } from './networks';
import { placementOf } from './placement';
import { requirementProblems } from './requirements';
import { accessProblems } from './roles';
import { composeShape } from './shape';
import type { ComposedShape } from './shape';
import { composeVariables } from './variables';
import { placeWorkspaces } from './workspaces';

/**
 * Composes one cluster by its layers, and checks it.
 *
 * @returns the composed cluster, absent where problems leave nothing to show
 * @public
 */
export function composeCluster(
  fleet: FleetSources,
  name: string,
): { composed?: ComposedCluster; problems: Problem[] } {
  const { composition, problems } = compose(fleet, name);
  return { composed: composition?.composed, problems };
}

/** As {@link composeCluster}, with all that rendering and explaining need. */
export function compose(
  fleet: FleetSources,
  name: string,
): { composition?: Composition; problems: Problem[] } {
  const cluster = fleet.clusters.get(name);
  if (!cluster) return { problems: [unknownCluster(fleet, name)] };
  const to = new Complaints(cluster.source);
  const { model, variant, provider } = cluster.spec;
  const ground = groundOf(fleet, { model, variant, provider }, to);
  if (!ground) return { problems: to.problems };
  if (ground.model.spec.draft) {
    to.warn('/spec/model', `${modelTitle(ground.model)} is a draft`);
  }
  const layers = [...ground.layers, clusterLayer(cluster)];
  const told = to.problems.length;
  const variables = composeVariables(ground, layers, to);
  const sound = to.problems.length === told && !hasErrors(variables.problems);
  const basics = scopeOf(cluster, ground, variables.composed.values, undefined);
  const shape = composeShape(ground, layers, basics, to);
  const scope = scopeOf(
    cluster,
    ground,
    variables.composed.values,
    shape.composed,
  );
  const placement = placementOf(fleet, ground, layers, shape.composed, cluster);
  const { components, problems: faults } = composeComponents(placement, scope);
  const workspaces = placeWorkspaces(fleet, cluster, layers, scope);
  const parts = {
    fleet,
    cluster,
    ground,
    layers,
    variables: variables.composed,
    shape: shape.composed,
    scope,
    placement,
    components,
    workspaces: workspaces.placed,
  };
  const composition = { ...parts, composed: summaryOf(parts) };
  const problems = [
    ...to.problems,
    ...variables.problems,
    // What expressions make of a wrong variable is wrong because of it.
    ...(sound ? shape.problems : []),
    ...networkProblems(shape.composed),
    ...faults,
    ...requirementProblems(
      placement.components,
      ground,
      shape.composed.kubernetes,
    ),
    ...workspaces.problems,
    ...accessProblems(fleet, cluster, layers),
    ...namespaceClaims(
      fleet.files,
      cluster,
      placement.components,
      workspaces.placed.map(({ workspace }) => workspace),
    ),
  ];
  return { composition, problems: sortProblems(problems) };
}

function unknownCluster(fleet: FleetSources, name: string): Problem {
  const path = `clusters/${name}/cluster.yaml`;
  const message = fleet.files.has(path)
    ? 'the file has errors of its own'
    : `there is no cluster ${name}`;
  return { severity: 'error', path, line: 1, column: 1, message };
}

/** What expressions see. */
function scopeOf(
  cluster: Cluster,
  { model, provider }: Ground,
  variables: Record<string, unknown>,
  composed: ComposedShape | undefined,
): Scope {
  const { name, labels } = cluster.metadata;
  return {
    variables,
    cluster: {
      ...(composed && machinesScope(composed, provider)),
      name,
      namespace: machineNamespace(name),
      labels: labels ?? {},
      owner: cluster.spec.owner,
      variant: cluster.spec.variant ?? '',
      managedBy: cluster.spec.managedBy ?? '',
    },
    model: { name: model.metadata.name, version: model.spec.version },
    provider: {
      name: provider.metadata.name,
      version: provider.spec.version,
      controlPlane: provider.spec.controlPlane,
      machineTypes: provider.spec.machineTypes ?? {},
      machineImages: provider.spec.machineImages ?? {},
    },
  };
}
