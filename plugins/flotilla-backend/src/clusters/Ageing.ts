import type { Knex } from 'knex';
import type { ClusterRow } from '../database/rows';
import type { Assessor, Consequences } from './Assessor';
import type { ClusterStore } from './ClusterStore';

const AT_ONCE = 200;

/** Clusters whose state changes by time alone: they fall silent, or something was long enough ago. */
export class Ageing {
  constructor(
    private readonly options: {
      knex: Knex;
      clusters: ClusterStore;
      assessor: Assessor;
      publish(consequences: Consequences): void;
    },
  ) {}

  /** Looks at all that is due. */
  async run(signal?: AbortSignal): Promise<void> {
    for (;;) {
      const now = new Date().toISOString();
      const due = await this.due(now);
      for (const { fleet, name } of due) {
        if (signal?.aborted) {
          return;
        }
        await this.age(fleet, name, now);
      }
      if (due.length < AT_ONCE) {
        return;
      }
    }
  }

  /** What a management cluster said of others isn't known any more either when it falls silent. */
  private async age(fleet: string, name: string, now: string): Promise<void> {
    const { knex, clusters, assessor, publish } = this.options;
    const children = await clusters.childrenOf(fleet, name);
    for (const cluster of [name, ...children]) {
      publish(
        await knex.transaction(transaction =>
          assessor.reassess(transaction, { fleet, cluster }, now),
        ),
      );
    }
  }

  private due(now: string): Promise<Pick<ClusterRow, 'fleet' | 'name'>[]> {
    return this.options
      .knex<ClusterRow>('clusters')
      .where(silent =>
        silent.where('silent_at', '<=', now).andWhere('out_of_contact', false),
      )
      .orWhere('recheck_at', '<=', now)
      .limit(AT_ONCE)
      .select('fleet', 'name');
  }
}
