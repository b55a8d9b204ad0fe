import { randomUUID } from 'node:crypto';
import type { Knex } from 'knex';
import type {
  ObjectRef,
  TimelineEvent,
} from '@flotilla/backstage-plugin-flotilla-common';

/** Something that happened to a cluster, as people will read it. */
export interface NewTimelineEvent {
  fleet: string;
  cluster: string;
  type: TimelineEvent['type'];
  title: string;
  /** RFC 3339 UTC; now, when absent. */
  at?: string;
  severity?: TimelineEvent['severity'];
  detail?: string;
  ref?: ObjectRef;
  /** Who did it: an entity ref, or a field manager's name. */
  actor?: string;
  requestId?: string;
}

interface TimelineRow {
  id: string;
  fleet: string;
  cluster: string;
  at: string;
  type: TimelineEvent['type'];
  severity: TimelineEvent['severity'] | null;
  title: string;
  detail: string | null;
  ref: string | null;
  actor: string | null;
  request_id: string | null;
}

/** What happened to each cluster. */
export class Timeline {
  constructor(private readonly knex: Knex) {}

  /**
   * @param transaction - SQLite has one connection: inside a transaction, it must be given
   */
  async add(
    events: NewTimelineEvent | readonly NewTimelineEvent[],
    transaction: Knex = this.knex,
  ): Promise<void> {
    const rows = [events].flat().map(rowOf);
    if (rows.length > 0) {
      await transaction.batchInsert('timeline_events', rows, 50);
    }
  }

  /** The newest events of a cluster, newest first. */
  async latest(
    fleet: string,
    cluster: string,
    limit: number,
  ): Promise<TimelineEvent[]> {
    const rows = await this.knex<TimelineRow>('timeline_events')
      .where({ fleet, cluster })
      .orderBy([
        { column: 'at', order: 'desc' },
        { column: 'id', order: 'desc' },
      ])
      .limit(limit);
    return rows.map(eventOf);
  }

  /** Forgets what is older than the retention. */
  async forgetBefore(at: string): Promise<void> {
    await this.knex<TimelineRow>('timeline_events')
      .where('at', '<', at)
      .delete();
  }
}

function rowOf(event: NewTimelineEvent): TimelineRow {
  return {
    id: randomUUID(),
    fleet: event.fleet,
    cluster: event.cluster,
    at: event.at ?? new Date().toISOString(),
    type: event.type,
    severity: event.severity ?? null,
    title: event.title,
    detail: event.detail ?? null,
    ref: event.ref ? JSON.stringify(event.ref) : null,
    actor: event.actor ?? null,
    request_id: event.requestId ?? null,
  };
}

function eventOf(row: TimelineRow): TimelineEvent {
  return {
    id: row.id,
    at: row.at,
    type: row.type,
    title: row.title,
    ...(row.severity ? { severity: row.severity } : {}),
    ...(row.detail ? { detail: row.detail } : {}),
    ...(row.ref ? { ref: JSON.parse(row.ref) } : {}),
    ...(row.actor ? { actor: row.actor } : {}),
    ...(row.request_id ? { requestId: row.request_id } : {}),
  };
}
