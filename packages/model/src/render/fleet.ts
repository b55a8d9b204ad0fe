import type { FleetFiles } from '../files';
import type { FleetSources } from '../load/sources';
import { compareText, sortProblems, withoutFollowing } from '../problems';
import type { Problem } from '../problems';
import { renderCluster } from './cluster';

/**
 * Renders every cluster: each file below `rendered/`. A cluster with errors has no files here, and where an
 * error of the loaded files is the reason, `fleet.problems` tells it.
 *
 * @param previous - as for {@link renderCluster}
 * @public
 */
export function renderFleet(
  fleet: FleetSources,
  previous?: FleetFiles,
): { files: Map<string, string>; problems: Problem[] } {
  const files = new Map<string, string>();
  const problems: Problem[] = [];
  for (const name of [...fleet.clusters.keys()].sort(compareText)) {
    const rendered = renderCluster(fleet, name, previous);
    rendered.files.forEach((text, path) => files.set(path, text));
    problems.push(...withoutFollowing(rendered.problems, fleet.problems));
  }
  return { files, problems: sortProblems(problems) };
}

/** A file below `rendered/` that isn't what rendering gives. @public */
export interface RenderedDifference {
  path: string;
  state: 'missing' | 'different' | 'unexpected';
}

/**
 * Compares `rendered/` with what rendering gives, byte for byte. Clusters that can't be rendered are
 * left alone: their problems say why.
 *
 * @public
 */
export function checkRendered(
  fleet: FleetSources,
  files: FleetFiles,
): RenderedDifference[] {
  const expected = renderFleet(fleet, files).files;
  const rendered = new Set([...expected.keys()].map(clusterOf));
  const differences: RenderedDifference[] = [];
  for (const [path, text] of expected) {
    const found = files.get(path);
    if (found === undefined) differences.push({ path, state: 'missing' });
    else if (found !== text) differences.push({ path, state: 'different' });
  }
  for (const path of files.keys()) {
    if (!path.startsWith('rendered/') || expected.has(path)) continue;
    const cluster = clusterOf(path);
    if (
      rendered.has(cluster) ||
      !fleet.files.has(`clusters/${cluster}/cluster.yaml`)
    ) {
      differences.push({ path, state: 'unexpected' });
    }
  }
  return differences.sort((a, b) => compareText(a.path, b.path));
}

function clusterOf(path: string): string {
  return path.split('/')[1];
}
