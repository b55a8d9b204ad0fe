import { driftedState } from '@flotilla/drift';
import type { Knex } from 'knex';
import type { ResourceRow } from '../database/rows';
import { DriftFinding, worstFirst } from './findings';

/** Objects of a cluster that aren't current or aren't in sync, whoever reported them. */
export function resourcesOf(
  knex: Knex,
  fleet: string,
  cluster: string,
): Promise<ResourceRow[]> {
  return knex<ResourceRow>('resources')
    .where({ fleet, cluster })
    .orderBy('key')
    .select('*');
}

/** Those of them that differ from Git, worst first. */
export function findingsOf(rows: readonly ResourceRow[]): DriftFinding[] {
  return worstFirst(rows.flatMap(row => findingOf(row) ?? []));
}

function findingOf(row: ResourceRow): DriftFinding | undefined {
  const state = driftedState(row.state);
  return (
    state && {
      key: row.key,
      ref: JSON.parse(row.ref),
      part: row.part,
      state,
      severity: row.severity ?? 'medium',
      ...(row.reason ? { reason: row.reason } : {}),
      ...(row.degraded ? { degraded: row.degraded } : {}),
      ...(row.since ? { since: row.since } : {}),
      fields: JSON.parse(row.fields),
      totalFields: row.total_fields,
    }
  );
}
