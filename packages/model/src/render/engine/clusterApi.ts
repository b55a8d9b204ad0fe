import type { KubeObject } from '@flotilla/drift';
import { CLUSTER_LABEL } from '../labels';
import type { ChildCluster } from './Engine';

/** The namespace of a child's Cluster API objects. */
export function namespaceOf({ name, namespace }: ChildCluster): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: namespace, labels: { [CLUSTER_LABEL]: name } },
  };
}

/**
 * How the credential for the fleet repository reaches a child: Cluster API copies it from a Secret that
 * is in the child's namespace on the management cluster, of type `addons.cluster.x-k8s.io/resource-set`.
 * Git knows its name only.
 */
export function credentialDelivery(
  { name, namespace }: ChildCluster,
  secret: string | undefined,
): KubeObject[] {
  if (secret === undefined) return [];
  const labels = { [CLUSTER_LABEL]: name };
  return [
    {
      apiVersion: 'addons.cluster.x-k8s.io/v1beta2',
      kind: 'ClusterResourceSet',
      metadata: { name: 'fleet-credential', namespace, labels },
      spec: {
        clusterSelector: { matchLabels: labels },
        resources: [{ kind: 'Secret', name: secret }],
        // A rotated credential follows.
        strategy: 'Reconcile',
      },
    },
  ];
}
