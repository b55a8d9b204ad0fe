import type { Composition } from '../compose/composition';
import type { Cluster } from '../kinds';
import { lineageOf } from '../load/lineage';
import { versionKey } from '../load/sources';
import type { FleetSources, Sourced } from '../load/sources';
import { compareText } from '../problems';
import type { ChildCluster } from './engine/Engine';
import { firstDelivery } from './firstParts';
import { machinesGo } from './removal';

/** Clusters that this one manages and whose machines Flotilla describes. */
export function childrenOf({ fleet, cluster }: Composition): ChildCluster[] {
  return (childrenIndex(fleet).get(cluster.metadata.name) ?? []).flatMap(
    child => childView(fleet, child) ?? [],
  );
}

/** All that the cluster which manages another one shows of it; absent where it makes none of its machines. */
export function childView(
  fleet: FleetSources,
  child: Sourced<Cluster>,
): ChildCluster | undefined {
  if (!hasInfrastructure(fleet, child)) return undefined;
  return {
    name: child.metadata.name,
    namespace: `fleet-${child.metadata.name}`,
    first: firstDelivery(fleet, child),
    machinesGo: machinesGo(child),
  };
}

const indexes = new WeakMap<FleetSources, Map<string, Sourced<Cluster>[]>>();

function childrenIndex(fleet: FleetSources): Map<string, Sourced<Cluster>[]> {
  const known = indexes.get(fleet);
  if (known) return known;
  const index = new Map<string, Sourced<Cluster>[]>();
  const sorted = [...fleet.clusters.values()].sort((a, b) =>
    compareText(a.metadata.name, b.metadata.name),
  );
  for (const cluster of sorted) {
    const { managedBy } = cluster.spec;
    if (managedBy === undefined) continue;
    const list = index.get(managedBy);
    if (list) list.push(cluster);
    else index.set(managedBy, [cluster]);
  }
  indexes.set(fleet, index);
  return index;
}

/** Whether Flotilla describes a cluster's machines. */
export function hasInfrastructure(
  fleet: FleetSources,
  cluster: Cluster,
): boolean {
  const model = fleet.models.get(versionKey(cluster.spec.model));
  const lineage = model && lineageOf(fleet, model);
  if (!lineage || 'broken' in lineage) return false;
  const ref = [...lineage.models]
    .reverse()
    .find(m => m.spec.providers)
    ?.spec.providers?.find(p => p.name === cluster.spec.provider);
  const provider = ref && fleet.providers.get(versionKey(ref));
  return provider?.spec.infrastructure !== undefined;
}
