import type { Knex } from 'knex';
import type { Cluster } from '@flotilla/backstage-plugin-flotilla-common';
import { removalOf } from '@flotilla/model';
import { agentStatus } from '../agents/agentStatus';
import type { AgentStore } from '../agents/AgentStore';
import type { ClusterRow, PartRow, ReportRow } from '../database/rows';
import { clusterPath } from '../fleets/clusterInGit';
import type { FleetFollower } from '../fleets';
import type { ClusterList } from './ClusterList';
import { partStatuses } from './clusterParts';
import { isSilent } from './clusterSummary';
import { infrastructureOf } from './gatherEvidence';
import { syncStatus } from './syncStatus';

/** All that is known of one cluster. */
export class ClusterDetails {
  constructor(
    private readonly options: {
      knex: Knex;
      list: ClusterList;
      agents: AgentStore;
      follower: FleetFollower;
      heartbeatSeconds: number;
    },
  ) {}

  async of(row: ClusterRow): Promise<Cluster> {
    const { knex, list, agents, follower, heartbeatSeconds } = this.options;
    const { fleet, name: cluster } = row;
    const now = new Date().toISOString();
    const silent = isSilent(row, now);
    const followed = follower.find(fleet);
    const report = await knex<ReportRow>('reports')
      .where({ fleet, cluster })
      .first();
    const infrastructure = await infrastructureOf(knex, fleet, cluster);
    const removal = followed && removalOf(followed.sources, cluster);
    const [summary] = await list.summaries([row]);
    return {
      summary,
      ...(followed
        ? {
            sourceUrl: `${followed.repository.url}/blob/${
              followed.repository.branch
            }/${clusterPath(cluster)}`,
          }
        : {}),
      sync: syncStatus(followed, report, silent),
      objects: !silent && report?.counts ? JSON.parse(report.counts) : null,
      parts: await this.parts(row, silent, now),
      ...(infrastructure ? { infrastructure } : {}),
      ...(removal ? { removal } : {}),
      agent: agentStatus(
        await agents.ofCluster(fleet, cluster),
        row,
        report,
        heartbeatSeconds,
      ),
      conditions: report?.conditions ? JSON.parse(report.conditions) : [],
      problems: JSON.parse(row.problems),
    };
  }

  private async parts(
    { fleet, name: cluster, managed_by, parts }: ClusterRow,
    silent: boolean,
    now: string,
  ): Promise<Cluster['parts']> {
    const { knex } = this.options;
    const reported = await knex<PartRow>('parts').where({ fleet, cluster });
    const manager = managed_by
      ? await knex<ClusterRow>('clusters')
          .where({ fleet, name: managed_by })
          .first()
      : undefined;
    const managerHeard = manager !== undefined && !isSilent(manager, now);
    return partStatuses(JSON.parse(parts), reported, reporter =>
      reporter === cluster ? !silent : managerHeard,
    );
  }
}
