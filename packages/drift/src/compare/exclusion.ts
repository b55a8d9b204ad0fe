import { KubeObject } from '../object';

const SSA = 'kustomize.toolkit.fluxcd.io/ssa';
const RECONCILE = 'kustomize.toolkit.fluxcd.io/reconcile';

/** Why Git itself says that the engine leaves an object alone. */
export function exclusionOf(
  desired: KubeObject,
  live: KubeObject | undefined,
): string | undefined {
  const annotations = desired.metadata.annotations ?? {};
  if (annotations[RECONCILE]?.toLowerCase() === 'disabled') {
    return `${RECONCILE}: disabled in Git`;
  }
  const policy = annotations[SSA]?.toLowerCase();
  if (policy === 'ignore') return `${SSA}: Ignore in Git`;
  // Created once, then left alone: only its absence is drift.
  return policy === 'ifnotpresent' && live
    ? `${SSA}: IfNotPresent in Git`
    : undefined;
}
