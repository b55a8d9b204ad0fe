import { removalOf } from '@flotilla/model';
import type { Removal } from '@flotilla/model';
import type { EntityChange } from '../changedEntities';
import type { Ruling } from '../ruling';
import type { Snapshot } from '../snapshot';
import { stalePaths } from '../staleness';
import type { PolicyFinding } from '../verdict';
import type { Judged } from '../writtenPolicies';
import { builtInFinding } from './finding';

/**
 * The file of a decommissioned cluster goes when all that can leave before the machines has left: volumes and
 * load balancers are deleted by controllers within the cluster, or stay behind.
 */
export function removalsAreOver(judged: Judged): Ruling[] {
  return judged.changes
    .filter(
      ({ kind, operation, name }) =>
        kind === 'Cluster' &&
        operation === 'DELETE' &&
        lifecycleAtBase(judged, name) === 'Decommissioning',
    )
    .flatMap(change => ruling(change, judged) ?? []);
}

/** A step that is skipped leaves nobody who deletes volumes and load balancers, so each is a change of its own. */
export function removalsGoStepByStep({
  changes,
  before,
  after,
}: Judged): Ruling[] {
  return changes.flatMap(({ kind, operation, name, path, source }) => {
    const [was, is] = [before, after].map(state => stepIn(state, name));
    if (kind !== 'Cluster' || operation !== 'UPDATE' || is <= was + 1) {
      return [];
    }
    const finding = builtInFinding('removal-step-by-step', {
      path,
      line: source?.positionOf('/spec/removal/step').line,
      field: '/spec/removal/step',
      severity: 'critical',
      message: `${name} is at step ${was} of its removal: step ${
        was + 1
      } comes next, not ${is}`,
      remediation:
        'Merge one step at a time, each when the one before is over in the cluster.',
    });
    return [{ kind: 'Violation', finding }];
  });
}

/** 0 for a cluster in service. */
function stepIn({ fleet }: Snapshot, name: string): number {
  const { lifecycle, removal } = fleet?.clusters.get(name)?.spec ?? {};
  return lifecycle === 'Decommissioning' ? removal?.step ?? 1 : 0;
}

function lifecycleAtBase({ before }: Judged, name: string) {
  return before.fleet?.clusters.get(name)?.spec.lifecycle;
}

function ruling(
  { name, path }: EntityChange,
  { before }: Judged,
): Ruling | undefined {
  const finding = (
    told: Pick<PolicyFinding, 'message' | 'remediation'>,
  ): PolicyFinding =>
    builtInFinding('removal-is-over', { path, severity: 'critical', ...told });
  const removal = before.fleet && removalOf(before.fleet, name);
  if (!removal) {
    return {
      kind: 'Unjudged',
      finding: finding({
        message: `${name} can't be composed, so nobody can tell what is left of it`,
        remediation: 'Mend it in a change of its own first.',
      }),
    };
  }
  const { step, steps } = removal;
  if (step < steps.length) {
    return {
      kind: 'Violation',
      finding: finding({
        message: `${name} is at step ${step} of ${
          steps.length
        } of its removal: ${leftOf(removal)}`,
        remediation: `Ask for step ${
          step + 1
        } on the cluster's page, or merge spec.removal.step: ${
          step + 1
        } with what flotilla render makes of it. Each step wants the one before to be over in the cluster.`,
      }),
    };
  }
  const stale = [...stalePaths(before)].some(at =>
    at.startsWith(`rendered/${name}/`),
  );
  if (!stale) return undefined;
  return {
    kind: 'Violation',
    finding: finding({
      message: `rendered/${name}/ isn't what the last step of its removal gives, so the cluster isn't there yet`,
      remediation:
        'Run flotilla render, merge what it writes, and wait until the cluster has followed.',
    }),
  };
}

/** What has yet to leave before the machines may go. */
function leftOf({ step, steps }: Removal): string {
  const parts = steps.slice(step).flat();
  return parts.length > 0
    ? `${parts.join(', ')} ${parts.length === 1 ? 'is' : 'are'} still there`
    : 'its load balancers and claims are still there';
}
