import type { FleetFiles } from '../files';
import { compareText } from '../problems';
import { parseManifests } from '../source/manifests';
import { diffObjects } from './diffObjects';
import type { ObjectChange } from './change';

/** What a change does to the objects of one cluster. @public */
export interface ClusterChange {
  cluster: string;
  changes: ObjectChange[];
}

/**
 * What changed files below `rendered/` mean as objects, cluster by cluster.
 *
 * @param before - files of the repository as they are
 * @param rendered - path to new text, null for a file that goes; as `planChange` gives it
 * @public
 */
export function diffRendered(
  before: FleetFiles,
  rendered: ReadonlyMap<string, string | null>,
): ClusterChange[] {
  const byCluster = new Map<string, ObjectChange[]>();
  for (const path of [...rendered.keys()].sort(compareText)) {
    const match = /^rendered\/([^/]+)\/(.+)\/manifests\.yaml$/.exec(path);
    if (!match) continue;
    const [, cluster, part] = match;
    const changes = diffObjects(
      parseManifests(before.get(path) ?? ''),
      parseManifests(rendered.get(path) ?? ''),
    ).map(change => ({ ...change, part }));
    if (changes.length === 0) continue;
    byCluster.set(cluster, [...(byCluster.get(cluster) ?? []), ...changes]);
  }
  return [...byCluster].map(([cluster, changes]) => ({ cluster, changes }));
}
