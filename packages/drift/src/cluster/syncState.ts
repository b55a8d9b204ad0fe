/**
 * What a cluster's state follows from, where it is known at all.
 *
 * @public
 */
export interface SyncEvidence {
  /** Objects that differ. */
  drifted: number;
  /** Objects of which nobody can tell. */
  unknown: number;
  engine?: {
    ready: 'True' | 'False' | 'Unknown';
    sourceReady?: 'True' | 'False' | 'Unknown';
    suspended?: boolean;
  };
  /** Every part is applied as it is in Git. */
  applied: boolean;
  /** Of some part nobody can tell whether it is applied: its engine can't be seen. */
  hidden: boolean;
  /** Nothing is still on its way to be well. */
  settled: boolean;
}

/**
 * How a cluster stands to Git, in one word.
 *
 * @public
 */
export type SyncState =
  | 'Drifted'
  | 'NotApplied'
  | 'Suspended'
  | 'Progressing'
  | 'Unknown'
  | 'InSync';

/**
 * What hinders a cluster from following Git, whatever else there is to tell of it: undefined where nothing does.
 *
 * @public
 */
export function hindrance({
  drifted,
  engine,
}: Pick<SyncEvidence, 'drifted' | 'engine'>):
  | 'Drifted'
  | 'NotApplied'
  | 'Suspended'
  | undefined {
  if (drifted > 0) return 'Drifted';
  if (engine?.ready === 'False' || engine?.sourceReady === 'False') {
    return 'NotApplied';
  }
  return engine?.suspended ? 'Suspended' : undefined;
}

/**
 * Tells how a cluster stands to Git. What isn't known is never fine.
 *
 * @public
 */
export function syncState(evidence: SyncEvidence): SyncState {
  const hindered = hindrance(evidence);
  if (hindered) return hindered;
  const { applied, hidden, engine, unknown, settled } = evidence;
  if (hidden) return 'Unknown';
  if (!applied || engine?.ready !== 'True') return 'Progressing';
  if (unknown > 0) return 'Unknown';
  return settled ? 'InSync' : 'Progressing';
}
