import { selects } from '../compose/workspaces';
import type { Access, Cluster, Model, Variant, Workspace } from '../kinds';
import { placeOf } from '../load/layout';
import type { FleetSources } from '../load/sources';
import { versionKey } from '../load/sources';
import { childView, managedClusters } from './children';
import { INFRASTRUCTURE, partPath } from './part';
import { resolvedPath } from './resolved';

/** What clusters of one model and provider are composed from. */
interface GroundReads {
  /** Of models and providers. */
  files: Set<string>;
  /** By name: a layer may leave the version to another one. */
  components: Set<string>;
  workspaces: Set<string>;
  roles: Set<string>;
}

/**
 * The clusters whose rendering changed files can touch. Of both states what a file reaches counts. May
 * name a cluster too many, never one too few.
 *
 * @param states - before and after, those that have a sound `fleet.yaml`
 * @public
 */
export function clustersReached(
  states: readonly FleetSources[],
  paths: Iterable<string>,
): Set<string> {
  const reached = new Set<string>();
  for (const path of paths) {
    for (const fleet of states) {
      reachedBy(fleet, path).forEach(name => reached.add(name));
    }
    const { kind, name = '' } = placeOf(path) ?? {};
    if (kind === 'Cluster') {
      managersToldOf(states, name).forEach(manager => reached.add(manager));
    }
  }
  return reached;
}

/** Those that manage a cluster before or after, where what they show of it is another thing now. */
function managersToldOf(
  states: readonly FleetSources[],
  name: string,
): string[] {
  const children = states.map(fleet => {
    const child = fleet.clusters.get(name);
    return {
      manager: child?.spec.managedBy,
      shown: child && childView(fleet, child),
    };
  });
  const [first, ...others] = children.map(child => JSON.stringify(child));
  if (states.length > 1 && others.every(other => other === first)) return [];
  return children.flatMap(({ manager }) => manager ?? []);
}

function reachedBy(fleet: FleetSources, path: string): string[] {
  const [room, name = '', version = ''] = path.split('/');
  switch (room) {
    case 'fleet.yaml':
      return [...fleet.clusters.keys()];
    case 'rendered':
      // Machine templates that are still in use are kept from there, and it says what never changes.
      return [partPath(name, INFRASTRUCTURE), resolvedPath(name)].includes(path)
        ? [name]
        : [];
    case 'clusters':
      return placeOf(path) ? [name, ...managedBy(fleet, name)] : [];
    case 'models':
    case 'providers': {
      const kind = room === 'models' ? 'model' : 'provider';
      const file = `${room}/${name}/${version}/${kind}.yaml`;
      return withManagers(
        fleet,
        whose(fleet, ({ files }) => files.has(file)),
      );
    }
    case 'components':
      // A manager hands over what its children need first.
      return withManagers(fleet, byComponent(fleet, name));
    case 'workspaces':
      return byWorkspace(fleet, name.replace(/\.yaml$/, ''));
    case 'roles':
      return byRole(fleet, name.replace(/\.yaml$/, ''));
    default:
      return [];
  }
}

function whose(
  fleet: FleetSources,
  does: (reads: GroundReads, cluster: Cluster) => boolean,
): string[] {
  return [...fleet.clusters]
    .filter(([, cluster]) => does(groundReads(fleet, cluster), cluster))
    .map(([name]) => name);
}

function managedBy(fleet: FleetSources, name: string): string[] {
  return managedClusters(fleet, name).map(({ metadata }) => metadata.name);
}

function withManagers(fleet: FleetSources, names: string[]): string[] {
  return [
    ...names,
    ...names.flatMap(name => fleet.clusters.get(name)?.spec.managedBy ?? []),
  ];
}

function byComponent(fleet: FleetSources, name: string): string[] {
  return whose(
    fleet,
    ({ components }, { spec }) =>
      components.has(name) ||
      (spec.components ?? []).some(entry => entry.name === name),
  );
}

function byWorkspace(fleet: FleetSources, name: string): string[] {
  const workspace = fleet.workspaces.get(name);
  return whose(
    fleet,
    ({ workspaces }, cluster) =>
      workspaces.has(name) ||
      (workspace !== undefined && selects(workspace, cluster)),
  );
}

function byRole(fleet: FleetSources, role: string): string[] {
  const workspaces = [...fleet.workspaces.values()].filter(workspace =>
    rolesOf(workspace).includes(role),
  );
  const charts = [...fleet.components.values()].filter(
    ({ spec }) => spec.source.helm?.role === role,
  );
  return [
    ...whose(fleet, ({ roles }) => roles.has(role)),
    ...charts.flatMap(({ metadata }) => byComponent(fleet, metadata.name)),
    ...workspaces.flatMap(({ metadata }) => byWorkspace(fleet, metadata.name)),
  ];
}

function rolesOf({ spec }: Workspace): string[] {
  const { access = [], deployer } = spec;
  return [
    ...access.map(({ role }) => role),
    ...(deployer ? [deployer.role] : []),
  ];
}

const reads = new WeakMap<FleetSources, Map<string, GroundReads>>();

function groundReads(fleet: FleetSources, { spec }: Cluster): GroundReads {
  const known = reads.get(fleet) ?? new Map<string, GroundReads>();
  reads.set(fleet, known);
  const key = `${versionKey(spec.model)} ${spec.provider}`;
  const found = known.get(key) ?? readsOf(fleet, spec);
  known.set(key, found);
  return found;
}

function readsOf(
  fleet: FleetSources,
  { model, provider }: Cluster['spec'],
): GroundReads {
  const found: GroundReads = {
    files: new Set(),
    components: new Set(),
    workspaces: new Set(),
    roles: new Set(),
  };
  // As far as `extends` leads: what is missing or in a circle may be mended by the very file that changed.
  let next: { name: string; version: string } | undefined = model;
  while (next) {
    const file = `models/${versionKey(next)}/model.yaml`;
    if (found.files.has(file)) break;
    found.files.add(file);
    const definition = fleet.models.get(versionKey(next));
    if (definition) addModel(found, fleet, definition, provider);
    next = definition?.spec.extends;
  }
  return found;
}

function addModel(
  found: GroundReads,
  fleet: FleetSources,
  { spec }: Model,
  provider: string,
): void {
  [spec, ...(spec.variants ?? [])].forEach(layer => addLayer(found, layer));
  for (const ref of spec.providers ?? []) {
    if (ref.name !== provider) continue;
    found.files.add(`providers/${versionKey(ref)}/provider.yaml`);
    const table = fleet.providers.get(versionKey(ref))?.spec.capabilities;
    Object.values(table ?? {}).forEach(({ name }) =>
      found.components.add(name),
    );
  }
}

interface ReadingLayer
  extends Pick<Model['spec'] | Variant, 'components' | 'workspaces'> {
  access?: Access[];
}

function addLayer(found: GroundReads, layer: ReadingLayer): void {
  layer.components?.forEach(({ name }) => found.components.add(name));
  layer.workspaces?.forEach(name => found.workspaces.add(name));
  layer.access?.forEach(({ role }) => found.roles.add(role));
}
