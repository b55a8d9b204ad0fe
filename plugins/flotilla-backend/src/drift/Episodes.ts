import { randomUUID } from 'node:crypto';
import type { Knex } from 'knex';
import type { DriftFinding } from './findings';

interface EpisodeRow {
  id: string;
  fleet: string;
  cluster: string;
  key: string;
  onset_at: string | null;
  detected_at: string;
  resolved_at: string | null;
}

/** How long drift takes to be found, and to be over: one episode an object, from first seen to gone. */
export class Episodes {
  constructor(private readonly knex: Knex) {}

  async open(
    knex: Knex,
    { fleet, cluster }: { fleet: string; cluster: string },
    findings: readonly DriftFinding[],
    now: string,
  ): Promise<void> {
    const rows = findings.map(finding => ({
      id: randomUUID(),
      fleet,
      cluster,
      key: finding.key,
      onset_at: finding.since ?? null,
      detected_at: now,
      resolved_at: null,
    }));
    await knex.batchInsert('drift_episodes', rows, 50);
  }

  async close(
    knex: Knex,
    { fleet, cluster }: { fleet: string; cluster: string },
    findings: readonly DriftFinding[],
    now: string,
  ): Promise<void> {
    for (const { key } of findings) {
      await knex<EpisodeRow>('drift_episodes')
        .where({ fleet, cluster, key })
        .whereNull('resolved_at')
        .update({ resolved_at: now });
    }
  }

  /** Medians in seconds; null when there is nothing to take one of. */
  async medians(
    fleet: string,
    cluster: string,
  ): Promise<{ detect: number | null; fix: number | null }> {
    const rows = await this.knex<EpisodeRow>('drift_episodes')
      .where({ fleet, cluster })
      .orderBy('detected_at', 'desc')
      .limit(1000);
    const seconds = (from: string, to: string) =>
      Math.max(0, (Date.parse(to) - Date.parse(from)) / 1000);
    return {
      detect: median(
        rows.flatMap(row =>
          row.onset_at ? seconds(row.onset_at, row.detected_at) : [],
        ),
      ),
      fix: median(
        rows.flatMap(row =>
          row.resolved_at ? seconds(row.detected_at, row.resolved_at) : [],
        ),
      ),
    };
  }

  /** Forgets what was over before the retention. */
  async forgetBefore(at: string): Promise<void> {
    await this.knex<EpisodeRow>('drift_episodes')
      .where('resolved_at', '<', at)
      .delete();
  }
}

export function median(values: readonly number[]): number | null {
  if (values.length === 0) {
    return null;
  }
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? sorted[middle]
    : (sorted[middle - 1] + sorted[middle]) / 2;
}
