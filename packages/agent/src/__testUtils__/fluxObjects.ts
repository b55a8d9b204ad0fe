import { KubeObject } from '@flotilla/drift';
import { partMetadata } from './partMetadata';

const NAMESPACE = 'flux-system';

/** Where a cluster's Flux fetches the fleet from. */
export const SOURCE: KubeObject = {
  apiVersion: 'source.toolkit.fluxcd.io/v1',
  kind: 'GitRepository',
  metadata: { name: 'fleet', namespace: NAMESPACE },
  spec: {
    url: 'https://git.example.com/acme/fleet',
    interval: '1m',
    ref: { branch: 'main' },
  },
};

/** The Kustomization that applies a part, as Git has it. */
export function stageOf(part: string, cluster: string): KubeObject {
  return {
    apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
    kind: 'Kustomization',
    metadata: partMetadata(part, cluster, NAMESPACE),
    spec: {
      interval: '1m0s',
      prune: true,
      wait: true,
      path: `./rendered/${cluster}/${part}`,
      sourceRef: { kind: 'GitRepository', name: 'fleet' },
    },
  };
}
