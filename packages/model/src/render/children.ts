import { groupOf } from '@flotilla/drift';
import { machineNamespace } from '../compose/machineNamespace';
import type { Cluster, Provider } from '../kinds';
import { lineageOf } from '../load/lineage';
import { machineTemplatesOf } from '../load/manifests';
import { versionKey } from '../load/sources';
import type { FleetSources, Sourced } from '../load/sources';
import { compareText } from '../problems';
import type { GroupKind } from './agent/plural';
import type { ChildCluster } from './engine/Engine';
import { firstDelivery } from './firstParts';
import type { PartsSource } from './partsSource';
import { machinesGo } from './removal';

/** Clusters that this one manages and whose machines Flotilla describes. */
export function childrenOf({
  fleet,
  cluster,
}: Pick<PartsSource, 'fleet' | 'cluster'>): ChildCluster[] {
  return managedClusters(fleet, cluster.metadata.name).flatMap(
    child => childView(fleet, child) ?? [],
  );
}

/** All that the cluster which manages another one shows of it; absent where it makes none of its machines. */
export function childView(
  fleet: FleetSources,
  child: Sourced<Cluster>,
): ChildCluster | undefined {
  const provider = providerOf(fleet, child);
  if (!provider?.spec.infrastructure) return undefined;
  return {
    name: child.metadata.name,
    namespace: machineNamespace(child.metadata.name),
    first: firstDelivery(fleet, child),
    hasPrograms: kindsMadeBy(fleet, provider).some(isProgram),
    machinesGo: machinesGo(child),
  };
}

/** Clusters that one manages, by name. */
export function managedClusters(
  fleet: FleetSources,
  manager: string,
): readonly Sourced<Cluster>[] {
  return childrenIndex(fleet).get(manager) ?? [];
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
  return providerOf(fleet, cluster)?.spec.infrastructure !== undefined;
}

/** The kinds of which the machines of a cluster's children are made. */
export function machineKinds({
  fleet,
  cluster,
}: Pick<PartsSource, 'fleet' | 'cluster'>): GroupKind[] {
  const children = managedClusters(fleet, cluster.metadata.name);
  const providers = new Set(
    children.flatMap(child => providerOf(fleet, child) ?? []),
  );
  return [...providers].flatMap(provider => kindsMadeBy(fleet, provider));
}

/** The kinds of what a provider makes of a cluster. */
function kindsMadeBy(
  { files }: FleetSources,
  provider: Sourced<Provider>,
): GroupKind[] {
  const { objects } = machineTemplatesOf(files, provider);
  return objects.map(({ object }) => ({
    group: groupOf(object),
    kind: object.kind,
  }));
}

function isProgram({ group, kind }: GroupKind): boolean {
  return group === 'apps' && kind === 'Deployment';
}

function providerOf(
  fleet: FleetSources,
  cluster: Cluster,
): Sourced<Provider> | undefined {
  const model = fleet.models.get(versionKey(cluster.spec.model));
  const lineage = model && lineageOf(fleet, model);
  if (!lineage || 'broken' in lineage) return undefined;
  const ref = [...lineage.models]
    .reverse()
    .find(m => m.spec.providers)
    ?.spec.providers?.find(p => p.name === cluster.spec.provider);
  return ref && fleet.providers.get(versionKey(ref));
}
