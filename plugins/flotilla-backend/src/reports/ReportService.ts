import { ConflictError, NotFoundError } from '@backstage/errors';
import type { Knex } from 'knex';
import type {
  Report,
  ReportAnswer,
} from '@flotilla/backstage-plugin-flotilla-common';
import { AgentNotAllowed } from '../agents/AgentRefused';
import type { Agent, AgentStore } from '../agents/AgentStore';
import type { Assessor, ClusterStore, Consequences } from '../clusters';
import type { ClusterRow, ReportRow } from '../database/rows';
import type { Corrections } from '../drift/Corrections';
import type { Episodes } from '../drift/Episodes';
import { DriftFinding } from '../drift/findings';
import { findingsOf, resourcesOf } from '../drift/resources';
import type { Timeline } from '../timeline';
import { decide } from './decide';
import {
  compareFindings,
  correctionEvents,
  driftEvents,
  engineEvents,
} from './reportEvents';
import { Reporter, ReportStore } from './ReportStore';
import { checkSubjects } from './subjects';

export interface ReportServiceOptions {
  knex: Knex;
  agents: AgentStore;
  clusters: ClusterStore;
  reports: ReportStore;
  corrections: Corrections;
  episodes: Episodes;
  timeline: Timeline;
  assessor: Assessor;
  heartbeatSeconds: number;
  /** Whether an agent is to take a new key. */
  isKeyDue(agent: Agent): boolean;
  /** Tells people what follows from a report that was taken. */
  publish(consequences: Consequences): void;
  /** What the agent's cluster should hold now, by etag. */
  desiredEtag(fleet: string, cluster: string): string | undefined;
}

const NOTHING: Consequences = { changed: [], messages: [] };
const ATTEMPTS = 3;

/** Takes agents' reports. */
export class ReportService {
  constructor(private readonly options: ReportServiceOptions) {}

  /**
   * @throws NotFoundError when Git doesn't have the agent's cluster, NotAllowedError when the report speaks of
   * what isn't the agent's
   */
  async take(agent: Agent, report: Report): Promise<ReportAnswer> {
    for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
      const taken = await this.options.knex.transaction(transaction =>
        this.takeOnce(transaction, agent, report),
      );
      if (taken) {
        this.options.publish(taken.consequences);
        return taken.answer;
      }
    }
    throw new ConflictError(
      'Other reports of this cluster came at the same moment; send it again',
    );
  }

  /** Undefined when another replica took a report at the same moment. */
  private async takeOnce(
    transaction: Knex.Transaction,
    agent: Agent,
    report: Report,
  ): Promise<{ answer: ReportAnswer; consequences: Consequences } | undefined> {
    const { clusters, reports } = this.options;
    const { fleet, cluster } = agent;
    const row = await clusters.lock(transaction, fleet, cluster);
    if (!row) {
      throw new NotFoundError(`Git has no cluster "${cluster}" any more`);
    }
    await this.refuseRevoked(transaction, agent);
    const held = await reports.held(transaction, agent);
    const decision = decide(report, row.epoch, held);
    if (!decision.take) {
      return {
        answer: this.answer(agent, {
          accepted: decision.duplicate,
          acceptedSequence: decision.acceptedSequence,
          resync: decision.duplicate ? 'None' : decision.resync,
        }),
        consequences: NOTHING,
      };
    }
    const consequences = await this.write(transaction, {
      agent,
      report,
      row,
      held,
    });
    return (
      consequences && {
        answer: this.answer(agent, {
          accepted: true,
          acceptedSequence: report.sequence,
          resync: 'None',
        }),
        consequences,
      }
    );
  }

  /** People may have decided while the report came in; decisions are taken under the cluster's lock too. */
  private async refuseRevoked(
    transaction: Knex.Transaction,
    { id, cluster }: Agent,
  ): Promise<void> {
    const agent = await this.options.agents.byId(id, transaction);
    if (agent?.state !== 'Approved') {
      throw new AgentNotAllowed(
        `The agent's key was revoked; it may not report for ${cluster}`,
      );
    }
  }

  private async write(
    transaction: Knex.Transaction,
    taken: {
      agent: Agent;
      report: Report;
      row: ClusterRow;
      held: ReportRow | undefined;
    },
  ): Promise<Consequences | undefined> {
    const { agent, row, held } = taken;
    const { reports, clusters, heartbeatSeconds } = this.options;
    const reporter: Reporter = { ...place(agent), agentId: agent.id };
    const now = new Date().toISOString();
    const children = await clusters.childrenOf(
      agent.fleet,
      agent.cluster,
      transaction,
    );
    const report = await this.checked(
      transaction,
      agent,
      children,
      taken.report,
    );
    if (!(await reports.writeHead(transaction, reporter, report, held, now))) {
      return undefined;
    }
    const silentAt = new Date(Date.parse(now) + 3 * heartbeatSeconds * 1000);
    await reports.heard(transaction, reporter, report, {
      now,
      silentAt: silentAt.toISOString(),
    });
    const isQuiet =
      report.type === 'Heartbeat' &&
      !report.corrected?.length &&
      !row.out_of_contact &&
      row.last_report_at?.slice(0, 10) === now.slice(0, 10);
    const concerned =
      report.type === 'Full' || row.out_of_contact
        ? children
        : children.filter(child => isNamed(child, report));
    return isQuiet
      ? NOTHING
      : this.writeBody(transaction, {
          reporter,
          report,
          held,
          children: concerned,
          now,
        });
  }

  private async checked(
    transaction: Knex.Transaction,
    { fleet, cluster }: Agent,
    children: readonly string[],
    report: Report,
  ): Promise<Report> {
    const named = new Set([
      ...(report.parts ?? []).map(part => part.cluster),
      ...(report.resources ?? []).map(resource => resource.cluster),
      ...(report.infrastructure ?? []).map(machines => machines.cluster),
    ]);
    if (named.size === 0) {
      return report;
    }
    const existing = await transaction<ClusterRow>('clusters')
      .where({ fleet })
      .whereIn('name', [...named])
      .select('name');
    const names = new Set(existing.map(({ name }) => name));
    return checkSubjects(report, {
      own: cluster,
      children: new Set(children),
      exists: name => names.has(name),
    });
  }

  private async writeBody(
    transaction: Knex.Transaction,
    {
      reporter,
      report,
      held,
      children,
      now,
    }: {
      reporter: Reporter;
      report: Report;
      held: ReportRow | undefined;
      children: readonly string[];
      now: string;
    },
  ): Promise<Consequences> {
    const { reports, corrections, timeline, assessor } = this.options;
    const { fleet, cluster } = reporter;
    const subjects = [cluster, ...children];
    const before = await this.findings(transaction, fleet, subjects);
    await reports.writeBody(transaction, reporter, report, now);
    const after = await this.findings(transaction, fleet, subjects);
    for (const subject of subjects) {
      await this.tellDrift(
        transaction,
        { fleet, cluster: subject, at: now },
        before.get(subject) ?? [],
        after.get(subject) ?? [],
      );
    }
    const at = { fleet, cluster, at: now };
    const fresh = await corrections.record(
      transaction,
      at,
      report.corrected ?? [],
    );
    await timeline.add(
      [
        ...correctionEvents(at, fresh),
        ...engineEvents(
          at,
          held?.engine ? JSON.parse(held.engine) : undefined,
          report.engine,
        ),
      ],
      transaction,
    );
    const all: Consequences = { changed: [], messages: [] };
    for (const subject of subjects) {
      const { changed, messages } = await assessor.reassess(
        transaction,
        { fleet, cluster: subject },
        now,
      );
      all.changed.push(...changed);
      all.messages.push(...messages);
    }
    return all;
  }

  private async findings(
    transaction: Knex.Transaction,
    fleet: string,
    subjects: readonly string[],
  ): Promise<Map<string, DriftFinding[]>> {
    const found = new Map<string, DriftFinding[]>();
    for (const subject of subjects) {
      const rows = await resourcesOf(transaction, fleet, subject);
      found.set(subject, findingsOf(rows));
    }
    return found;
  }

  private async tellDrift(
    transaction: Knex.Transaction,
    at: { fleet: string; cluster: string; at: string },
    before: readonly DriftFinding[],
    after: readonly DriftFinding[],
  ): Promise<void> {
    const { episodes, timeline } = this.options;
    const changes = compareFindings(before, after);
    await timeline.add(driftEvents(at, changes), transaction);
    await episodes.open(transaction, at, changes.opened, at.at);
    await episodes.close(transaction, at, changes.resolved, at.at);
  }

  private answer(
    agent: Agent,
    answer: Pick<ReportAnswer, 'accepted' | 'acceptedSequence' | 'resync'>,
  ): ReportAnswer {
    const etag = this.options.desiredEtag(agent.fleet, agent.cluster);
    return {
      ...answer,
      nextReportSeconds: this.options.heartbeatSeconds,
      ...(etag ? { desiredEtag: etag } : {}),
      ...(this.options.isKeyDue(agent) ? { rotateKey: true } : {}),
      serverTime: new Date().toISOString(),
    };
  }
}

/** Whether a delta says anything of a cluster. */
function isNamed(cluster: string, report: Report): boolean {
  return (
    [
      ...(report.parts ?? []),
      ...(report.resources ?? []),
      ...(report.infrastructure ?? []),
    ].some(told => told.cluster === cluster) ||
    (report.removed ?? []).some(key => key.startsWith(`${cluster}|`))
  );
}

function place({ fleet, cluster }: Agent) {
  return { fleet, cluster };
}
