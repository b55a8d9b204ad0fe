import type { KubeObject } from '@flotilla/drift';
import { CLUSTER_LABEL, PART_ANNOTATION } from '../../labels';
import { FLEET, FLUX_NAMESPACE } from './names';
import { sourceKind } from './source';

/** A folder of a source that Flux applies. */
export interface Applied {
  name: string;
  namespace?: string;
  path: string;
  /** Absent: the fleet's own. */
  source?: { name: string; url: string };
  /** The part that it applies, and of which cluster. */
  part?: string;
  cluster?: string;
  dependsOn?: readonly string[];
  /** More of the Kustomization's specification. */
  spec?: Record<string, unknown>;
}

/** Makes Kustomizations that read the fleet repository where no other source is named. */
export function kustomizations(fleetUrl: string) {
  return (applied: Applied): KubeObject => {
    const { name, path, part, cluster, dependsOn = [] } = applied;
    const namespace = applied.namespace ?? FLUX_NAMESPACE;
    return {
      apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
      kind: 'Kustomization',
      metadata: {
        name,
        namespace,
        ...(cluster && { labels: { [CLUSTER_LABEL]: cluster } }),
        ...(part && { annotations: { [PART_ANNOTATION]: part } }),
      },
      spec: {
        path,
        sourceRef: applied.source
          ? { kind: sourceKind(applied.source.url), name: applied.source.name }
          : fleetRef(fleetUrl, namespace),
        interval: '1m',
        retryInterval: '30s',
        timeout: '5m',
        prune: true,
        wait: true,
        ...(dependsOn.length > 0 && {
          dependsOn: dependsOn.map(other => ({ name: other })),
        }),
        ...applied.spec,
      },
    };
  };
}

function fleetRef(url: string, namespace: string): Record<string, string> {
  return {
    kind: sourceKind(url),
    name: FLEET,
    ...(namespace !== FLUX_NAMESPACE && { namespace: FLUX_NAMESPACE }),
  };
}
