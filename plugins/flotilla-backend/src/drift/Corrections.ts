import { createHash } from 'node:crypto';
import type { Knex } from 'knex';
import type { CorrectedDrift } from '@flotilla/backstage-plugin-flotilla-common';
import type { Fight } from '../clusters/evidence';
import { objectTitle } from './findings';

const HOUR = 60 * 60 * 1000;

/** So often within an hour is no accident. */
const FIGHT_COUNT = 3;

interface CorrectedRow {
  id: string;
  fleet: string;
  cluster: string;
  identity: string;
  part: string;
  ref: string;
  manager: string;
  fields: string;
  severity: CorrectedDrift['severity'];
  first_detected_at: string;
  detected_at: string;
  corrected_at: string;
  count: number;
}

interface HitRow {
  fleet: string;
  cluster: string;
  identity: string;
  at: string;
  count: number;
}

/** Something that was put back more often than was known before. */
export interface NewCorrection {
  drift: CorrectedDrift;
  /** Times since what was known before. */
  times: number;
}

/** Drift that engines have put back: what, by whom, how often. */
export class Corrections {
  constructor(private readonly knex: Knex) {}

  /**
   * Takes in what an agent has seen. Each entry counts from its `firstDetectedAt` on, so that the same entry told
   * twice, or told again with a higher count, is counted once.
   */
  async record(
    knex: Knex,
    { fleet, cluster }: { fleet: string; cluster: string },
    corrected: readonly CorrectedDrift[],
  ): Promise<NewCorrection[]> {
    const fresh: NewCorrection[] = [];
    for (const drift of corrected) {
      const row = rowOf(fleet, cluster, drift);
      const known = await knex<CorrectedRow>('corrected_drift')
        .where({ id: row.id })
        .first();
      const times = drift.count - (known?.count ?? 0);
      if (times > 0) {
        await knex<CorrectedRow>('corrected_drift')
          .insert(row)
          .onConflict('id')
          .merge(['fields', 'detected_at', 'corrected_at', 'count']);
        await knex<HitRow>('correction_hits').insert({
          fleet,
          cluster,
          identity: row.identity,
          at: drift.correctedAt,
          count: times,
        });
        fresh.push({ drift, times });
      }
    }
    return fresh;
  }

  /** What was put back, the latest first; entries of one object, manager and set of fields are one. */
  async latest(
    fleet: string,
    cluster: string,
    limit: number,
  ): Promise<CorrectedDrift[]> {
    const rows = await this.knex<CorrectedRow>('corrected_drift')
      .where({ fleet, cluster })
      .orderBy('corrected_at', 'desc')
      .limit(1000);
    const merged = new Map<string, CorrectedDrift>();
    for (const row of rows) {
      const known = merged.get(row.identity);
      merged.set(row.identity, known ? joined(known, row) : correctedOf(row));
    }
    return [...merged.values()].slice(0, limit);
  }

  /** Who keeps changing what the engine keeps putting back. */
  async fightOf(
    knex: Knex,
    { fleet, cluster }: { fleet: string; cluster: string },
    now: string,
  ): Promise<Fight | undefined> {
    const since = new Date(Date.parse(now) - HOUR).toISOString();
    const hits = await knex<HitRow>('correction_hits')
      .where({ fleet, cluster })
      .andWhere('at', '>', since)
      .orderBy('at');
    if (hits.length === 0) {
      return undefined;
    }
    const rows = await knex<CorrectedRow>('corrected_drift')
      .where({ fleet, cluster })
      .whereIn('identity', [...new Set(hits.map(hit => hit.identity))]);
    return worstFight(hits, new Map(rows.map(row => [row.identity, row])));
  }

  /** How often something was put back in each cluster since a time. */
  async countSince(
    clusters: readonly { fleet: string; name: string }[],
    since: string,
  ): Promise<Map<string, number>> {
    const rows = await this.knex<HitRow>('correction_hits')
      .whereIn(
        'cluster',
        clusters.map(({ name }) => name),
      )
      .andWhere('at', '>=', since)
      .groupBy('fleet', 'cluster')
      .select('fleet', 'cluster')
      .sum({ total: 'count' });
    return new Map(
      rows.map(row => [`${row.fleet}/${row.cluster}`, Number(row.total)]),
    );
  }

  /** Forgets what is older than the retention. */
  async forgetBefore(at: string): Promise<void> {
    await this.knex('corrected_drift').where('corrected_at', '<', at).delete();
    await this.knex('correction_hits').where('at', '<', at).delete();
  }
}

function worstFight(
  hits: readonly HitRow[],
  rows: ReadonlyMap<string, CorrectedRow>,
): Fight | undefined {
  const byManager = new Map<string, Fight>();
  for (const hit of hits) {
    const row = rows.get(hit.identity);
    if (row) {
      const manager: string = JSON.parse(row.manager).name;
      const known = byManager.get(manager);
      byManager.set(manager, {
        manager,
        object: objectTitle(JSON.parse(row.ref)),
        count: (known?.count ?? 0) + hit.count,
        endsAt:
          known?.endsAt ?? new Date(Date.parse(hit.at) + HOUR).toISOString(),
      });
    }
  }
  return [...byManager.values()]
    .filter(({ count }) => count >= FIGHT_COUNT)
    .sort((a, b) => b.count - a.count)[0];
}

function rowOf(
  fleet: string,
  cluster: string,
  drift: CorrectedDrift,
): CorrectedRow {
  const { ref, manager, fields } = drift;
  const identity = digest(
    ref.group,
    ref.kind,
    ref.namespace ?? '',
    ref.name,
    manager.name,
    ...fields.map(field => field.fieldPath).sort(),
  );
  return {
    id: digest(fleet, cluster, identity, drift.firstDetectedAt),
    fleet,
    cluster,
    identity,
    part: drift.part,
    ref: JSON.stringify(ref),
    manager: JSON.stringify(manager),
    fields: JSON.stringify(fields),
    severity: drift.severity,
    first_detected_at: drift.firstDetectedAt,
    detected_at: drift.detectedAt,
    corrected_at: drift.correctedAt,
    count: drift.count,
  };
}

function correctedOf(row: CorrectedRow): CorrectedDrift {
  return {
    ref: JSON.parse(row.ref),
    part: row.part,
    manager: JSON.parse(row.manager),
    fields: JSON.parse(row.fields),
    severity: row.severity,
    firstDetectedAt: row.first_detected_at,
    detectedAt: row.detected_at,
    correctedAt: row.corrected_at,
    count: row.count,
  };
}

function joined(latest: CorrectedDrift, earlier: CorrectedRow): CorrectedDrift {
  return {
    ...latest,
    firstDetectedAt:
      earlier.first_detected_at < latest.firstDetectedAt
        ? earlier.first_detected_at
        : latest.firstDetectedAt,
    count: latest.count + earlier.count,
  };
}

function digest(...words: string[]): string {
  return createHash('sha256').update(words.join('\n')).digest('hex');
}
