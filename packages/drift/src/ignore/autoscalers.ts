import { KubeObject, ObjectRef, objectRef } from '../object';
import { mapOf, numberOf, specOf, textOf } from '../health/fields';

/**
 * Why a replica count isn't drift: an autoscaler owns it and keeps it within
 * its range. Outside the range it is drift all the same.
 *
 * @returns the reason, or undefined
 */
export function scaledBy(
  ref: ObjectRef,
  liveReplicas: unknown,
  autoscalers: readonly KubeObject[],
): string | undefined {
  const replicas = numberOf(liveReplicas, 1);
  for (const autoscaler of autoscalers) {
    const range = rangeOf(autoscaler, ref);
    if (range && replicas >= range.min && replicas <= range.max) {
      const { kind, metadata } = autoscaler;
      return `${kind}/${metadata.name} in range ${range.min}..${range.max}`;
    }
  }
  return undefined;
}

/** The range of an autoscaler that targets the object. */
function rangeOf(autoscaler: KubeObject, ref: ObjectRef) {
  if (autoscaler.metadata.namespace !== ref.namespace) return undefined;
  const spec = specOf(autoscaler);
  const target = mapOf(spec.scaleTargetRef);
  const keda = objectRef(autoscaler).group === 'keda.sh';
  const kind = textOf(target.kind) || (keda ? 'Deployment' : '');
  if (kind !== ref.kind || target.name !== ref.name) return undefined;
  return keda
    ? {
        min: numberOf(spec.minReplicaCount, 0),
        max: numberOf(spec.maxReplicaCount, 100),
      }
    : {
        min: numberOf(spec.minReplicas, 1),
        max: numberOf(spec.maxReplicas, 1),
      };
}
