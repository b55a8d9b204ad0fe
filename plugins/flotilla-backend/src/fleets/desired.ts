import { createHash } from 'node:crypto';
import type {
  Desired,
  DesiredIgnore,
  DesiredPart,
} from '@flotilla/backstage-plugin-flotilla-common';
import { driftRules } from '@flotilla/model';
import type { ClusterInGit } from './clusterInGit';
import type { FollowedFleet } from './FollowedFleet';

/** Applied to the cluster that manages this one. */
const INFRASTRUCTURE = 'infrastructure';

/**
 * What a cluster's agent is to know: the cluster's own parts, and the infrastructure of the clusters that it
 * manages. Its bootstrap part is only known, not compared: no engine of the cluster applies it. Undefined when Git has no such cluster.
 */
export function desiredOf(
  fleet: FollowedFleet,
  cluster: string,
): Desired | undefined {
  const own = fleet.clusters.get(cluster);
  if (!own) {
    return undefined;
  }
  const children = childrenOf(fleet, cluster);
  const { drift, engine } = fleet.sources.fleet.spec;
  const desired = {
    fleet: fleet.name,
    cluster,
    revision: `${fleet.repository.branch}@sha1:${fleet.commit}`,
    commit: fleet.commit,
    engine,
    parts: [
      ...partsOf(own, name => name !== INFRASTRUCTURE),
      ...children.flatMap(child =>
        partsOf(child, name => name === INFRASTRUCTURE),
      ),
    ],
    ignore: [
      ...driftRules(fleet.sources, cluster),
      ...children.flatMap(child => childRules(fleet, child.name)),
    ],
    unmanaged: drift?.unmanaged ?? [],
  };
  return { ...desired, etag: etagOf(desired) };
}

function childrenOf(fleet: FollowedFleet, manager: string): ClusterInGit[] {
  return [...fleet.clusters.values()].filter(
    ({ name }) => fleet.sources.clusters.get(name)?.spec.managedBy === manager,
  );
}

function partsOf(
  { name: cluster, parts }: ClusterInGit,
  include: (name: string) => boolean,
): DesiredPart[] {
  return parts
    .filter(part => include(part.name))
    .map(({ name, digest, size, path }) => ({
      cluster,
      name,
      digest,
      size,
      path,
    }));
}

function childRules(fleet: FollowedFleet, child: string): DesiredIgnore[] {
  return driftRules(fleet.sources, child)
    .filter(rule => !rule.part)
    .map(rule => ({ ...rule, cluster: child }));
}

/** The commit counts: agents tell by it what an engine's revision means. */
function etagOf(desired: Omit<Desired, 'etag'>): string {
  const hash = createHash('sha256').update(JSON.stringify(desired));
  return `"${hash.digest('base64url')}"`;
}
