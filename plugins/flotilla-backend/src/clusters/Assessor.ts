import type { Knex } from 'knex';
import type { ClusterRow, ClusterStateColumns } from '../database/rows';
import { decideMessages, OwnerMessage } from '../notifications/decide';
import type { Severity } from '../drift/findings';
import type { Timeline } from '../timeline';
import { assess, Assessment } from './assess';
import type { ClusterStore } from './ClusterStore';
import { EvidenceSources, gatherEvidence } from './gatherEvidence';
import { transitionEvents } from './transitions';

/** What is to be told to people once the transaction has ended well. */
export interface Consequences {
  changed: { fleet: string; cluster: string }[];
  messages: OwnerMessage[];
}

/** Computes a cluster's state anew and writes it down with all that follows from its change. */
export class Assessor {
  constructor(
    private readonly clusters: ClusterStore,
    private readonly evidence: EvidenceSources,
    private readonly timeline: Timeline,
  ) {}

  /** Nothing happens for a cluster that Git doesn't have any more. */
  async reassess(
    transaction: Knex.Transaction,
    { fleet, cluster }: { fleet: string; cluster: string },
    now: string,
  ): Promise<Consequences> {
    const row = await this.clusters.lock(transaction, fleet, cluster);
    if (!row) {
      return { changed: [], messages: [] };
    }
    const evidence = await gatherEvidence(transaction, this.evidence, row, now);
    const assessment = assess(evidence);
    const { messages, told } = decideMessages(
      { fleet, cluster, owner: row.owner },
      assessment,
      evidence.fight,
      {
        drift: severityOf(row.notified),
        fight: row.fight_notified ?? undefined,
      },
    );
    await transaction<ClusterRow>('clusters')
      .where({ fleet, name: cluster })
      .update({
        ...stateColumns(assessment),
        notified: told.drift ?? null,
        fight_notified: told.fight ?? null,
      });
    await this.timeline.add(
      transitionEvents(row, assessment, now),
      transaction,
    );
    await recordHistory(transaction, row, assessment, now);
    return { changed: [{ fleet, cluster }], messages };
  }
}

function stateColumns(assessment: Assessment): ClusterStateColumns {
  const { drift } = assessment;
  return {
    state: assessment.state,
    reason: assessment.reason,
    reason_since: assessment.reasonSince ?? null,
    last_known_state: assessment.lastKnownState ?? null,
    needs_attention: assessment.needsAttention,
    out_of_contact: assessment.outOfContact,
    weight: assessment.weight,
    drift_objects: drift?.objects ?? null,
    drift_fields: drift?.fields ?? null,
    drift_low: drift?.bySeverity.low ?? null,
    drift_medium: drift?.bySeverity.medium ?? null,
    drift_high: drift?.bySeverity.high ?? null,
    drift_critical: drift?.bySeverity.critical ?? null,
    applied: assessment.applied,
    settled_model: assessment.settledModel ?? null,
    upgrading_to: assessment.upgradingTo ?? null,
    recheck_at: assessment.recheckAt ?? null,
  };
}

/** One point for the chart whenever the count changes, and the worst of each day. */
async function recordHistory(
  transaction: Knex.Transaction,
  before: ClusterRow,
  { drift }: Assessment,
  now: string,
): Promise<void> {
  const { fleet, name: cluster } = before;
  const drifted = drift?.objects ?? null;
  if (drifted !== before.drift_objects) {
    await transaction('drift_points').insert({
      fleet,
      cluster,
      at: now,
      drifted,
    });
  }
  if (drifted !== null) {
    await recordDay(transaction, {
      fleet,
      cluster,
      day: now.slice(0, 10),
      drifted,
    });
  }
}

async function recordDay(
  transaction: Knex.Transaction,
  row: { fleet: string; cluster: string; day: string; drifted: number },
): Promise<void> {
  await transaction('drift_days')
    .insert(row)
    .onConflict(['fleet', 'cluster', 'day'])
    .merge(['drifted'])
    .where('drift_days.drifted', '<', row.drifted);
}

function severityOf(stored: string | null): Severity | undefined {
  return (['low', 'medium', 'high', 'critical'] as const).find(
    severity => severity === stored,
  );
}
