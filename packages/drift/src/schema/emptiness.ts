import { FieldType, childType } from './fieldType';

/**
 * Pointers in the API's Go types: the server keeps their zero value, so that
 * its absence is a change. Every other zero value of a built-in kind reads
 * like an absent field.
 */
const KEEPS_ZERO = new Set([
  'allowPrivilegeEscalation',
  'automountServiceAccountToken',
  'backoffLimit',
  'blockOwnerDeletion',
  'defaultMode',
  'enableServiceLinks',
  'externalName',
  'fsGroup',
  'hostUsers',
  'immutable',
  'ingressClassName',
  'maxReplicas',
  'minReplicas',
  'maxSurge',
  'maxUnavailable',
  'minAvailable',
  'mode',
  'optional',
  'privileged',
  'readOnlyRootFilesystem',
  'replicas',
  'revisionHistoryLimit',
  'runAsGroup',
  'runAsNonRoot',
  'runAsUser',
  'setHostnameAsFQDN',
  'shareProcessNamespace',
  'storageClassName',
  'terminationGracePeriodSeconds',
  'tolerationSeconds',
  'ttlSecondsAfterFinished',
]);

/** Pointers to structs: `{}` says something there. */
const KEEPS_EMPTY = new Set([
  'emptyDir',
  'namespaceSelector',
  'objectSelector',
  'podSelector',
  'selector',
  'status',
]);

/**
 * Whether a declared value reads like an absent one, so that the server may
 * leave it out of what it stores.
 *
 * @param parent - the type of the object that holds the field
 * @param type - the type of the field
 */
export function readsAsAbsent(
  declared: unknown,
  name: string,
  parent: FieldType | undefined,
  type: FieldType | undefined,
): boolean {
  if (declared === null || declared === undefined) return true;
  if (parent?.kind === 'map') return false;
  if (Array.isArray(declared)) return declared.length === 0;
  if (typeof declared === 'object') {
    return (
      !KEEPS_EMPTY.has(name) &&
      Object.entries(declared).every(([child, value]) =>
        readsAsAbsent(value, child, type, childType(type, child)),
      )
    );
  }
  const omitted =
    parent?.kind === 'struct' && parent.omitsZero && !KEEPS_ZERO.has(name);
  return omitted && (declared === false || declared === 0 || declared === '');
}
