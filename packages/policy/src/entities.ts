import { placeOf } from '@flotilla/model';
import type { FleetSources, KindName, SourceFile } from '@flotilla/model';
import type { Snapshot } from './snapshot';

/** A definition of the repository, by its file. */
export interface Entity {
  kind: KindName;
  name: string;
  version?: string;
  path: string;
  labels: Record<string, string>;
  /** Absent when the file couldn't be understood. */
  object?: Record<string, unknown>;
  source?: SourceFile;
}

type Definition = {
  apiVersion: string;
  kind: KindName;
  metadata: { name: string; labels?: Record<string, string> };
  spec: object;
  source: SourceFile;
};

/** The definition that a path holds in a state of the repository; undefined for any other file. */
export function entityAt(snapshot: Snapshot, path: string): Entity | undefined {
  const place = placeOf(path);
  if (!place || !snapshot.render.files.has(path)) return undefined;
  const { kind, name = '', version } = place;
  const found = snapshot.fleet && definitionAt(snapshot.fleet, place);
  if (!found) return { kind, name, version, path, labels: {} };
  const { source, ...object } = found;
  return {
    kind,
    name: found.metadata.name,
    version,
    path,
    labels: found.metadata.labels ?? {},
    object,
    source,
  };
}

/** The file of the definition that a file in its folder belongs to: a manifest to its component. */
export function ownerOf(
  path: string,
): { path: string; field: string } | undefined {
  const folder = /^(components|providers)\/[^/]+\/[^/]+\//.exec(path);
  if (!folder || placeOf(path)) return undefined;
  return folder[1] === 'components'
    ? { path: `${folder[0]}component.yaml`, field: '/spec/source' }
    : { path: `${folder[0]}provider.yaml`, field: '/spec/infrastructure' };
}

function definitionAt(
  fleet: FleetSources,
  { kind, name = '', version = '' }: NonNullable<ReturnType<typeof placeOf>>,
): Definition | undefined {
  const versioned = `${name}/${version}`;
  switch (kind) {
    case 'Fleet':
      return fleet.fleet;
    case 'Provider':
      return fleet.providers.get(versioned);
    case 'Model':
      return fleet.models.get(versioned);
    case 'Component':
      return fleet.components.get(versioned);
    case 'Cluster':
      return fleet.clusters.get(name);
    case 'RoleTemplate':
      return fleet.roles.get(name);
    case 'Workspace':
      return fleet.workspaces.get(name);
    case 'Policy':
      return fleet.policies.get(name);
    case 'Rollout':
      return fleet.rollouts.get(name);
    default:
      return undefined;
  }
}
