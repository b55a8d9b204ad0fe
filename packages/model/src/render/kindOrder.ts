import type { KubeObject } from '@flotilla/drift';
import { compareText } from '../problems';
import { STAND_INS } from './anyCluster';
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

/** Whether objects have the same order, and none is there twice, whatever their stand-ins stand for. */
export function hasLastingOrder(objects: readonly KubeObject[]): boolean {
  const ordered = inOrder(objects);
  return ordered.slice(1).every((object, i) => {
    const before = ordered[i];
    return (
      rank(before.kind) < rank(object.kind) ||
      comesFirst(keyOf(before), keyOf(object))
    );
  });
}

/** Whether one text is before another one, whatever their stand-ins stand for. */
function comesFirst(one: string, other: string): boolean {
  // Texts, and between them the keys of stand-ins.
  const [a, b] = [one, other].map(text => text.split(STAND_INS));
  const at = a.findIndex((piece, i) => piece !== b[i]);
  if (at < 0) return a.length < b.length;
  const isText = at % 2 === 0;
  if (!isText) return false;
  if (b[at].startsWith(a[at])) return at === a.length - 1;
  return !a[at].startsWith(b[at]) && compareText(a[at], b[at]) < 0;
}
