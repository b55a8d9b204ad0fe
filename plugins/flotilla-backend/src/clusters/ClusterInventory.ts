import type { Knex } from 'knex';
import type { ClusterRow } from '../database/rows';
import type { ClusterInGit, FollowedFleet } from '../fleets';
import type { Assessor, Consequences } from './Assessor';
import { gitColumns } from './gitColumns';

const TABLES_OF_A_CLUSTER = [
  'cluster_labels',
  'parts',
  'resources',
  'reports',
  'infrastructure',
  'drift_episodes',
] as const;

/** What it has said of the clusters that it managed. */
const TABLES_OF_A_REPORTER = ['parts', 'resources', 'infrastructure'] as const;

/** Brings the clusters in the database to what Git says. Only what differs is written. */
export class ClusterInventory {
  constructor(
    private readonly knex: Knex,
    private readonly assessor: Assessor,
  ) {}

  async take(fleet: FollowedFleet, now: string): Promise<Consequences> {
    const all: Consequences = { changed: [], messages: [] };
    const known = new Map(
      (
        await this.knex<ClusterRow>('clusters')
          .where({ fleet: fleet.name })
          .select('name', 'git_digest', 'added_at')
      ).map(row => [row.name, row]),
    );
    for (const cluster of fleet.clusters.values()) {
      const { changed, messages } = await this.takeCluster(
        fleet,
        cluster,
        known.get(cluster.name)?.git_digest,
        now,
      );
      all.changed.push(...changed);
      all.messages.push(...messages);
    }
    for (const { name, added_at } of known.values()) {
      // Another replica may have read a newer commit than ours.
      if (!fleet.clusters.has(name) && added_at <= fleet.committedAt) {
        await this.remove(fleet.name, name);
        all.changed.push({ fleet: fleet.name, cluster: name });
      }
    }
    return all;
  }

  private async takeCluster(
    fleet: FollowedFleet,
    cluster: ClusterInGit,
    knownDigest: string | undefined,
    now: string,
  ): Promise<Consequences> {
    const columns = gitColumns(fleet, cluster);
    if (!columns || columns.git_digest === knownDigest) {
      return { changed: [], messages: [] };
    }
    const key = { fleet: fleet.name, name: cluster.name };
    return this.knex.transaction(async transaction => {
      await transaction<ClusterRow>('clusters')
        .insert({ ...key, ...columns, ...unheardOf(fleet.committedAt) })
        .onConflict(['fleet', 'name'])
        .merge(columns);
      await this.writeLabels(transaction, key, JSON.parse(columns.labels));
      return this.assessor.reassess(
        transaction,
        { fleet: fleet.name, cluster: cluster.name },
        now,
      );
    });
  }

  private async writeLabels(
    transaction: Knex.Transaction,
    { fleet, name }: { fleet: string; name: string },
    labels: Record<string, string>,
  ): Promise<void> {
    await transaction('cluster_labels')
      .where({ fleet, cluster: name })
      .delete();
    const rows = Object.entries(labels).map(([key, value]) => ({
      fleet,
      cluster: name,
      key,
      value,
    }));
    if (rows.length > 0) {
      await transaction('cluster_labels').insert(rows);
    }
  }

  /** Agents stay: their keys count again should the cluster come back. */
  private async remove(fleet: string, name: string): Promise<void> {
    await this.knex.transaction(async transaction => {
      await transaction<ClusterRow>('clusters').where({ fleet, name }).delete();
      for (const table of TABLES_OF_A_CLUSTER) {
        await transaction(table).where({ fleet, cluster: name }).delete();
      }
      for (const table of TABLES_OF_A_REPORTER) {
        await transaction(table).where({ fleet, reporter: name }).delete();
      }
    });
  }
}

function unheardOf(addedAt: string) {
  return {
    added_at: addedAt,
    epoch: 0,
    state: 'Starting' as const,
    reason: '',
    needs_attention: false,
    out_of_contact: true,
    weight: 0,
    applied: false,
  };
}
