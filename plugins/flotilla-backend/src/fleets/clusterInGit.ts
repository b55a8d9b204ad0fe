import { createHash } from 'node:crypto';
import {
  ComposedCluster,
  composeCluster,
  FleetFiles,
  FleetRender,
  FleetSources,
  hasErrors,
  Problem,
} from '@flotilla/model';

/** A part as committed: what a cluster should hold, identified by its bytes. */
export interface PartInGit {
  /** `gitops`, `components/<c>`, … */
  name: string;
  path: string;
  /** `sha256:<hex>` of the committed bytes. */
  digest: string;
  /** Bytes. */
  size: number;
}

/** What the merged commit says of one cluster. */
export interface ClusterInGit {
  name: string;
  /** Absent when the cluster's own file, or what it is composed of, has errors. */
  composed?: ComposedCluster;
  problems: readonly Problem[];
  /** Sorted by name. */
  parts: readonly PartInGit[];
  /** The rendered files aren't what rendering would produce. */
  stale: boolean;
}

/** The path of the file that people write for a cluster. */
export function clusterPath(cluster: string): string {
  return `clusters/${cluster}/cluster.yaml`;
}

/** The cluster that a path belongs to: its own file, or a rendered one. */
export function clusterOfPath(path: string): string | undefined {
  return /^(?:clusters|rendered)\/([^/]+)\//.exec(path)?.[1];
}

/** The names of all clusters that a commit has a file for, readable or not. */
export function clusterNames(files: FleetFiles): string[] {
  return [...files.keys()].flatMap(
    path => /^clusters\/([^/]+)\/cluster\.yaml$/.exec(path)?.[1] ?? [],
  );
}

/** Reads what a commit says of one cluster. Never throws: what is wrong is in `problems`. */
export function readCluster(
  sources: FleetSources,
  render: FleetRender,
  name: string,
  renderedPaths: readonly string[],
): ClusterInGit {
  const { files } = render;
  const own = sources.problems.filter(({ path }) => path === clusterPath(name));
  const parts = renderedPaths.flatMap(path => partOf(files, name, path));
  if (!sources.clusters.has(name)) {
    return { name, problems: own, parts, stale: false };
  }
  const { composed, problems } = composeCluster(sources, name);
  // What can be composed may still not be rendered.
  const found = render.clusters.get(name)?.problems ?? problems;
  return {
    name,
    composed,
    problems: [...own, ...found],
    parts,
    stale: composed ? isStale(render, name, renderedPaths) : false,
  };
}

/** What can't be rendered says so by its problems. */
function isStale(
  { files, clusters }: FleetRender,
  name: string,
  renderedPaths: readonly string[],
): boolean {
  const rendered = clusters.get(name);
  if (!rendered || hasErrors(rendered.problems)) {
    return false;
  }
  return (
    rendered.files.size !== renderedPaths.length ||
    [...rendered.files].some(([path, text]) => files.get(path) !== text)
  );
}

function partOf(files: FleetFiles, cluster: string, path: string): PartInGit[] {
  const text = files.get(path);
  const prefix = `rendered/${cluster}/`;
  const suffix = '/manifests.yaml';
  if (text === undefined || !path.endsWith(suffix)) {
    return [];
  }
  const bytes = Buffer.from(text, 'utf8');
  return [
    {
      name: path.slice(prefix.length, -suffix.length),
      path,
      digest: digestOf(bytes),
      size: bytes.length,
    },
  ];
}

/** The content address of a part. */
export function digestOf(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}
