import type { ClusterShape, Provider } from '../kinds';

/** A field of a model that means nothing on a provider. @public */
export interface IgnoredField {
  /** Within `cluster`: "controlPlane". */
  field: string;
  reason: string;
}

/**
 * The `cluster` block with what a provider can act on. A managed control plane has no replicas, and
 * nothing below may pretend that it does: no template sees them, no reviewer reads them.
 */
export function withoutIgnored(
  { metadata: { name }, spec: { controlPlane } }: Provider,
  shape: ClusterShape,
): { shape: ClusterShape; ignored: IgnoredField[] } {
  if (controlPlane === 'SelfManaged') return { shape, ignored: [] };
  if (controlPlane === 'Managed') {
    const { controlPlane: set, ...rest } = shape;
    const reason = `${name} runs the control plane itself`;
    return {
      shape: rest,
      ignored: set ? [{ field: 'controlPlane', reason }] : [],
    };
  }
  const { controlPlane: own, workerPools, healthChecks, ...rest } = shape;
  const reason = `somebody else runs the machines on ${name}`;
  const fields = Object.entries({
    controlPlane: own,
    workerPools,
    healthChecks,
  })
    .filter(([, value]) => value)
    .map(([field]) => ({ field, reason }));
  return { shape: rest, ignored: fields };
}
