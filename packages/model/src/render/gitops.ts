import type { KubeObject } from '@flotilla/drift';
import type { Composition } from '../compose/composition';
import { versionKey } from '../load/sources';
import type { FleetSources } from '../load/sources';
import type { Cluster } from '../kinds';
import { compareText } from '../problems';
import { lineageOf } from '../load/lineage';
import { bindingFor, roleFrom } from './access';
import { agentPartRights } from './agent';
import { CLUSTER_LABEL, PART_ANNOTATION } from './built';
import type { BuiltPart } from './built';
import { kustomization } from './flux';

/** The engine's objects that apply a cluster's parts and its children, the models' access, and
 * what the agent may read of the parts. */
export function renderGitops(
  composition: Composition,
  parts: readonly BuiltPart[],
): KubeObject[] {
  const { name } = composition.cluster.metadata;
  return [
    ...parts.map(part =>
      kustomization({
        name: objectNameOf(part.name),
        path: `./rendered/${name}/${part.name}`,
        labels: { [CLUSTER_LABEL]: name },
        annotations: { [PART_ANNOTATION]: part.name },
        dependsOn: part.dependsOn.map(objectNameOf),
      }),
    ),
    ...childrenOf(composition.fleet, name).flatMap(childObjects),
    ...accessObjects(composition),
    ...agentPartRights(
      parts.flatMap(({ built }) => built.map(({ object }) => object)),
    ),
  ];
}

function objectNameOf(part: string): string {
  return part.replace('/', '-');
}

/** Clusters that this one manages and whose machines Flotilla describes. */
function childrenOf(fleet: FleetSources, name: string): Cluster[] {
  return (childrenIndex(fleet).get(name) ?? []).filter(child =>
    hasInfrastructure(fleet, child),
  );
}

const indexes = new WeakMap<FleetSources, Map<string, Cluster[]>>();

function childrenIndex(fleet: FleetSources): Map<string, Cluster[]> {
  const known = indexes.get(fleet);
  if (known) return known;
  const index = new Map<string, Cluster[]>();
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

function hasInfrastructure(fleet: FleetSources, cluster: Cluster): boolean {
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

/**
 * A child's machines, and what reaches the child once it answers. Both live in the child's own
 * namespace, because Flux reads the kubeconfig Secret of Cluster API only there.
 */
function childObjects(child: Cluster): KubeObject[] {
  const { name } = child.metadata;
  const namespace = `fleet-${name}`;
  const labels = { [CLUSTER_LABEL]: name };
  const orphaned = child.spec.deletionPolicy === 'Orphan';
  return [
    {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: namespace, labels },
    },
    kustomization({
      name: `infrastructure-${name}`,
      namespace,
      path: `./rendered/${name}/infrastructure`,
      labels,
      annotations: { [PART_ANNOTATION]: 'infrastructure' },
      // A control plane takes minutes to come up.
      spec: { timeout: '30m', ...(orphaned && { deletionPolicy: 'Orphan' }) },
    }),
    kustomization({
      name: `bootstrap-${name}`,
      namespace,
      path: `./rendered/${name}/bootstrap`,
      labels,
      annotations: { [PART_ANNOTATION]: 'bootstrap' },
      dependsOn: [`infrastructure-${name}`],
      spec: {
        // How the child fares is for its own agent to say: an engine that is suspended there must not hold up this one.
        wait: false,
        kubeConfig: { secretRef: { name: `${name}-kubeconfig` } },
      },
    }),
  ];
}

/** In-cluster access that the models give on every such cluster; subjects of all layers count. */
function accessObjects({ fleet, layers }: Composition): KubeObject[] {
  const byRole = new Map<
    string,
    { subjects: Parameters<typeof bindingFor>[1][number][] }
  >();
  for (const { role, subjects } of layers.flatMap(
    layer => layer.access ?? [],
  )) {
    const known = byRole.get(role);
    if (known) known.subjects.push(...subjects);
    else byRole.set(role, { subjects: [...subjects] });
  }
  return [...byRole].flatMap(([role, { subjects }]) => {
    const template = fleet.roles.get(role);
    if (!template) return [];
    const name = `flotilla-${role}`;
    return [roleFrom(template, name), bindingFor(name, subjects)];
  });
}
