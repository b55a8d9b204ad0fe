import type { FleetFiles } from '../files';
import { compareText } from '../problems';
import type { FleetRender } from '../render/fleetRender';
import { parseManifests } from '../source/manifests';
import { atOnce } from '../steps';
import type { Steps } from '../steps';
import type { ObjectChange } from './change';
import type { ObjectDifference } from './diffObjects';
import { diffParts } from './diffParts';
import type { PartObjects } from './diffParts';

/** What a change does to the objects of one cluster. @public */
export interface ClusterChange {
  cluster: string;
  changes: ObjectChange[];
}

/** {@link ClusterChange}, with both states of each object. @public */
export interface ClusterDifference {
  cluster: string;
  differences: ObjectDifference[];
}

const PART_FILE = /^rendered\/([^/]+)\/(.+)\/manifests\.yaml$/;

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
  return atOnce(diffRenderedInSteps(before, rendered));
}

/** {@link diffRendered}, a cluster at a time. @public */
export function* diffRenderedInSteps(
  before: FleetFiles,
  rendered: ReadonlyMap<string, string | null>,
): Steps<ClusterChange[]> {
  return (yield* renderedDifferencesInSteps(before, rendered)).map(changeOf);
}

/**
 * {@link diffRendered}, for who judges objects rather than shows what changed; a cluster at a time.
 *
 * @throws what the reader of manifests throws where a file holds none
 * @public
 */
export function* renderedDifferencesInSteps(
  before: FleetFiles,
  rendered: ReadonlyMap<string, string | null>,
): Steps<ClusterDifference[]> {
  const byCluster = new Map<string, string[]>();
  for (const path of rendered.keys()) {
    const [, cluster] = PART_FILE.exec(path) ?? [];
    if (cluster === undefined) continue;
    byCluster.set(cluster, [...(byCluster.get(cluster) ?? []), path]);
  }
  const known = renderedClusters(before);
  return yield* differencesOf(byCluster.keys(), cluster => {
    const paths = byCluster.get(cluster) ?? [];
    const differences = diffParts(
      paths.map(path => partIn(path, before.get(path) ?? '')),
      paths.map(path => partIn(path, rendered.get(path) ?? '')),
    );
    return known.has(cluster) ? differences : ofNewCluster(differences);
  });
}

/**
 * What differs between two renders of a fleet, cluster by cluster. Of a cluster that couldn't be rendered
 * before, what is committed below `rendered/` counts.
 *
 * @public
 */
export function diffFleets(
  before: FleetRender,
  after: FleetRender,
): ClusterChange[] {
  const committed = partsInFiles(before);
  const names = new Set([
    ...before.clusters.keys(),
    ...committed.keys(),
    ...after.clusters.keys(),
  ]);
  const differences = atOnce(
    differencesOf(names, cluster => {
      const was = before.clusters.get(cluster);
      const is = after.clusters.get(cluster);
      if (was !== undefined && was === is) return [];
      const parts = is?.parts ?? [];
      if (was && was.parts.length > 0) {
        const same = new Set(
          parts.filter(({ path, text }) => was.files.get(path) === text),
        );
        const left = new Set([...same].map(({ name }) => name));
        return diffParts(
          was.parts.filter(({ name }) => !left.has(name)),
          parts.filter(part => !same.has(part)),
        );
      }
      const standing = committed.get(cluster);
      return standing
        ? diffParts(standing, parts)
        : ofNewCluster(diffParts([], parts));
    }),
  );
  return differences.map(changeOf);
}

function renderedClusters(files: FleetFiles): Set<string> {
  return new Set(
    [...files.keys()].flatMap(path => PART_FILE.exec(path)?.[1] ?? []),
  );
}

/** Where nothing was before, nobody gains rights over anything and nothing is interrupted. */
function ofNewCluster(
  differences: readonly ObjectDifference[],
): ObjectDifference[] {
  return differences.map(difference => ({
    ...difference,
    change: { ...difference.change, consequences: [] },
  }));
}

/** Parts below `rendered/` of clusters that have no sound render. */
function partsInFiles({ files, clusters }: FleetRender) {
  const parts = new Map<string, PartObjects[]>();
  for (const [path, text] of files) {
    const [, cluster] = PART_FILE.exec(path) ?? [];
    if (cluster === undefined || clusters.get(cluster)?.parts.length) continue;
    // Without its own file the cluster was on its way out, whatever was left of it.
    if (!files.has(`clusters/${cluster}/cluster.yaml`)) continue;
    parts.set(cluster, [...(parts.get(cluster) ?? []), partIn(path, text)]);
  }
  return parts;
}

function partIn(path: string, text: string): PartObjects {
  const [, , name = ''] = PART_FILE.exec(path) ?? [];
  return { name, objects: parseManifests(text) };
}

function* differencesOf(
  clusters: Iterable<string>,
  diff: (cluster: string) => ObjectDifference[],
): Steps<ClusterDifference[]> {
  const found: ClusterDifference[] = [];
  for (const cluster of [...clusters].sort(compareText)) {
    const differences = diff(cluster);
    if (differences.length > 0) found.push({ cluster, differences });
    yield;
  }
  return found;
}

function changeOf({ cluster, differences }: ClusterDifference): ClusterChange {
  return { cluster, changes: differences.map(({ change }) => change) };
}
