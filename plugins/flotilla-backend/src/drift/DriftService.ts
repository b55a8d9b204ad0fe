import type { Knex } from 'knex';
import type {
  Drift,
  DriftedResource,
  ObjectCounts,
  TimelineEvent,
  Timeline as WireTimeline,
  UnknownResource,
} from '@flotilla/backstage-plugin-flotilla-common';
import { matchingObjects, unknownReason } from '@flotilla/drift';
import {
  clusterSummary,
  driftSummary,
  isSilent,
} from '../clusters/clusterSummary';
import type { ClusterRow, ReportRow, ResourceRow } from '../database/rows';
import { RequestViewer, withoutRequest } from '../requests';
import type { Timeline } from '../timeline';
import type { Corrections } from './Corrections';
import type { DriftHistory } from './DriftHistory';
import type { Episodes } from './Episodes';
import { DriftFinding } from './findings';
import { findingsOf, resourcesOf } from './resources';

const MOST_CORRECTED = 50;
const MOST_EVENTS = 50;

/** What differs between Git and one cluster, now and over time. */
export class DriftService {
  constructor(
    private readonly options: {
      knex: Knex;
      corrections: Corrections;
      episodes: Episodes;
      history: DriftHistory;
      timeline: Timeline;
      /** Those of the ids whose requests the viewer sees. */
      requestsSeen(
        ids: readonly string[],
        viewer: RequestViewer,
      ): Promise<ReadonlySet<string>>;
    },
  ) {}

  async drift(row: ClusterRow): Promise<Drift> {
    const { knex, corrections } = this.options;
    const { fleet, name: cluster } = row;
    const now = new Date().toISOString();
    const report = await knex<ReportRow>('reports')
      .where({ fleet, cluster })
      .first();
    const rows = await resourcesOf(knex, fleet, cluster);
    const counts: ObjectCounts | undefined = report?.counts
      ? JSON.parse(report.counts)
      : undefined;
    const current = report !== undefined && !isSilent(row, now);
    const extras = { history: [], correctedToday: 0, openRequests: 0 };
    return {
      state: clusterSummary(row, extras, now).state,
      ...(row.last_report_at ? { asOf: row.last_report_at } : {}),
      current,
      summary: current ? driftSummary(row) : null,
      resources: findingsOf(rows).map(driftedResource),
      ignored: report?.ignored ? JSON.parse(report.ignored) : [],
      corrected: await corrections.latest(fleet, cluster, MOST_CORRECTED),
      unknown: rows
        .filter(({ state }) => state === 'Unknown')
        .map(unknownResource),
      conditions: report?.conditions ? JSON.parse(report.conditions) : [],
      matching: counts ? matchingObjects(counts) : 0,
      total: counts?.desired ?? 0,
      ...(report?.desired_revision
        ? { revision: report.desired_revision }
        : {}),
    };
  }

  async timeline(
    { fleet, name: cluster }: ClusterRow,
    viewer: RequestViewer,
    limit: number = MOST_EVENTS,
  ): Promise<WireTimeline> {
    const { timeline, history, episodes } = this.options;
    const { detect, fix } = await episodes.medians(fleet, cluster);
    return {
      events: await this.seenBy(
        viewer,
        await timeline.latest(fleet, cluster, limit),
      ),
      points: await history.points(fleet, cluster),
      medianSecondsToDetect: detect,
      medianSecondsToFix: fix,
    };
  }

  private async seenBy(
    viewer: RequestViewer,
    events: TimelineEvent[],
  ): Promise<TimelineEvent[]> {
    const ids = events.flatMap(({ requestId }) => requestId ?? []);
    const seen = await this.options.requestsSeen(ids, viewer);
    return events.map(event =>
      !event.requestId || seen.has(event.requestId)
        ? event
        : withoutRequest(event),
    );
  }
}

function driftedResource(finding: DriftFinding): DriftedResource {
  const { ref, part, state, severity, fields, totalFields } = finding;
  const { reason, degraded, since } = finding;
  return {
    ref,
    part,
    state,
    severity,
    ...(reason ? { reason } : {}),
    ...(degraded ? { degraded } : {}),
    ...(since ? { since } : {}),
    fields: [...fields],
    totalFields,
  };
}

function unknownResource(object: ResourceRow): UnknownResource {
  return {
    ref: JSON.parse(object.ref),
    part: object.part,
    reason: unknownReason(object),
  };
}
