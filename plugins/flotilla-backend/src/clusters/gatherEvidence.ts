import { unknownReason } from '@flotilla/drift';
import type { Knex } from 'knex';
import type { Infrastructure } from '@flotilla/backstage-plugin-flotilla-common';
import type { AgentStore } from '../agents/AgentStore';
import type {
  ClusterRow,
  InfrastructureRow,
  PartRow,
  ReportRow,
  ResourceRow,
} from '../database/rows';
import type { Corrections } from '../drift/Corrections';
import { findingsOf, resourcesOf } from '../drift/resources';
import { objectTitle } from '../drift/findings';
import type { Evidence, PartEvidence } from './evidence';
import type { GitPart } from './gitPart';

/** Where evidence lies. */
export interface EvidenceSources {
  agents: AgentStore;
  corrections: Corrections;
}

/** Everything that is known of a cluster, as of now. */
export async function gatherEvidence(
  knex: Knex,
  { agents, corrections }: EvidenceSources,
  row: ClusterRow,
  now: string,
): Promise<Evidence> {
  const { fleet, name: cluster } = row;
  const report = await knex<ReportRow>('reports')
    .where({ fleet, cluster })
    .first();
  const heard = await heardReporters(knex, row, now);
  const isHeard = ({ reporter }: { reporter: string }) => heard.has(reporter);
  const parts = await knex<PartRow>('parts').where({ fleet, cluster });
  const resources = (await resourcesOf(knex, fleet, cluster)).filter(isHeard);
  const infrastructure = await infrastructureOf(knex, fleet, cluster);
  const fight = await corrections.fightOf(knex, { fleet, cluster }, now);
  const asking = await agents.ofCluster(fleet, cluster, knex);
  return {
    now,
    addedAt: row.added_at,
    provider: row.provider,
    model: { name: row.model_name, version: row.model_version },
    ...(row.settled_model ? { settledModel: row.settled_model } : {}),
    ...(row.last_report_at ? { lastReportAt: row.last_report_at } : {}),
    ...(row.silent_at ? { silentAt: row.silent_at } : {}),
    before: row.state,
    ...(row.last_known_state ? { lastKnownState: row.last_known_state } : {}),
    ...reportEvidence(report),
    parts: partEvidence(
      JSON.parse(row.parts),
      parts.filter(isHeard),
      parts.filter(part => !isHeard(part)),
    ),
    drift: findingsOf(resources),
    unknown: unknownOf(resources),
    ...(fight ? { fight } : {}),
    ...(infrastructure && heard.has(infrastructure.seenFrom)
      ? { infrastructure }
      : {}),
    agents: asking.map(agent => agent.state),
  };
}

/** The cluster itself and the one that manages it, as far as they aren't silent. */
async function heardReporters(
  knex: Knex,
  row: ClusterRow,
  now: string,
): Promise<Set<string>> {
  const heard = row.managed_by
    ? await knex<ClusterRow>('clusters')
        .where({ fleet: row.fleet, name: row.managed_by })
        .andWhere('silent_at', '>', now)
        .select('name')
    : [];
  return new Set([row.name, ...heard.map(({ name }) => name)]);
}

/** What the management cluster last said of a cluster's machines. */
export async function infrastructureOf(
  knex: Knex,
  fleet: string,
  cluster: string,
): Promise<Infrastructure | undefined> {
  const row = await knex<InfrastructureRow>('infrastructure')
    .where({ fleet, cluster })
    .first();
  if (!row) {
    return undefined;
  }
  const { controlPlane, pools, conditions } = JSON.parse(row.report);
  return {
    seenFrom: row.reporter,
    asOf: row.as_of,
    ...(controlPlane ? { controlPlane } : {}),
    pools,
    conditions,
  };
}

function reportEvidence(
  report: ReportRow | undefined,
): Pick<Evidence, 'engine' | 'engineSince' | 'counts'> {
  return {
    ...(report?.engine ? { engine: JSON.parse(report.engine) } : {}),
    ...(report?.engine_since ? { engineSince: report.engine_since } : {}),
    ...(report?.counts ? { counts: JSON.parse(report.counts) } : {}),
  };
}

/**
 * How each part that Git has stands in the cluster, by what was reported of it.
 *
 * @param lost - what was reported by a cluster that has fallen silent since: how that is now, nobody knows
 */
export function partEvidence(
  inGit: readonly GitPart[],
  reported: readonly PartRow[],
  lost: readonly PartRow[] = [],
): PartEvidence[] {
  const byName = new Map(reported.map(part => [part.name, part]));
  return inGit.map(({ name, kind, digest }) => {
    const told = byName.get(name);
    const before = lost.find(part => part.name === name);
    if (!told && before) {
      return {
        name,
        lost: true,
        state: 'Unknown',
        health: 'Unknown',
        message: `nothing is heard any more of ${before.reporter}, which reports it`,
      };
    }
    if (!told) {
      // Before there is an agent, somebody else applies these; of the machines, only a management cluster can tell.
      const silent = kind === 'Bootstrap' || kind === 'Infrastructure';
      return {
        name,
        silent,
        state: silent ? 'Unknown' : 'NotApplied',
        health: 'Unknown',
        ...(silent ? {} : { message: 'the agent has not looked at it yet' }),
      };
    }
    const current = told.digest === digest;
    return {
      name,
      state: current ? told.state : 'NotApplied',
      health: current ? told.health : 'Unknown',
      ...(told.message && current ? { message: told.message } : {}),
    };
  });
}

function unknownOf(
  resources: readonly ResourceRow[],
): { object: string; reason: string }[] {
  return resources
    .filter(({ state }) => state === 'Unknown')
    .map(row => ({
      object: objectTitle(JSON.parse(row.ref)),
      reason: unknownReason(row),
    }));
}
