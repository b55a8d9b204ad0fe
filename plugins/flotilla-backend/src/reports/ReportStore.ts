import type { Knex } from 'knex';
import type {
  PartReport,
  Report,
  ResourceReport,
} from '@flotilla/backstage-plugin-flotilla-common';
import type {
  ClusterRow,
  InfrastructureRow,
  PartRow,
  ReportRow,
  ResourceRow,
} from '../database/rows';
import { plainText } from '../database/text';
import { engineSince, sinceApplied } from './engineSince';

/** The reporter of a report: the cluster that its agent is in. */
export interface Reporter {
  fleet: string;
  cluster: string;
  agentId: string;
}

/** Keeps what the last accepted report of each cluster said. */
export class ReportStore {
  async held(
    knex: Knex,
    { fleet, cluster }: { fleet: string; cluster: string },
  ): Promise<ReportRow | undefined> {
    return knex<ReportRow>('reports').where({ fleet, cluster }).first();
  }

  /**
   * Writes the head of a report, on condition that nobody has written another since `held` was read.
   *
   * @returns whether it was written
   */
  async writeHead(
    knex: Knex,
    reporter: Reporter,
    report: Report,
    held: ReportRow | undefined,
    now: string,
  ): Promise<boolean> {
    const row = headRow(reporter, report, held, now);
    if (!held) {
      const inserted = await knex<ReportRow>('reports')
        .insert(row)
        .onConflict(['fleet', 'cluster'])
        .ignore()
        .returning('cluster');
      return inserted.length === 1;
    }
    const { fleet, cluster, epoch, sequence } = held;
    const updated = await knex<ReportRow>('reports')
      .where({ fleet, cluster, epoch, sequence })
      .update(row);
    return updated === 1;
  }

  /** The cluster was heard of; it falls silent when it isn't again in time. */
  async heard(
    knex: Knex,
    { fleet, cluster }: Reporter,
    report: Report,
    times: { now: string; silentAt: string },
  ): Promise<void> {
    await knex<ClusterRow>('clusters')
      .where({ fleet, name: cluster })
      .update({
        last_report_at: times.now,
        silent_at: times.silentAt,
        ...(report.kubernetesVersion
          ? { kubernetes_version: report.kubernetesVersion }
          : {}),
      });
  }

  /** Takes the parts, resources and machines of a full report or a delta. */
  async writeBody(
    knex: Knex,
    reporter: Reporter,
    report: Report,
    now: string,
  ): Promise<void> {
    const of = { fleet: reporter.fleet, reporter: reporter.cluster };
    if (report.type === 'Full') {
      await knex('parts').where(of).delete();
      await knex('resources').where(of).delete();
      await knex('infrastructure').where(of).delete();
    }
    await upsert(
      knex,
      'parts',
      (report.parts ?? []).map(part => partRow(reporter, part)),
      ['fleet', 'cluster', 'name', 'reporter'],
    );
    for (const removed of chunks(report.removed ?? [])) {
      await knex<ResourceRow>('resources')
        .where(of)
        .whereIn('key', removed)
        .delete();
    }
    await upsert(
      knex,
      'resources',
      (report.resources ?? []).map(resource => resourceRow(reporter, resource)),
      ['fleet', 'reporter', 'key'],
    );
    await upsert(
      knex,
      'infrastructure',
      (report.infrastructure ?? []).map(
        (told): InfrastructureRow => ({
          ...of,
          cluster: told.cluster,
          as_of: now,
          report: JSON.stringify(told),
        }),
      ),
      ['fleet', 'cluster'],
    );
  }
}

/** SQLite takes a bounded number of values in one statement. */
const CHUNK = 50;

function chunks<T>(items: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(items.length / CHUNK) }, (_, index) =>
    items.slice(index * CHUNK, (index + 1) * CHUNK),
  );
}

/** PostgreSQL refuses to write one row twice in a statement. */
function lastOfEach(rows: readonly object[], key: readonly string[]): object[] {
  const keyOf = (row: object) =>
    JSON.stringify(Object.entries(row).filter(([name]) => key.includes(name)));
  return [...new Map(rows.map(row => [keyOf(row), row])).values()];
}

async function upsert(
  knex: Knex,
  table: string,
  rows: readonly object[],
  key: string[],
): Promise<void> {
  for (const some of chunks(lastOfEach(rows, key))) {
    await knex(table).insert(some).onConflict(key).merge();
  }
}

function headRow(
  { fleet, cluster, agentId }: Reporter,
  report: Report,
  held: ReportRow | undefined,
  now: string,
): ReportRow {
  const json = (value: unknown, before: string | null | undefined) =>
    value === undefined ? before ?? null : JSON.stringify(value);
  // What a full report leaves out isn't there; a delta leaves out what hasn't changed.
  const before = report.type === 'Full' ? undefined : held;
  return {
    fleet,
    cluster,
    agent_id: agentId,
    epoch: report.epoch,
    sequence: report.sequence,
    digest: report.digest,
    observed_at: report.observedAt,
    received_at: now,
    agent_version: report.agentVersion,
    desired_revision:
      report.desiredRevision ?? before?.desired_revision ?? null,
    engine: json(sinceApplied(report.engine, held), before?.engine),
    engine_since: engineSince(report, held),
    counts: json(report.counts, before?.counts),
    nodes: json(report.nodes, before?.nodes),
    conditions: json(report.conditions, before?.conditions),
    ignored: json(report.ignored, before?.ignored),
  };
}

function partRow({ fleet, cluster }: Reporter, part: PartReport): PartRow {
  return {
    fleet,
    reporter: cluster,
    cluster: part.cluster,
    name: part.name,
    digest: part.digest,
    applied: part.applied,
    state: part.state,
    health: part.health,
    message: plainText(part.message),
    objects: part.objects,
    drifted: part.drifted,
  };
}

function resourceRow(
  { fleet, cluster }: Reporter,
  resource: ResourceReport,
): ResourceRow {
  return {
    fleet,
    reporter: cluster,
    cluster: resource.cluster,
    key: resource.key,
    part: resource.part,
    ref: JSON.stringify(resource.ref),
    health: resource.health,
    message: plainText(resource.message),
    state: resource.state,
    severity: resource.severity ?? null,
    reason: plainText(resource.reason),
    degraded: plainText(resource.degraded),
    since: resource.since ?? null,
    fields: JSON.stringify(resource.fields),
    total_fields: resource.totalFields,
  };
}
