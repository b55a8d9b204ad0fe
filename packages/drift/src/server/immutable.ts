import { ObjectRef } from '../object';

/** Everything below `.spec` but these fields. */
const specExcept = (...fields: string[]) =>
  new RegExp(`^\\.spec\\.(?!(${fields.join('|')})\\b)`);

/**
 * Fields that the API server refuses to change: what differs there can't be
 * put back, the object has to be made anew. By `group/Kind`; of pods, stateful
 * sets and claims as the validation of Kubernetes 1.36 names what may change.
 */
const IMMUTABLE: Readonly<Record<string, RegExp>> = {
  'apps/Deployment': /^\.spec\.selector\b/,
  'apps/ReplicaSet': /^\.spec\.selector\b/,
  'apps/DaemonSet': /^\.spec\.selector\b/,
  'apps/StatefulSet': specExcept(
    'replicas',
    'ordinals',
    'template',
    'updateStrategy',
    'revisionHistoryLimit',
    'persistentVolumeClaimRetentionPolicy',
    'minReadySeconds',
  ),
  'batch/Job':
    /^\.spec\.(selector|template|completionMode|podFailurePolicy|backoffLimitPerIndex|managedBy|successPolicy)\b/,
  '/Pod': specExcept(
    'activeDeadlineSeconds',
    'tolerations',
    'terminationGracePeriodSeconds',
    'schedulingGates',
    'containers\\[[^\\]]*\\]\\.(image|resources)',
    'initContainers\\[[^\\]]*\\]\\.image',
  ),
  '/Service': /^\.spec\.clusterIPs?\b/,
  '/PersistentVolumeClaim': specExcept(
    'resources',
    'volumeAttributesClassName',
  ),
  '/Secret': /^\.type$/,
  'rbac.authorization.k8s.io/RoleBinding': /^\.roleRef\b/,
  'rbac.authorization.k8s.io/ClusterRoleBinding': /^\.roleRef\b/,
  'storage.k8s.io/StorageClass':
    /^\.(provisioner|parameters|reclaimPolicy|volumeBindingMode)\b/,
  'scheduling.k8s.io/PriorityClass': /^\.(value|preemptionPolicy)\b/,
  'networking.k8s.io/IngressClass': /^\.spec\.controller$/,
  'node.k8s.io/RuntimeClass': /^\.handler$/,
  'apiextensions.k8s.io/CustomResourceDefinition':
    /^\.spec\.(group|scope|names\.(kind|plural))$/,
};

/** Whether the API server refuses to change a field of a kind that it has itself. */
export function isImmutable(
  ref: ObjectRef,
  fieldPath: string,
  declared: Readonly<Record<string, unknown>>,
): boolean {
  const kind = `${ref.group}/${ref.kind}`;
  if (IMMUTABLE[kind]?.test(fieldPath)) return true;
  const isSealed = declared.immutable === true;
  return (
    isSealed &&
    (kind === '/ConfigMap' || kind === '/Secret') &&
    /^\.(data|binaryData)\b/.test(fieldPath)
  );
}
