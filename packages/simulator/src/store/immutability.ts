import { equal, Json, stringAt, valueAt } from '../objects/json';
import { KubeObject } from '../objects/KubeObject';
import { Kind } from '../schema/kinds';
import { FieldCause } from './StatusError';

/** Paths that never change once set, by kind. */
const IMMUTABLE: Readonly<Record<string, readonly string[][]>> = {
  Deployment: [['spec', 'selector']],
  ReplicaSet: [['spec', 'selector']],
  DaemonSet: [['spec', 'selector']],
  StatefulSet: [
    ['spec', 'selector'],
    ['spec', 'serviceName'],
    ['spec', 'podManagementPolicy'],
    ['spec', 'volumeClaimTemplates'],
  ],
  Job: [
    ['spec', 'selector'],
    ['spec', 'template'],
    ['spec', 'completions'],
  ],
  RoleBinding: [['roleRef']],
  ClusterRoleBinding: [['roleRef']],
  PersistentVolumeClaim: [
    ['spec', 'accessModes'],
    ['spec', 'storageClassName'],
    ['spec', 'volumeMode'],
  ],
  StorageClass: [
    ['provisioner'],
    ['parameters'],
    ['reclaimPolicy'],
    ['volumeBindingMode'],
  ],
  PriorityClass: [['value']],
};

/** What a change may not touch. */
export function immutableCauses(
  kind: Kind,
  live: KubeObject,
  next: KubeObject,
): FieldCause[] {
  if (kind.custom) return [];
  const paths = [...(IMMUTABLE[kind.kind] ?? [])];
  if (live.immutable === true)
    paths.push(['data'], ['binaryData'], ['immutable']);
  if (kind.kind === 'Secret') paths.push(['type']);
  if (kind.kind === 'Service' && stringAt(live, 'spec', 'clusterIP'))
    paths.push(['spec', 'clusterIP']);
  return paths
    .filter(path => !equal(valueAt(live, ...path), valueAt(next, ...path)))
    .map(path => immutableCause(kind, path, valueAt(next, ...path)));
}

function immutableCause(
  kind: Kind,
  path: string[],
  value: Json | undefined,
): FieldCause {
  if (kind.kind === 'StatefulSet') {
    return {
      field: 'spec',
      message:
        "Forbidden: updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden",
      reason: 'FieldValueForbidden',
    };
  }
  return {
    field: path.join('.'),
    message: `Invalid value: ${JSON.stringify(
      value ?? null,
    )}: field is immutable`,
    reason: 'FieldValueInvalid',
  };
}
