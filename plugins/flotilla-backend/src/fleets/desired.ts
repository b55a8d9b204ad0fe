import { createHash } from 'node:crypto';
import type {
  Desired,
  DesiredPart,
} from '@flotilla/backstage-plugin-flotilla-common';
import { desiredParts, desiredRules } from '@flotilla/model';
import type { FollowedFleet } from './FollowedFleet';

/**
 * What a cluster's agent is to know: the cluster's own parts, and the infrastructure of the clusters that it
 * manages. Its bootstrap part is only known, not compared: no engine of the cluster applies it. Undefined when Git has no such cluster.
 */
export function desiredOf(
  fleet: FollowedFleet,
  cluster: string,
): Desired | undefined {
  if (!fleet.clusters.has(cluster)) {
    return undefined;
  }
  const { drift, engine } = fleet.sources.fleet.spec;
  const desired = {
    fleet: fleet.name,
    cluster,
    revision: `${fleet.repository.branch}@sha1:${fleet.commit}`,
    commit: fleet.commit,
    engine,
    parts: desiredParts(fleet.sources, cluster, name => partsOf(fleet, name)),
    ignore: desiredRules(fleet.sources, cluster),
    unmanaged: drift?.unmanaged ?? [],
  };
  return { ...desired, etag: etagOf(desired) };
}

function partsOf(fleet: FollowedFleet, cluster: string): DesiredPart[] {
  const parts = fleet.clusters.get(cluster)?.parts ?? [];
  return parts.map(({ name, digest, size, path }) => ({
    cluster,
    name,
    digest,
    size,
    path,
  }));
}

/** The commit counts: agents tell by it what an engine's revision means. */
function etagOf(desired: Omit<Desired, 'etag'>): string {
  const hash = createHash('sha256').update(JSON.stringify(desired));
  return `"${hash.digest('base64url')}"`;
}
