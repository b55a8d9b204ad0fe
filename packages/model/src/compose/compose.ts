import type { Cluster } from '../kinds';
import { modelTitle } from '../load/lineage';
import type { FleetSources, Sourced } from '../load/sources';
import { hasErrors, sortProblems } from '../problems';
import type { Problem } from '../problems';
import { Complaints } from '../source/complaints';
import type { Scope } from '../expressions/scope';
import { placeComponents } from './capabilities';
import type { PlacedEntry } from './capabilities';
import { machinesScope } from './clusterScope';
import type { ComposedCluster } from './composed';
import type { Composition, PlacedComponent } from './composition';
import { summaryOf } from './summary';
import { dependenciesOf, orderComponents } from './dependencies';
import { composeEntries } from './entries';
import { clusterLayer, groundOf } from './layers';
import type { Ground, Layer } from './layers';
import { namespaceClaims } from './namespaceClaims';
import { networkProblems } from './networks';
import { requirementProblems } from './requirements';
import { accessProblems } from './roles';
import { composeShape } from './shape';
import type { ComposedShape } from './shape';
import { composeValues } from './values';
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
  const components = composeComponents(
    fleet,
    ground,
    layers,
    { scope, shape: shape.composed },
    cluster,
    to,
  );
  const workspaces = placeWorkspaces(fleet, cluster, layers, scope);
  const parts = {
    fleet,
    cluster,
    ground,
    layers,
    variables: variables.composed,
    shape: shape.composed,
    scope,
    components: components.placed,
    workspaces: workspaces.placed,
  };
  const composition = { ...parts, composed: summaryOf(parts) };
  const problems = [
    ...to.problems,
    ...variables.problems,
    // What expressions make of a wrong variable is wrong because of it.
    ...(sound ? shape.problems : []),
    ...networkProblems(shape.composed),
    ...components.problems,
    ...requirementProblems(
      components.placed,
      ground,
      shape.composed.kubernetes,
    ),
    ...workspaces.problems,
    ...accessProblems(fleet, cluster, layers),
    ...namespaceClaims(
      fleet.files,
      cluster,
      components.placed,
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
      namespace: `fleet-${name}`,
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

function composeComponents(
  fleet: FleetSources,
  ground: Ground,
  layers: Layer[],
  { scope, shape }: { scope: Scope; shape: ComposedShape },
  cluster: Sourced<Cluster>,
  to: Complaints,
): { placed: PlacedComponent[]; problems: Problem[] } {
  const { entries, problems } = composeEntries(fleet, ground.provider, layers);
  const placed = placeComponents(fleet, ground, layers, entries, to, shape);
  const dependencies = dependenciesOf(fleet.files, placed);
  const ordered = orderComponents(
    placed,
    dependencies,
    cluster.metadata.name,
    name => entries.get(name)?.enabled ?? false,
  );
  problems.push(...ordered.problems);
  const result: PlacedComponent[] = [];
  for (const name of ordered.order) {
    const entry = placed.get(name);
    if (!entry) continue;
    const { values, trace, problems: faults } = composeValues(entry, scope);
    problems.push(...faults);
    const layer = componentLayer(entry, ground);
    const dependsOn = dependencies.get(name) ?? [];
    result.push({ ...entry, name, layer, values, trace, dependsOn });
  }
  return { placed: result, problems };
}

/** Why a component is in a cluster, in words. */
export function componentLayer(
  { state, capability }: PlacedEntry,
  { provider }: Ground,
): string {
  if (state.lock) return `required by ${state.lock.layer.title}`;
  if (capability) return `provides ${capability} on ${provider.metadata.name}`;
  const { title } = state.from.layer;
  return title.startsWith('cluster ')
    ? 'added by this cluster'
    : `from ${title}`;
}
