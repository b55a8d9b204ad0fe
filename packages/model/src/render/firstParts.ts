import { placeComponents } from '../compose/capabilities';
import type { Composition, PlacedComponent } from '../compose/composition';
import { dependenciesOf, orderComponents } from '../compose/dependencies';
import { composeEntries } from '../compose/entries';
import { clusterLayer, groundOf } from '../compose/layers';
import type { Cluster, Provider } from '../kinds';
import type { FleetSources, Sourced } from '../load/sources';
import type { Problem } from '../problems';
import { Complaints } from '../source/complaints';
import type { FirstDelivery } from './engine/Engine';

/** What a component provides that installs the engine itself. */
export const ENGINE_CAPABILITY = 'gitops';

const known = new WeakMap<FleetSources, Map<string, FirstDelivery>>();

/**
 * The parts that a new cluster's engine can't run without, and the engine: what its nodes need to become
 * Ready, and whatever those depend on. The cluster's manager hands them over.
 */
export function firstDelivery(
  fleet: FleetSources,
  cluster: Sourced<Cluster>,
): FirstDelivery {
  const { model, variant, provider, components } = cluster.spec;
  const key = JSON.stringify([model, variant, provider, components]);
  // A manager of hundreds asks for each, and most of them are alike.
  const alike = known.get(fleet) ?? new Map<string, FirstDelivery>();
  known.set(fleet, alike);
  const found = alike.get(key) ?? findFirst(fleet, cluster);
  alike.set(key, found);
  return found;
}

/** Without values and workspaces: a manager's objects don't depend on what they don't show. */
function findFirst(
  fleet: FleetSources,
  cluster: Sourced<Cluster>,
): FirstDelivery {
  const to = new Complaints(cluster.source);
  const ground = groundOf(fleet, cluster.spec, to);
  if (!ground) return { parts: [], hasCharts: false };
  const layers = [...ground.layers, clusterLayer(cluster)];
  const { entries } = composeEntries(fleet, ground.provider, layers);
  const placed = placeComponents(fleet, ground, layers, entries, to);
  const dependencies = dependenciesOf(fleet.files, placed);
  const { order } = orderComponents(
    placed,
    dependencies,
    cluster.metadata.name,
  );
  const components = order.flatMap(name => {
    const definition = placed.get(name)?.definition;
    const dependsOn = dependencies.get(name) ?? [];
    return definition ? [{ name, definition, dependsOn }] : [];
  });
  const all = firstOf(components, ground.provider);
  const first = all.filter(needsNoEngine);
  const names = new Set(first.map(({ name }) => name));
  const parts = first.map(({ name, dependsOn }) => ({
    name: `components/${name}`,
    dependsOn: dependsOn
      .filter(other => names.has(other))
      .map(other => `components/${other}`),
  }));
  return { parts, hasCharts: all.some(isChart) };
}

type Ordered = Pick<PlacedComponent, 'name' | 'definition' | 'dependsOn'>;

/** Of components in dependency order, those that come first. */
function firstOf<C extends Ordered>(
  components: readonly C[],
  { spec }: Provider,
): C[] {
  const needed = new Set([...(spec.nodesNeed ?? []), ENGINE_CAPABILITY]);
  const first = new Set<string>();
  // Dependents come later in the list: from its end, whoever is needed makes what it depends on needed.
  for (const { name, definition, dependsOn } of [...components].reverse()) {
    const { provides = [] } = definition.spec;
    if (!first.has(name) && !provides.some(c => needed.has(c))) continue;
    first.add(name);
    dependsOn.forEach(other => first.add(other));
  }
  return components.filter(({ name }) => first.has(name));
}

/** Whether its objects work without an engine beside them. */
function needsNoEngine({ definition }: Ordered): boolean {
  return definition.spec.source.manifests !== undefined;
}

/** The parts that a cluster gets from its manager; none where it has none. */
export function firstPartsOf(composition: Composition): ReadonlySet<string> {
  if (!isBroughtUp(composition)) return new Set();
  const { parts } = firstDelivery(composition.fleet, composition.cluster);
  return new Set(parts.map(({ name }) => name));
}

/** Whether it is made by another cluster, which brings it what it needs first. */
function isBroughtUp({ cluster, ground: { provider } }: Composition): boolean {
  const hasMachines = provider.spec.infrastructure !== undefined;
  return hasMachines && cluster.spec.managedBy !== undefined;
}

/** Components that a cluster's manager brings it. */
function broughtTo(composition: Composition): PlacedComponent[] {
  const { ground, components } = composition;
  return isBroughtUp(composition) ? firstOf(components, ground.provider) : [];
}

function isChart({ definition }: Ordered): boolean {
  return definition.spec.source.helm !== undefined;
}

/** Components that come first and are charts: the engine of the cluster's manager installs them, for good. */
export function fromOutside(composition: Composition): PlacedComponent[] {
  return broughtTo(composition).filter(isChart);
}

/** What a new cluster needs first can't be built by an engine that isn't there yet. */
export function firstPartProblems(composition: Composition): Problem[] {
  const { name: cluster } = composition.cluster.metadata;
  return broughtTo(composition)
    .filter(({ definition }) => definition.spec.source.kustomize !== undefined)
    .flatMap(({ name, definition }) => {
      const to = new Complaints(definition.source);
      to.add(
        '/spec/source/kustomize',
        `${cluster} needs ${name} before it has an engine that could build it`,
        { remedy: `Run flotilla component vendor ${name}.` },
      );
      return to.problems;
    });
}
