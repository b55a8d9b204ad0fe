import type { Knex } from 'knex';
import type { ClusterState } from '@flotilla/backstage-plugin-flotilla-common';
import type { ClusterRow, PartRow } from '../database/rows';
import { reasonSentence } from './ago';

/** How far a cluster has come towards what Git says. */
export interface ClusterProgress {
  state: ClusterState;
  /** The sentence that goes with the state. */
  reason: string;
  /** Whether the engine has applied every part of the cluster as it is at the fleet's commit. */
  applied: boolean;
  /** Digests of the parts that are applied, by part. */
  appliedDigests: ReadonlyMap<string, string>;
}

/** Keeps one row a cluster: what Git says of it, and the state it was last seen in. */
export class ClusterStore {
  constructor(private readonly knex: Knex) {}

  async find(
    fleet: string,
    name: string,
    knex: Knex = this.knex,
  ): Promise<ClusterRow | undefined> {
    return knex<ClusterRow>('clusters').where({ fleet, name }).first();
  }

  /** Reads a cluster that this transaction alone may change until it ends. */
  async lock(
    transaction: Knex.Transaction,
    fleet: string,
    name: string,
  ): Promise<ClusterRow | undefined> {
    return transaction<ClusterRow>('clusters')
      .where({ fleet, name })
      .forUpdate()
      .first();
  }

  /** Names of the clusters that another one manages. */
  async childrenOf(
    fleet: string,
    manager: string,
    knex: Knex = this.knex,
  ): Promise<string[]> {
    const rows = await knex<ClusterRow>('clusters')
      .where({ fleet, managed_by: manager })
      .orderBy('name')
      .select('name');
    return rows.map(({ name }) => name);
  }

  /** Undefined for a cluster that Git doesn't have. */
  async progress(
    fleet: string,
    cluster: string,
    now: string = new Date().toISOString(),
  ): Promise<ClusterProgress | undefined> {
    const row = await this.find(fleet, cluster);
    if (!row) {
      return undefined;
    }
    const parts = await this.knex<PartRow>('parts').where({ fleet, cluster });
    return {
      state: row.state,
      reason: reasonSentence(
        {
          reason: row.reason,
          reasonSince: row.reason_since,
          lastKnownState: row.last_known_state,
        },
        now,
      ),
      applied: Boolean(row.applied),
      appliedDigests: new Map(
        parts
          .filter(part => part.state === 'Applied')
          .map(part => [part.name, part.digest]),
      ),
    };
  }
}
