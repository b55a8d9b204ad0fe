import { setImmediate } from 'node:timers/promises';
import type { FleetFiles, FleetRender, FleetSources } from '@flotilla/model';
import {
  ClusterInGit,
  clusterNames,
  clusterOfPath,
  clusterPath,
  readCluster,
} from './clusterInGit';

/** What was read of an earlier commit, and the paths that differ from it. */
export interface EarlierRead {
  clusters: ReadonlyMap<string, ClusterInGit>;
  render: FleetRender;
  changedPaths: readonly string[];
}

/**
 * Reads every cluster of a commit. Clusters that no changed path can reach are taken over from the
 * earlier commit: composing thousands for every merge would stall the portal.
 */
export async function readClusters(
  sources: FleetSources,
  render: FleetRender,
  earlier?: EarlierRead,
): Promise<Map<string, ClusterInGit>> {
  const { files } = render;
  const renderedPaths = renderedPathsByCluster(files);
  const unchanged = earlier
    ? unchangedClusters(sources, render, earlier)
    : new Map<string, ClusterInGit>();
  const clusters = new Map<string, ClusterInGit>();
  for (const name of clusterNames(files)) {
    const known = unchanged.get(name);
    if (!known) {
      await setImmediate();
    }
    clusters.set(
      name,
      known ??
        readCluster(sources, render, name, renderedPaths.get(name) ?? []),
    );
  }
  return clusters;
}

/** Clusters that read the same at the new commit: neither their files differ nor what they come to. */
function unchangedClusters(
  sources: FleetSources,
  render: FleetRender,
  earlier: EarlierRead,
): ReadonlyMap<string, ClusterInGit> {
  const changed = new Set(earlier.changedPaths.map(clusterOfPath));
  const complained = new Set(
    [sources, earlier.render].flatMap(({ problems }) =>
      problems.map(({ path }) => path),
    ),
  );
  return new Map(
    [...earlier.clusters].filter(
      ([name]) =>
        render.clusters.has(name) &&
        render.clusters.get(name) === earlier.render.clusters.get(name) &&
        !changed.has(name) &&
        // What is wrong with a file may hang on any other.
        !complained.has(clusterPath(name)),
    ),
  );
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
