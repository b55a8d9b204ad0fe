import type { KubeObject } from '@flotilla/drift';
import { compareText } from '../problems';
import { keyOf } from './objectKeys';

/** What others need comes first; kinds not named here come last but for webhooks, which guard them all. */
const KINDS = [
  'Namespace',
  'CustomResourceDefinition',
  'PriorityClass',
  'StorageClass',
  'IngressClass',
  'ServiceAccount',
  'ResourceQuota',
  'LimitRange',
  'NetworkPolicy',
  'ClusterRole',
  'ClusterRoleBinding',
  'Role',
  'RoleBinding',
  'ConfigMap',
  'Secret',
  'PersistentVolumeClaim',
  'Service',
  'DaemonSet',
  'StatefulSet',
  'Deployment',
  'Job',
  'CronJob',
  'HorizontalPodAutoscaler',
  'PodDisruptionBudget',
  'Ingress',
  'APIService',
];
const RANKS = new Map(KINDS.map((kind, i) => [kind, i]));

function rank(kind: string): number {
  if (kind.endsWith('WebhookConfiguration')) return KINDS.length + 1;
  return RANKS.get(kind) ?? KINDS.length;
}

/** The stable order of objects in a part. */
export function inOrder(objects: readonly KubeObject[]): KubeObject[] {
  return objects
    .map(object => ({ object, key: keyOf(object) }))
    .sort(
      (a, b) =>
        rank(a.object.kind) - rank(b.object.kind) || compareText(a.key, b.key),
    )
    .map(({ object }) => object);
}
