import type { KubeObject } from '@flotilla/drift';
import type { Fleet } from '../kinds';

/** Where the engine and its objects live. */
export const ENGINE_NAMESPACE = 'flux-system';
/** The name of the fleet's source and of the root Kustomization. */
export const FLEET_SOURCE = 'fleet';

/** The fleet repository as a source of the engine. */
export function fleetSource({ spec: { repository } }: Fleet): KubeObject {
  return {
    apiVersion: 'source.toolkit.fluxcd.io/v1',
    kind: 'GitRepository',
    metadata: { name: FLEET_SOURCE, namespace: ENGINE_NAMESPACE },
    spec: {
      url: repository.url,
      ref: { branch: repository.branch },
      interval: '1m',
      ...(repository.secretRef && {
        secretRef: { name: repository.secretRef },
      }),
    },
  };
}

/** A folder of a source that the engine applies. */
export interface Applied {
  name: string;
  namespace?: string;
  path: string;
  source?: { name: string; namespace?: string };
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  dependsOn?: string[];
  /** More of the Kustomization's specification. */
  spec?: Record<string, unknown>;
}

export function kustomization(applied: Applied): KubeObject {
  const { name, path, labels, annotations, dependsOn = [] } = applied;
  const namespace = applied.namespace ?? ENGINE_NAMESPACE;
  const source = applied.source ?? {
    name: FLEET_SOURCE,
    ...(namespace !== ENGINE_NAMESPACE && { namespace: ENGINE_NAMESPACE }),
  };
  return {
    apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
    kind: 'Kustomization',
    metadata: {
      name,
      namespace,
      ...(labels && { labels }),
      ...(annotations && { annotations }),
    },
    spec: {
      path,
      sourceRef: { kind: 'GitRepository', ...source },
      interval: '1m',
      timeout: '5m',
      prune: true,
      wait: true,
      ...(dependsOn.length > 0 && {
        dependsOn: dependsOn.map(other => ({ name: other })),
      }),
      ...applied.spec,
    },
  };
}
