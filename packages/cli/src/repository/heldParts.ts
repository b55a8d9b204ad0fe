import {
  desiredParts,
  hasErrors,
  loadFleet,
  renderCluster,
} from '@flotilla/model';
import type { FleetFiles, FleetSources } from '@flotilla/model';

/** A part as its engine gets it. */
export interface DesiredPart {
  /** The cluster that it is of; a management cluster holds its children's infrastructure. */
  cluster: string;
  name: string;
  text: string;
}

/**
 * What a cluster is to hold. The bytes that are committed count, because they are what the engine applies; what isn't
 * committed is rendered.
 */
export function heldParts(
  files: FleetFiles,
  fleet: FleetSources,
  cluster: string,
): DesiredPart[] {
  return desiredParts(fleet, cluster, name => partsOf(files, fleet, name));
}

/** As {@link heldParts}, of files that may not be sound: undefined where they aren't. */
export function heldPartsIn(
  files: FleetFiles,
  cluster: string,
): DesiredPart[] | undefined {
  const { fleet, problems } = loadFleet(files);
  if (!fleet || hasErrors(problems)) return undefined;
  return heldParts(files, fleet, cluster);
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
