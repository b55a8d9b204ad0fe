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
  provider: Provider,
  shape: ClusterShape,
): { shape: ClusterShape; ignored: IgnoredField[] } {
  const reasons = reasonsOf(provider);
  const set = Object.entries(shape).filter(([, value]) => value);
  const ignored = set.flatMap(([field]) => {
    const reason = reasons.get(field);
    return reason === undefined ? [] : [{ field, reason }];
  });
  const rest = Object.entries(shape).filter(([field]) => !reasons.has(field));
  return { shape: Object.fromEntries(rest), ignored };
}

function reasonsOf({
  metadata: { name },
  spec: { controlPlane, ignores = {} },
}: Provider): Map<string, string> {
  const reasons = new Map<string, string>();
  if (controlPlane === 'Managed') {
    reasons.set('controlPlane', `${name} runs the control plane itself`);
  }
  if (controlPlane === 'None') {
    for (const field of ['controlPlane', 'workerPools', 'healthChecks']) {
      reasons.set(field, `somebody else runs the machines on ${name}`);
    }
  }
  for (const [field, reason] of Object.entries(ignores)) {
    reasons.set(field, reason);
  }
  return reasons;
}
