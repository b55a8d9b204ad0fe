import type { FleetSources, Sourced } from '../load/sources';
import type { Cluster } from '../kinds';
import { ByIdentity } from '../memory/ByIdentity';
import type { Problem } from '../problems';
import { Complaints } from '../source/complaints';
import { capabilitiesOf, placeComponents } from './capabilities';
import type { PlacedEntry } from './capabilities';
import { dependenciesOf, orderComponents } from './dependencies';
import { composeEntries } from './entries';
import type { Ground, Layer } from './layers';
import type { ComposedShape } from './shape';

/** A component that is in a cluster, and which come before it. */
export interface OrderedComponent extends PlacedEntry {
  name: string;
  /** Why it is there, in words. */
  layer: string;
  dependsOn: string[];
}

/** Which components are in a cluster, and in which order, whatever their values. */
export interface Placement {
  capabilities: readonly string[];
  /** In dependency order. */
  components: readonly OrderedComponent[];
  problems: readonly Problem[];
}

const placements = new ByIdentity<Placement>();
/** What clusters of one shape ask for: their own files ask for nothing more. */
const capabilities = new ByIdentity<{ text: string }>();

/** Places components: once for all clusters on one ground, which name none of their own. */
export function placementOf(
  fleet: FleetSources,
  ground: Ground,
  layers: readonly Layer[],
  shape: ComposedShape,
  cluster: Sourced<Cluster>,
): Placement {
  const place = () => placeAnew(fleet, ground, layers, shape, cluster);
  if (cluster.spec.components) return place();
  const asked = capabilities.of([ground, shape], '', () => ({
    text: capabilitiesOf(ground, layers, shape).names.join('\n'),
  }));
  return placements.of(
    [fleet, ground],
    asked.text,
    place,
    // What is wrong is told in each cluster's own file.
    ({ problems }) => problems.length === 0,
  );
}

function placeAnew(
  fleet: FleetSources,
  ground: Ground,
  layers: readonly Layer[],
  shape: ComposedShape,
  cluster: Sourced<Cluster>,
): Placement {
  const to = new Complaints(cluster.source);
  const { entries, problems } = composeEntries(fleet, ground.provider, layers);
  const placed = placeComponents(fleet, ground, layers, entries, to, shape);
  const dependencies = dependenciesOf(fleet.files, placed);
  const { name } = cluster.metadata;
  const ordered = orderComponents(
    placed,
    dependencies,
    name,
    other => entries.get(other)?.enabled ?? false,
  );
  return {
    capabilities: capabilitiesOf(ground, layers, shape).names,
    components: ordered.order.flatMap(component => {
      const entry = placed.get(component);
      if (!entry) return [];
      const layer = componentLayer(entry, ground);
      const dependsOn = dependencies.get(component) ?? [];
      return [{ ...entry, name: component, layer, dependsOn }];
    }),
    problems: [...problems, ...to.problems, ...ordered.problems],
  };
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
