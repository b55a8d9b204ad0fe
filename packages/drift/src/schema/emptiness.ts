import { FieldType, StructType, childType } from './fieldType';

/**
 * Pointers in the API's Go types: the server keeps their zero value, so that
 * its absence is a change. Every other zero value of a built-in kind reads
 * like an absent field.
 */
const KEEPS_ZERO = new Set([
  'allowPrivilegeEscalation',
  'attachRequired',
  'automountServiceAccountToken',
  'backoffLimit',
  'blockOwnerDeletion',
  'default',
  'defaultMode',
  'enableServiceLinks',
  'externalName',
  'fsGroup',
  'hostUsers',
  'immutable',
  'ingressClassName',
  'maxItems',
  'maxLength',
  'maxReplicas',
  'minReplicas',
  'maxSurge',
  'maxUnavailable',
  'maximum',
  'minAvailable',
  'minItems',
  'minLength',
  'minimum',
  'mode',
  'optional',
  'podInfoOnMount',
  'privileged',
  'readOnlyRootFilesystem',
  'replicas',
  'revisionHistoryLimit',
  'runAsGroup',
  'runAsNonRoot',
  'runAsUser',
  'served',
  'setHostnameAsFQDN',
  'shareProcessNamespace',
  'storage',
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

/** Whether the server stores an empty value of a field. */
export function keepsEmpty(holder: StructType, name: string): boolean {
  return (
    holder.keepsEmpty?.(name) ?? (KEEPS_ZERO.has(name) || KEEPS_EMPTY.has(name))
  );
}

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
  // Custom resources are stored as sent, and `selfSigned: {}` says a lot.
  if (parent?.kind !== 'struct' || !parent.omitsZero) return false;
  if (typeof declared === 'object') {
    return (
      !keepsEmpty(parent, name) &&
      Object.entries(declared).every(([child, value]) =>
        readsAsAbsent(value, child, type, childType(type, child)),
      )
    );
  }
  const isZero = declared === false || declared === 0 || declared === '';
  return isZero && !keepsEmpty(parent, name);
}
