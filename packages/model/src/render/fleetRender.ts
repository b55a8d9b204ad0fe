import type { FleetFiles } from '../files';
import { inheritFolders } from '../load/folders';
import { loadFleet } from '../load/loadFleet';
import type { FleetSources } from '../load/sources';
import { compareText, hasErrors, sortProblems } from '../problems';
import type { Problem } from '../problems';
import { renderCluster } from './cluster';
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

/** A changed file: its new text, or null where it is gone. @public */
export type FileEdits = ReadonlyMap<string, string | null>;

/**
 * Loads and renders a whole fleet.
 *
 * @param files - every file of the repository; machine templates that are still in use are kept from
 *   its `rendered/`
 * @public
 */
export function renderAll(files: FleetFiles): FleetRender {
  const { fleet, problems } = loadFleet(files);
  const names = fleet ? [...fleet.clusters.keys()] : [];
  return rendered(files, fleet, problems, new Map(), new Set(names));
}

/**
 * The same as rendering everything with some files changed, byte for byte, but only clusters that the
 * changed files can reach are rendered anew: a fleet of thousands follows an edit at once.
 *
 * @public
 */
export function renderAgain(
  former: FleetRender,
  edits: FileEdits,
): FleetRender {
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
  return rendered(files, fleet, problems, former.clusters, anew);
}

/** Files with some changed. */
export function withEdits(
  files: FleetFiles,
  edits: FileEdits,
): Map<string, string> {
  const after = new Map(files);
  for (const [path, text] of edits) {
    if (text === null) after.delete(path);
    else after.set(path, text);
  }
  return after;
}

function rendered(
  files: FleetFiles,
  fleet: FleetSources | undefined,
  loading: readonly Problem[],
  former: ReadonlyMap<string, RenderedCluster>,
  anew: ReadonlySet<string>,
): FleetRender {
  const clusters = new Map<string, RenderedCluster>();
  const problems = [...loading];
  if (fleet) {
    for (const name of [...fleet.clusters.keys()].sort(compareText)) {
      const known = anew.has(name) ? undefined : former.get(name);
      const cluster = known ?? renderCluster(fleet, name, files);
      clusters.set(name, cluster);
      problems.push(...cluster.problems);
    }
  }
  return {
    files,
    ...(fleet && { fleet }),
    clusters,
    problems: sortProblems(problems),
  };
}
