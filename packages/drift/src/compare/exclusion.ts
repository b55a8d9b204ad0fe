import { KubeObject } from '../object';
import { isMap } from './declared';

const SSA = 'kustomize.toolkit.fluxcd.io/ssa';
const RECONCILE = 'kustomize.toolkit.fluxcd.io/reconcile';

/** Why Git itself says that an object is left alone, or is gone when it has done its work. */
export function exclusionOf(
  desired: KubeObject,
  live: KubeObject | undefined,
): string | undefined {
  const annotations = desired.metadata.annotations ?? {};
  if (annotations[RECONCILE]?.toLowerCase() === 'disabled') {
    return `${RECONCILE}: disabled in Git`;
  }
  if (!live && removesItself(desired)) {
    return 'Kubernetes removes this Job once it has finished (ttlSecondsAfterFinished)';
  }
  const policy = annotations[SSA]?.toLowerCase();
  if (policy === 'ignore') return `${SSA}: Ignore in Git`;
  // Created once, then left alone: only its absence is drift.
  return policy === 'ifnotpresent' && live
    ? `${SSA}: IfNotPresent in Git`
    : undefined;
}

function removesItself({ apiVersion, kind, spec }: KubeObject): boolean {
  return (
    apiVersion.startsWith('batch/') &&
    kind === 'Job' &&
    isMap(spec) &&
    typeof spec.ttlSecondsAfterFinished === 'number'
  );
}
