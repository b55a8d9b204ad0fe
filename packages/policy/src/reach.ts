import type { FleetSources } from '@flotilla/model';
import type { EntityChange } from './changedEntities';

/**
 * Names of the clusters that a change can reach through one state of the repository. What may reach
 * any cluster reaches all of them: a policy for production then holds for a role or a component too.
 */
export function clustersReached(
  change: EntityChange,
  fleet: FleetSources,
): Set<string> {
  const clusters = [...fleet.clusters.values()];
  const named = (hit: (cluster: (typeof clusters)[number]) => boolean) =>
    new Set(clusters.filter(hit).map(cluster => cluster.metadata.name));
  switch (change.kind) {
    case 'Cluster':
      return new Set([change.name]);
    case 'Provider':
      return named(cluster => cluster.spec.provider === change.name);
    case 'Model':
      return named(cluster =>
        lineage(fleet, cluster.spec.model).includes(
          `${change.name}/${change.version}`,
        ),
      );
    case 'Workspace':
      return named(
        cluster =>
          selects(fleet, change.name, cluster) ||
          broughtByModel(fleet, change.name, cluster),
      );
    default:
      return named(() => true);
  }
}

type SourcedCluster = FleetSources['clusters'] extends ReadonlyMap<
  string,
  infer C
>
  ? C
  : never;

function selects(
  fleet: FleetSources,
  workspace: string,
  { metadata }: SourcedCluster,
): boolean {
  const selector = fleet.workspaces.get(workspace)?.spec.clusters;
  if (!selector) return false;
  return 'names' in selector
    ? selector.names.includes(metadata.name)
    : matchesLabels(selector.matchLabels, metadata.labels ?? {});
}

function broughtByModel(
  fleet: FleetSources,
  workspace: string,
  cluster: SourcedCluster,
): boolean {
  return lineage(fleet, cluster.spec.model).some(key => {
    const spec = fleet.models.get(key)?.spec;
    const variants = spec?.variants ?? [];
    return [spec, ...variants].some(layer =>
      layer?.workspaces?.includes(workspace),
    );
  });
}

/** Keys of a model and its ancestors; a cycle ends where it began. */
function lineage(
  fleet: FleetSources,
  model: { name: string; version: string },
): string[] {
  const keys: string[] = [];
  let at: { name: string; version: string } | undefined = model;
  while (at) {
    const key: string = `${at.name}/${at.version}`;
    if (keys.includes(key)) break;
    keys.push(key);
    at = fleet.models.get(key)?.spec.extends;
  }
  return keys;
}

/** Whether labels have all that a selector asks for. */
export function matchesLabels(
  selector: Record<string, string>,
  labels: Record<string, string>,
): boolean {
  return Object.entries(selector).every(
    ([key, value]) => labels[key] === value,
  );
}
