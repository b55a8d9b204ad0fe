import { setImmediate } from 'node:timers/promises';
import type { FleetFiles, FleetSources } from '@flotilla/model';
import {
  ClusterInGit,
  clusterNames,
  clusterOfPath,
  readCluster,
} from './clusterInGit';

/** What was read of an earlier commit, and the paths that differ from it. */
export interface EarlierRead {
  clusters: ReadonlyMap<string, ClusterInGit>;
  changedPaths: readonly string[];
}

/**
 * Reads every cluster of a commit. Clusters that no changed path can concern are taken over from the
 * earlier commit: composing and checking thousands for every merge would stall the portal.
 */
export async function readClusters(
  sources: FleetSources,
  files: FleetFiles,
  earlier?: EarlierRead,
): Promise<Map<string, ClusterInGit>> {
  const renderedPaths = renderedPathsByCluster(files);
  const unchanged = earlier ? unchangedClusters(earlier) : new Map();
  const clusters = new Map<string, ClusterInGit>();
  for (const name of clusterNames(files)) {
    const known = unchanged.get(name);
    if (!known) {
      await setImmediate();
    }
    clusters.set(
      name,
      known ?? readCluster(sources, files, name, renderedPaths.get(name) ?? []),
    );
  }
  return clusters;
}

/** Clusters that read the same at the new commit: only files of other clusters differ. */
function unchangedClusters({
  clusters,
  changedPaths,
}: EarlierRead): ReadonlyMap<string, ClusterInGit> {
  const concerned = changedPaths.map(clusterOfPath);
  if (concerned.includes(undefined)) {
    return new Map();
  }
  const changed = new Set(concerned);
  return new Map([...clusters].filter(([name]) => !changed.has(name)));
}

function renderedPathsByCluster(files: FleetFiles): Map<string, string[]> {
  const paths = new Map<string, string[]>();
  for (const path of [...files.keys()].sort()) {
    const cluster = path.startsWith('rendered/') && clusterOfPath(path);
    if (cluster) {
      const known = paths.get(cluster) ?? [];
      known.push(path);
      paths.set(cluster, known);
    }
  }
  return paths;
}
