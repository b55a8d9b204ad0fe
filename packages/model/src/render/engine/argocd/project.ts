import type { KubeObject } from '@flotilla/drift';
import { API_VERSION, ARGOCD_NAMESPACE } from './names';

/** What Applications of a project may read, and where they may bring what. */
export interface Project {
  name: string;
  description: string;
  sourceRepos: readonly string[];
  destinations: readonly Record<string, string>[];
  clusterResources: readonly GroupKind[];
  /** Absent: all. */
  namespaceResources?: readonly GroupKind[];
  serviceAccounts: readonly ActsAs[];
  labels?: Record<string, string>;
}

/** The service account, as `namespace:name`, as which a sync into a namespace acts. */
export interface ActsAs {
  server: string;
  namespace: string;
  defaultServiceAccount: string;
}

export interface GroupKind {
  group: string;
  kind: string;
}

/** Everything. */
export const ANY: GroupKind = { group: '*', kind: '*' };

export function project(given: Project): KubeObject {
  const { name, labels, description, sourceRepos, destinations } = given;
  return {
    apiVersion: API_VERSION,
    kind: 'AppProject',
    metadata: {
      name,
      namespace: ARGOCD_NAMESPACE,
      ...(labels && { labels }),
    },
    spec: {
      description,
      sourceRepos,
      destinations,
      clusterResourceWhitelist: given.clusterResources,
      ...(given.namespaceResources && {
        namespaceResourceWhitelist: given.namespaceResources,
      }),
      destinationServiceAccounts: given.serviceAccounts,
    },
  };
}

export function account(
  server: string,
  namespace: string,
  defaultServiceAccount: string,
): ActsAs {
  return { server, namespace, defaultServiceAccount };
}
