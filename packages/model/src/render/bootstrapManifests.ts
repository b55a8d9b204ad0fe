import type { FleetSources } from '../load/sources';
import type { Problem } from '../problems';
import { renderCluster } from './cluster';
import { firstDelivery } from './firstParts';
import { BOOTSTRAP } from './part';
import type { RenderedPart } from './part';

/**
 * What makes a cluster that somebody already runs one of the fleet, in the order in which its owner applies
 * it, once: what its engine needs, the engine, then source, root and agent. It is what a management
 * cluster gives a new one. No secret is in it.
 *
 * @returns no parts where the cluster has errors; later parts hold objects of kinds that earlier ones define
 * @public
 */
export function bootstrapManifests(
  fleet: FleetSources,
  cluster: string,
): { parts: RenderedPart[]; problems: Problem[] } {
  const source = fleet.clusters.get(cluster);
  const { parts, problems } = renderCluster(fleet, cluster);
  if (!source || parts.length === 0) return { parts: [], problems };
  const names = firstDelivery(fleet, source).parts.map(({ name }) => name);
  const byName = new Map(parts.map(part => [part.name, part]));
  return {
    parts: [...names, BOOTSTRAP].flatMap(name => byName.get(name) ?? []),
    problems,
  };
}
