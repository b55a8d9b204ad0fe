import { createHash } from 'node:crypto';
import { newerVersions } from '@flotilla/model';
import type { ClusterGitColumns } from '../database/rows';
import type { ClusterInGit, FollowedFleet, PartInGit } from '../fleets';
import type { GitPart } from './gitPart';

/**
 * What Git says of a cluster, as it is stored. Undefined for a cluster whose file can't be read: then
 * what was known of it stays.
 */
export function gitColumns(
  fleet: FollowedFleet,
  cluster: ClusterInGit,
): ClusterGitColumns | undefined {
  const source = fleet.sources.clusters.get(cluster.name);
  if (!source) {
    return undefined;
  }
  const { spec, metadata } = source;
  const labels = metadata.labels ?? {};
  const { composed } = cluster;
  const columns = {
    owner: spec.owner,
    labels: JSON.stringify(labels),
    environment: labels.env ?? null,
    region: labels.region ?? null,
    model_name: spec.model.name,
    model_version: spec.model.version,
    newer_versions: JSON.stringify(newerVersions(fleet.sources, spec.model)),
    variant: spec.variant ?? null,
    provider: spec.provider,
    managed_by: spec.managedBy ?? null,
    kubernetes: composed?.kubernetes?.minor ?? null,
    lifecycle: spec.lifecycle ?? 'Active',
    parts: JSON.stringify(cluster.parts.map(part => gitPart(cluster, part))),
    problems: JSON.stringify(cluster.problems),
    search: searchText(cluster.name, spec.owner, labels),
  };
  return { ...columns, git_digest: digestOf(columns) };
}

function gitPart({ composed }: ClusterInGit, part: PartInGit): GitPart {
  const { name, digest } = part;
  const [folder, title] = name.split('/');
  switch (folder) {
    case 'components': {
      const component = composed?.components.find(c => c.name === title);
      return {
        name,
        digest,
        kind: 'Component',
        title,
        ...(component
          ? { version: component.version, layer: component.layer }
          : {}),
      };
    }
    case 'workspaces': {
      const workspace = composed?.workspaces.find(w => w.name === title);
      return {
        name,
        digest,
        kind: 'Workspace',
        title,
        ...(workspace ? { layer: workspace.layer } : {}),
      };
    }
    case 'infrastructure':
      return { name, digest, kind: 'Infrastructure', title: 'Infrastructure' };
    case 'bootstrap':
      return { name, digest, kind: 'Bootstrap', title: 'Bootstrap' };
    default:
      return { name, digest, kind: 'Gitops', title: 'GitOps' };
  }
}

function searchText(
  name: string,
  owner: string,
  labels: Record<string, string>,
): string {
  const words = Object.entries(labels).map(([key, value]) => `${key}=${value}`);
  return [name, owner, ...words].join(' ').toLowerCase();
}

function digestOf(columns: object): string {
  return createHash('sha256').update(JSON.stringify(columns)).digest('hex');
}
