import { JsonObject } from '../objects/json';
import { apiVersionOf, KindRegistry } from '../schema/KindRegistry';
import { Kind } from '../schema/kinds';

const READ_VERBS = ['get', 'list', 'watch'];
const WRITE_VERBS = ['create', 'delete', 'deletecollection', 'patch', 'update'];
const VERBS = [...READ_VERBS, ...WRITE_VERBS].sort();

/** Namespaces go one at a time. */
export function verbsOf(kind: Kind): string[] {
  const isNamespace = kind.group === '' && kind.kind === 'Namespace';
  return VERBS.filter(verb => !isNamespace || verb !== 'deletecollection');
}

export const SUBRESOURCE_VERBS = ['get', 'patch', 'update'];

/** `/version` */
export function versionBody(gitVersion: string): JsonObject {
  const [major, minor] = gitVersion.replace(/^v/, '').split('.');
  return {
    major,
    minor,
    gitVersion,
    gitCommit: '',
    gitTreeState: 'clean',
    buildDate: '2026-01-01T00:00:00Z',
    goVersion: '',
    compiler: 'gc',
    platform: 'linux/amd64',
  };
}

/** `/api` */
export function coreVersions(): JsonObject {
  return {
    kind: 'APIVersions',
    versions: ['v1'],
    serverAddressByClientCIDRs: [],
  };
}

/** `/apis` */
export function groupList(kinds: KindRegistry): JsonObject {
  return { kind: 'APIGroupList', apiVersion: 'v1', groups: groups(kinds) };
}

/** `/apis/<group>`; undefined for a group that isn't served. */
export function groupBody(
  kinds: KindRegistry,
  name: string,
): JsonObject | undefined {
  const found = groups(kinds).find(group => group.name === name);
  return found && { kind: 'APIGroup', apiVersion: 'v1', ...found };
}

/** The groups that are served, but for the core. */
export function groupNames(kinds: KindRegistry): string[] {
  const names = new Set(kinds.all().map(kind => kind.group));
  return [...names].filter(name => name !== '');
}

function groups(kinds: KindRegistry): JsonObject[] {
  return groupNames(kinds).map(name => {
    const served = kinds.all().filter(kind => kind.group === name);
    const entries = [...new Set(served.map(kind => kind.version))]
      .sort(newestFirst)
      .map(version => ({ groupVersion: `${name}/${version}`, version }));
    return { name, versions: entries, preferredVersion: entries[0] };
  });
}

/** Kubernetes' version priority: stable before beta before alpha, then the higher number. */
export function newestFirst(a: string, b: string): number {
  const rank = (version: string) => {
    const match = /^v(\d+)(?:(alpha|beta)(\d+))?$/.exec(version);
    if (!match) return -1;
    const stage = { alpha: 0, beta: 1 }[match[2] ?? ''] ?? 2;
    return stage * 1e6 + Number(match[1]) * 1e3 + Number(match[3] ?? 0);
  };
  return rank(b) - rank(a);
}

/** `/api/v1` and `/apis/<group>/<version>`; undefined where nothing is served there. */
export function resourceList(
  kinds: KindRegistry,
  apiVersion: string,
): JsonObject | undefined {
  const served = kinds.all().filter(kind => apiVersionOf(kind) === apiVersion);
  if (served.length === 0) return undefined;
  return {
    kind: 'APIResourceList',
    apiVersion: 'v1',
    groupVersion: apiVersion,
    resources: served.flatMap(resources),
  };
}

function resources(kind: Kind): JsonObject[] {
  const subresource = (name: string, extra: JsonObject): JsonObject => ({
    name: `${kind.plural}/${name}`,
    singularName: '',
    namespaced: kind.namespaced,
    verbs: SUBRESOURCE_VERBS,
    ...extra,
  });
  return [
    {
      name: kind.plural,
      singularName: kind.singular,
      namespaced: kind.namespaced,
      kind: kind.kind,
      verbs: verbsOf(kind),
      ...(kind.shortNames.length > 0 ? { shortNames: kind.shortNames } : {}),
      ...(kind.categories.length > 0 ? { categories: kind.categories } : {}),
    },
    ...(kind.hasStatus ? [subresource('status', { kind: kind.kind })] : []),
    ...(kind.hasScale
      ? [
          subresource('scale', {
            kind: 'Scale',
            group: 'autoscaling',
            version: 'v1',
          }),
        ]
      : []),
  ];
}
