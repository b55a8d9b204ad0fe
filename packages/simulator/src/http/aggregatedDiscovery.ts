import { JsonObject } from '../objects/json';
import { KindRegistry } from '../schema/KindRegistry';
import { Kind } from '../schema/kinds';
import {
  groupNames,
  newestFirst,
  SUBRESOURCE_VERBS,
  verbsOf,
} from './discovery';

/** What aggregated discovery calls its form of `/api` and `/apis`. */
export const AGGREGATED_TYPE =
  'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';

/** Whether a client would rather have all groups with their resources at once. */
export function wantsAggregated(accept: string | undefined): boolean {
  const first = (accept ?? '').split(',')[0].replace(/\s/g, '');
  const parameters = new Set(first.split(';'));
  return [...AGGREGATED_TYPE.split(';')].every(each => parameters.has(each));
}

/**
 * `/api` or `/apis`, with the resources of each group.
 *
 * @param core - whether it's the core group that is asked for
 */
export function aggregatedDiscovery(
  kinds: KindRegistry,
  core: boolean,
): JsonObject {
  const names = core ? [''] : groupNames(kinds);
  return {
    kind: 'APIGroupDiscoveryList',
    apiVersion: 'apidiscovery.k8s.io/v2',
    metadata: {},
    items: names.map(name => discover(kinds, name)),
  };
}

function discover(kinds: KindRegistry, name: string): JsonObject {
  const served = kinds.all().filter(kind => kind.group === name);
  const versions = [...new Set(served.map(kind => kind.version))];
  return {
    metadata: name === '' ? {} : { name },
    versions: versions.sort(newestFirst).map(version => ({
      version,
      resources: served.filter(kind => kind.version === version).map(resource),
      freshness: 'Current',
    })),
  };
}

function resource(kind: Kind): JsonObject {
  // Of what is built in, the real server names the kind alone.
  const { group, version } = kind.custom ? kind : { group: '', version: '' };
  const own = { group, version, kind: kind.kind };
  const subresources: JsonObject[] = [
    ...(kind.hasScale
      ? [
          {
            subresource: 'scale',
            responseKind: {
              group: 'autoscaling',
              version: 'v1',
              kind: 'Scale',
            },
            verbs: [...SUBRESOURCE_VERBS],
          },
        ]
      : []),
    ...(kind.hasStatus
      ? [
          {
            subresource: 'status',
            responseKind: own,
            verbs: [...SUBRESOURCE_VERBS],
          },
        ]
      : []),
  ];
  return {
    resource: kind.plural,
    responseKind: own,
    scope: kind.namespaced ? 'Namespaced' : 'Cluster',
    singularResource: kind.singular,
    verbs: verbsOf(kind),
    ...(kind.shortNames.length > 0 ? { shortNames: kind.shortNames } : {}),
    ...(kind.categories.length > 0 ? { categories: kind.categories } : {}),
    ...(subresources.length > 0 ? { subresources } : {}),
  };
}
