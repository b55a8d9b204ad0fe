import { KubeObject, ObjectRef, objectRef } from '../object';
import { mapOf, numberOf, specOf, textOf } from '../health/fields';
import { resizedBy } from './resizers';

/** A field that an autoscaler may own. */
export interface ScaledField {
  ref: ObjectRef;
  fieldPath: string;
  live: unknown;
}

/** KEDA's own switch: so many replicas, whatever the range. */
const PAUSED = 'autoscaling.keda.sh/paused-replicas';

/**
 * Why a replica count or an amount of resources isn't drift: an autoscaler
 * owns it and keeps it within its range. Outside the range it is drift all
 * the same.
 *
 * @returns the reason, or undefined
 */
export function scaledBy(
  { ref, fieldPath, live }: ScaledField,
  autoscalers: readonly KubeObject[],
): string | undefined {
  if (autoscalers.length === 0) return undefined;
  if (fieldPath !== '.spec.replicas') {
    return resizedBy({ ref, fieldPath, live }, autoscalers);
  }
  const replicas = numberOf(live, 1);
  for (const autoscaler of autoscalers) {
    const range = rangeOf(autoscaler, ref);
    const { kind, metadata } = autoscaler;
    if (range && replicas >= range.min && replicas <= range.max) {
      return `${kind}/${metadata.name} in range ${range.min}..${range.max}`;
    }
    if (range && range.also.includes(replicas)) {
      return `${kind}/${metadata.name} is paused or idle at ${replicas}`;
    }
  }
  return undefined;
}

interface Range {
  min: number;
  max: number;
  /** Outside the range, and right all the same. */
  also: readonly number[];
}

/** The range of an autoscaler that targets the object. */
function rangeOf(autoscaler: KubeObject, ref: ObjectRef): Range | undefined {
  if (autoscaler.metadata.namespace !== ref.namespace) return undefined;
  const spec = specOf(autoscaler);
  const target = mapOf(spec.scaleTargetRef);
  const keda = objectRef(autoscaler).group === 'keda.sh';
  const kind = textOf(target.kind) || (keda ? 'Deployment' : '');
  if (kind !== ref.kind || target.name !== ref.name) return undefined;
  if (!keda) {
    return {
      min: numberOf(spec.minReplicas, 1),
      max: numberOf(spec.maxReplicas, 1),
      also: [],
    };
  }
  const paused = Number(autoscaler.metadata.annotations?.[PAUSED] ?? NaN);
  return {
    min: numberOf(spec.minReplicaCount, 0),
    max: numberOf(spec.maxReplicaCount, 100),
    also: [paused, numberOf(spec.idleReplicaCount, NaN)],
  };
}
