import type {
  ClusterState,
  DriftSummary,
} from '@flotilla/backstage-plugin-flotilla-common';
import { DriftFinding, worstSeverity } from '../drift/findings';

const SEVERITY = { low: 0, medium: 1, high: 2, critical: 3 } as const;

const STATE: Record<ClusterState, number> = {
  Drifted: 70,
  NotApplied: 60,
  Unknown: 50,
  Suspended: 40,
  Upgrading: 30,
  Starting: 20,
  Progressing: 10,
  InSync: 0,
};

/** The place in the list of clusters, worst first: what somebody has to act on comes before what moves by itself. */
export function weightOf(
  state: ClusterState,
  needsAttention: boolean,
  drift: readonly DriftFinding[],
): number {
  const worst = worstSeverity(drift);
  const severity = state === 'Drifted' && worst ? SEVERITY[worst] : 0;
  return (needsAttention ? 100 : 0) + STATE[state] + severity;
}

/** The worst severity that a summary counts. */
export function worstOf(
  summary: DriftSummary | undefined,
): keyof typeof SEVERITY | undefined {
  return (['critical', 'high', 'medium', 'low'] as const).find(
    severity => (summary?.bySeverity[severity] ?? 0) > 0,
  );
}
