import type {
  Inventory,
  InventoryCluster,
  InventoryComponent,
  InventoryModel,
  InventoryProvider,
  InventoryWorkspace,
} from '@flotilla/backstage-plugin-flotilla-common';
import {
  FleetFiles,
  FleetSources,
  isNewestVersion,
  placeOf,
  Problem,
} from '@flotilla/model';
import { ClusterInGit, clusterPath } from './clusterInGit';
import type { FollowedFleet } from './FollowedFleet';

const LISTED: ReadonlySet<string> = new Set([
  'Cluster',
  'Workspace',
  'Model',
  'Component',
  'Provider',
]);

/** What the merged commit says there is. What can't be read is left out, and `complete` is false then. */
export function inventoryOf(
  fleet: FollowedFleet,
  problems: readonly Problem[],
): Inventory {
  const { sources, repository } = fleet;
  const clusters = [...fleet.clusters.values()];
  return {
    fleet: fleet.name,
    commit: fleet.commit,
    repositoryUrl: repository.url,
    branch: repository.branch,
    complete: isComplete(fleet),
    clusters: clusters.flatMap(
      cluster => inventoryCluster(sources, cluster) ?? [],
    ),
    workspaces: inventoryWorkspaces(sources, clusters),
    models: inventoryModels(sources, clusters),
    components: inventoryComponents(sources, clusters),
    providers: inventoryProviders(sources),
    problems: [...problems],
  };
}

/** Whether every definition that Git has could be read: only then is what isn't listed really gone. */
function isComplete({
  files,
  sources,
}: {
  files: FleetFiles;
  sources: FleetSources;
}): boolean {
  const read = new Set(
    [
      sources.clusters,
      sources.workspaces,
      sources.models,
      sources.components,
      sources.providers,
    ].flatMap(kind => [...kind.values()].map(({ source }) => source.path)),
  );
  return [...files.keys()].every(
    path => !LISTED.has(placeOf(path)?.kind ?? '') || read.has(path),
  );
}

function inventoryCluster(
  sources: FleetSources,
  { name, composed, problems }: ClusterInGit,
): InventoryCluster | undefined {
  const source = sources.clusters.get(name);
  if (!source) {
    return undefined;
  }
  const { spec, metadata } = source;
  return {
    name,
    labels: metadata.labels ?? {},
    owner: spec.owner,
    model: { name: spec.model.name, version: spec.model.version },
    ...(spec.variant ? { variant: spec.variant } : {}),
    provider: spec.provider,
    ...(spec.managedBy ? { managedBy: spec.managedBy } : {}),
    ...(composed?.kubernetes ? { kubernetes: composed.kubernetes.minor } : {}),
    lifecycle: spec.lifecycle ?? 'Active',
    components: (composed?.components ?? []).map(component => ({
      name: component.name,
      version: component.version,
    })),
    workspaces: (composed?.workspaces ?? []).map(workspace => workspace.name),
    path: clusterPath(name),
    problems: messages(problems),
  };
}

function inventoryWorkspaces(
  sources: FleetSources,
  clusters: readonly ClusterInGit[],
): InventoryWorkspace[] {
  return [...sources.workspaces].map(([name, { metadata, spec, source }]) => ({
    name,
    labels: metadata.labels ?? {},
    owner: spec.owner,
    clusters: namesWhere(clusters, ({ composed }) =>
      composed?.workspaces.some(workspace => workspace.name === name),
    ),
    namespaces: spec.namespaces.map(namespace => namespace.name),
    path: source.path,
    problems: problemsOf(sources, source.path),
  }));
}

function inventoryModels(
  sources: FleetSources,
  clusters: readonly ClusterInGit[],
): InventoryModel[] {
  return [...sources.models.values()].map(({ metadata, spec, source }) => {
    const model = { name: metadata.name, version: spec.version };
    return {
      ...model,
      draft: spec.draft ?? false,
      ...(spec.description ? { description: spec.description } : {}),
      owner: spec.owner ?? sources.fleet.spec.owner,
      ...(spec.extends ? { extends: spec.extends } : {}),
      providers: spec.providers ?? [],
      variants: (spec.variants ?? []).map(variant => variant.name),
      clusters: namesWhere(clusters, ({ name }) =>
        isSame(sources.clusters.get(name)?.spec.model, model),
      ),
      latest: !spec.draft && isNewestVersion(sources, model),
      path: source.path,
      problems: problemsOf(sources, source.path),
    };
  });
}

function inventoryComponents(
  sources: FleetSources,
  clusters: readonly ClusterInGit[],
): InventoryComponent[] {
  return [...sources.components.values()].map(({ metadata, spec, source }) => {
    const component = { name: metadata.name, version: spec.version };
    return {
      ...component,
      owner: spec.owner ?? sources.fleet.spec.owner,
      provides: spec.provides ?? [],
      clusters: namesWhere(clusters, ({ composed }) =>
        composed?.components.some(used => isSame(used, component)),
      ),
      path: source.path,
      problems: problemsOf(sources, source.path),
    };
  });
}

function inventoryProviders(sources: FleetSources): InventoryProvider[] {
  return [...sources.providers.values()].map(({ metadata, spec }) => ({
    name: metadata.name,
    version: spec.version,
    regions: regionsOf(spec.variables ?? []),
    needsManagement: spec.infrastructure !== undefined,
    controlPlane: spec.controlPlane,
  }));
}

/** The places that a provider lets one choose from, by its variable `region`. */
function regionsOf(
  variables: readonly { name: string; schema: Record<string, unknown> }[],
): string[] {
  const values = variables.find(({ name }) => name === 'region')?.schema.enum;
  return Array.isArray(values)
    ? values.filter((value): value is string => typeof value === 'string')
    : [];
}

function namesWhere(
  clusters: readonly ClusterInGit[],
  test: (cluster: ClusterInGit) => boolean | undefined,
): string[] {
  return clusters.filter(test).map(({ name }) => name);
}

function isSame(
  a: { name: string; version: string } | undefined,
  b: { name: string; version: string },
): boolean {
  return a?.name === b.name && a.version === b.version;
}

function problemsOf({ problems }: FleetSources, path: string): string[] {
  return messages(problems.filter(problem => problem.path === path));
}

function messages(problems: readonly Problem[]): string[] {
  return problems.map(
    ({ path, line, message }) => `${path}:${line} ${message}`,
  );
}
