import { PartSync } from './Engine';
import type { FluxStage } from './fluxStages';
import { FluxStatus } from './fluxStatus';

/**
 * Reads a Kustomization's status for one part. What counts is the content,
 * not the commit: a commit that leaves a part as it was asks nothing of the
 * engine there.
 *
 * @param digest - of the part as it is desired
 */
export function partSyncOf(
  { status, digestAt }: FluxStage,
  digest: string,
): PartSync {
  const applied = digestAt(status.lastApplied);
  const attempted = digestAt(status.lastAttempted);
  const settled = status.ready === 'True' && status.observed;
  const known = applied === digest ? 'Applied' : 'NotApplied';
  const isUnclear = !applied && settled && status.lastApplied;
  return {
    state: isUnclear ? 'Unclear' : known,
    contentDigest: contentOf(status, applied, attempted),
    settled: settled && !status.suspended,
    message: messageOf(status),
  };
}

function contentOf(
  status: FluxStatus,
  applied: string | undefined,
  attempted: string | undefined,
): string | undefined {
  // Health is checked after everything has been applied.
  if (status.reason === 'HealthCheckFailed') return attempted;
  const isMoving =
    status.ready !== 'True' &&
    status.ready !== 'False' &&
    attempted !== applied;
  return isMoving ? undefined : applied;
}

function messageOf(status: FluxStatus): string | undefined {
  if (status.suspended) return 'The engine is suspended for this part.';
  if (status.ready === 'True' && status.observed) return undefined;
  if (status.ready === 'Absent') return 'The engine has not looked at it yet.';
  return status.message || status.reason || undefined;
}
