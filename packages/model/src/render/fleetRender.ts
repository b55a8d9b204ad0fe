import { withEdits } from '../files';
import type { FileEdits, FleetFiles } from '../files';
import { inheritFolders } from '../load/folders';
import { loadFleet } from '../load/loadFleet';
import type { FleetSources } from '../load/sources';
import {
  compareText,
  hasErrors,
  sortProblems,
  withoutFollowing,
} from '../problems';
import type { Problem } from '../problems';
import { atOnce } from '../steps';
import type { Steps } from '../steps';
import { renderClusterInSteps } from './cluster';
import type { RenderedCluster } from './cluster';
import { clustersReached } from './reach';

/** One state of a fleet repository with everything that comes of it. @public */
export interface FleetRender {
  /** What it was made from: every file of the repository. */
  files: FleetFiles;
  /** Absent without a sound `fleet.yaml`. */
  fleet?: FleetSources;
  /** By name. */
  clusters: ReadonlyMap<string, RenderedCluster>;
  /** Of loading and of rendering. */
  problems: Problem[];
}

/**
 * Loads and renders a whole fleet.
 *
 * @param files - every file of the repository; machine templates that are still in use are kept from
 *   its `rendered/`
 * @public
 */
export function renderAll(files: FleetFiles): FleetRender {
  return atOnce(renderAllInSteps(files));
}

/** {@link renderAll}, a cluster at a time. @public */
export function renderAllInSteps(given: FleetFiles): Steps<FleetRender> {
  const files = new Map(given);
  const { fleet, problems } = loadFleet(files);
  const names = fleet ? [...fleet.clusters.keys()] : [];
  return rendered(files, fleet, problems, new Map(), new Set(names));
}

/**
 * The same as rendering everything with some files changed, byte for byte, but only clusters that the
 * changed files can reach are rendered anew: a fleet of thousands follows an edit at once. A cluster that
 * wasn't rendered anew is the very same value.
 *
 * @public
 */
export function renderAgain(
  former: FleetRender,
  edits: FileEdits,
): FleetRender {
  return atOnce(renderAgainInSteps(former, edits));
}

/** {@link renderAgain}, a cluster at a time. @public */
export function* renderAgainInSteps(
  former: FleetRender,
  edits: FileEdits,
): Steps<FleetRender> {
  // Nobody has to wonder whether something may have changed where nothing has.
  if (edits.size === 0) return former;
  const files = withEdits(former.files, edits);
  const paths = [...edits.keys()];
  inheritFolders(files, former.files, paths);
  const { fleet, problems } = loadFleet(files);
  const states = [former.fleet, fleet].flatMap(state => state ?? []);
  const anew = clustersReached(states, paths);
  for (const [name, cluster] of former.clusters) {
    // What an error says may hang on anything: it lists what there is instead.
    if (hasErrors(cluster.problems)) anew.add(name);
  }
  yield;
  return yield* rendered(files, fleet, problems, former.clusters, anew);
}

function* rendered(
  files: Map<string, string>,
  fleet: FleetSources | undefined,
  loading: readonly Problem[],
  former: ReadonlyMap<string, RenderedCluster>,
  anew: ReadonlySet<string>,
): Steps<FleetRender> {
  const clusters = new Map<string, RenderedCluster>();
  const problems = [...loading];
  if (fleet) {
    for (const name of [...fleet.clusters.keys()].sort(compareText)) {
      const known = anew.has(name) ? undefined : former.get(name);
      const cluster =
        known ?? (yield* renderClusterInSteps(fleet, name, files));
      clusters.set(name, cluster);
      problems.push(...withoutFollowing(cluster.problems, loading));
      if (known) continue;
      keepOnce(files, cluster);
      yield;
    }
  }
  return {
    files,
    ...(fleet && { fleet }),
    clusters,
    problems: sortProblems(problems),
  };
}

/** What is committed is what was rendered, nearly always: the same text is held once, not twice. */
function keepOnce(files: Map<string, string>, cluster: RenderedCluster): void {
  for (const [path, text] of cluster.files) {
    if (files.get(path) === text) files.set(path, text);
  }
}
