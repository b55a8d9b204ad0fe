import { hasErrors, loadFleet, renderCluster } from '@flotilla/model';
import type { FleetFiles, FleetSources } from '@flotilla/model';

/** A part as its engine gets it. */
export interface DesiredPart {
  /** The cluster that it is of; a management cluster holds its children's infrastructure. */
  cluster: string;
  name: string;
  text: string;
}

/** Applied to the cluster that manages this one. */
const INFRASTRUCTURE = 'infrastructure';

/**
 * What a cluster is to hold: its own parts, and the infrastructure of the clusters that it manages. The bytes that are
 * committed count, because they are what the engine applies; what isn't committed is rendered.
 */
export function desiredParts(
  files: FleetFiles,
  fleet: FleetSources,
  cluster: string,
): DesiredPart[] {
  const children = [...fleet.clusters.values()]
    .filter(({ spec }) => spec.managedBy === cluster)
    .map(({ metadata }) => metadata.name);
  return [
    ...partsOf(files, fleet, cluster).filter(
      ({ name }) => name !== INFRASTRUCTURE,
    ),
    ...children.flatMap(child =>
      partsOf(files, fleet, child).filter(
        ({ name }) => name === INFRASTRUCTURE,
      ),
    ),
  ];
}

/** As {@link desiredParts}, of files that may not be sound: undefined where they aren't. */
export function desiredPartsIn(
  files: FleetFiles,
  cluster: string,
): DesiredPart[] | undefined {
  const { fleet, problems } = loadFleet(files);
  if (!fleet || hasErrors(problems)) return undefined;
  return desiredParts(files, fleet, cluster);
}

function partsOf(
  files: FleetFiles,
  fleet: FleetSources,
  cluster: string,
): DesiredPart[] {
  const committed = committedParts(files, cluster);
  if (committed.length > 0) return committed;
  return renderCluster(fleet, cluster).parts.map(({ name, text }) => ({
    cluster,
    name,
    text,
  }));
}

function committedParts(files: FleetFiles, cluster: string): DesiredPart[] {
  const prefix = `rendered/${cluster}/`;
  const suffix = '/manifests.yaml';
  const parts: DesiredPart[] = [];
  for (const [path, text] of files) {
    if (path.startsWith(prefix) && path.endsWith(suffix)) {
      const name = path.slice(prefix.length, -suffix.length);
      parts.push({ cluster, name, text });
    }
  }
  return parts;
}
