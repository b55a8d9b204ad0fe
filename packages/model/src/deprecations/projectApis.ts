import type { DeprecatedApi } from './deprecatedApi';

const CLUSTER_API =
  'https://cluster-api.sigs.k8s.io/developer/providers/migrations/v1.10-to-v1.11';
const FLUX = 'https://fluxcd.io/flux/releases/';

/**
 * Versions that projects other than Kubernetes deprecated. Which of them a cluster serves depends on the release of the
 * project that runs there, which a model doesn't say: so they are never called gone.
 */
export const PROJECT_APIS: readonly DeprecatedApi[] = [
  {
    apiVersion: 'cluster.x-k8s.io/v1beta1',
    deprecated: 'Cluster API 1.11',
    replacement: 'cluster.x-k8s.io/v1beta2',
    source: CLUSTER_API,
  },
  {
    apiVersion: 'addons.cluster.x-k8s.io/v1beta1',
    deprecated: 'Cluster API 1.11',
    kinds: ['ClusterResourceSet', 'ClusterResourceSetBinding'],
    replacement: 'addons.cluster.x-k8s.io/v1beta2',
    source: CLUSTER_API,
  },
  // Other bootstrap and control plane providers share these groups, and have versions of their own.
  {
    apiVersion: 'bootstrap.cluster.x-k8s.io/v1beta1',
    kinds: ['KubeadmConfig', 'KubeadmConfigTemplate'],
    deprecated: 'Cluster API 1.11',
    replacement: 'bootstrap.cluster.x-k8s.io/v1beta2',
    source: CLUSTER_API,
  },
  {
    apiVersion: 'controlplane.cluster.x-k8s.io/v1beta1',
    kinds: ['KubeadmControlPlane', 'KubeadmControlPlaneTemplate'],
    deprecated: 'Cluster API 1.11',
    replacement: 'controlplane.cluster.x-k8s.io/v1beta2',
    source: CLUSTER_API,
  },
  ...flux('source.toolkit.fluxcd.io', 'v1', ['v1beta1', 'v1beta2']),
  ...flux('kustomize.toolkit.fluxcd.io', 'v1', ['v1beta1', 'v1beta2']),
  ...flux('helm.toolkit.fluxcd.io', 'v2', ['v2beta1', 'v2beta2']),
];

function flux(
  group: string,
  current: string,
  older: readonly string[],
): DeprecatedApi[] {
  return older.map(version => ({
    apiVersion: `${group}/${version}`,
    deprecated: 'Flux 2.6 or before',
    replacement: `${group}/${current}`,
    source: FLUX,
  }));
}
