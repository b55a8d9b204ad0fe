import type { PermissionCriteria } from '@backstage/plugin-permission-common';
import type { Knex } from 'knex';
import type {
  ClusterCounts,
  ClusterPage,
  ClusterSummary,
  Facet,
  Facets,
  ClusterQuery,
} from '@flotilla/backstage-plugin-flotilla-common';
import type { ClusterRow } from '../database/rows';
import type { Corrections } from '../drift/Corrections';
import type { DriftHistory } from '../drift/DriftHistory';
import type { ClusterFilter } from '../permissions/rules';
import { whereAsked, wherePermitted } from './clusterFilter';
import { clusterSummary } from './clusterSummary';
import { cursorAfter, whereAfter } from './cursor';

const PAGE = 50;

export interface ClusterListOptions {
  knex: Knex;
  corrections: Corrections;
  history: DriftHistory;
  /** Open requests of a fleet's clusters, counted. */
  openRequests(fleet: string): Promise<ReadonlyMap<string, number>>;
}

/** What the caller may see; undefined: everything. */
export type Permitted = PermissionCriteria<ClusterFilter> | undefined;

/** Lists clusters, worst first. All counts are exact. */
export class ClusterList {
  constructor(private readonly options: ClusterListOptions) {}

  /** Counts and facets are of all that the caller may see in the fleet; only the items and their number follow the rest of the query. */
  async page(
    permitted: Permitted,
    query: ClusterQuery,
    { limit = PAGE, cursor }: { limit?: number; cursor?: string },
  ): Promise<Omit<ClusterPage, 'fleets'>> {
    const asked = this.visible(permitted, query);
    whereAsked(asked, query);
    const [{ total }] = await asked.clone().count({ total: '*' });
    const rows: ClusterRow[] = await ordered(asked, cursor)
      .limit(limit + 1)
      .select('clusters.*');
    const shown = rows.slice(0, limit);
    const last = shown[shown.length - 1];
    const { counts, models, newestReportAt } = await this.counts(
      permitted,
      query,
    );
    return {
      items: await this.summaries(shown),
      totalCount: Number(total),
      ...(rows.length > limit ? { nextCursor: cursorAfter(last) } : {}),
      counts,
      facets: await this.facets(permitted, query),
      models,
      ...(newestReportAt ? { newestReportAt } : {}),
    };
  }

  async summaries(rows: readonly ClusterRow[]): Promise<ClusterSummary[]> {
    const { corrections, history, openRequests } = this.options;
    const now = new Date().toISOString();
    const days = await history.days(rows, now);
    const corrected = await corrections.countSince(rows, now.slice(0, 10));
    const open = new Map<string, ReadonlyMap<string, number>>();
    for (const fleet of new Set(rows.map(row => row.fleet))) {
      open.set(fleet, await openRequests(fleet));
    }
    return rows.map(row => {
      const key = `${row.fleet}/${row.name}`;
      const extras = {
        history: days.get(key) ?? [],
        correctedToday: corrected.get(key) ?? 0,
        openRequests: open.get(row.fleet)?.get(row.name) ?? 0,
      };
      return clusterSummary(row, extras, now);
    });
  }

  private visible(
    permitted: Permitted,
    { fleet }: ClusterQuery,
  ): Knex.QueryBuilder {
    const query = this.options.knex('clusters');
    if (permitted) {
      query.where(nested => wherePermitted(nested, permitted));
    }
    if (fleet) {
      query.where({ fleet });
    }
    return query;
  }

  private async counts(
    permitted: Permitted,
    query: ClusterQuery,
  ): Promise<{
    counts: ClusterCounts;
    models: number;
    newestReportAt: string | null;
  }> {
    const { knex } = this.options;
    const countOf = (condition: string) =>
      knex.raw(`count(case when ${condition} then 1 end)`);
    const [row] = await this.visible(permitted, query).select({
      attention: countOf('needs_attention'),
      drifted: countOf("state = 'Drifted'"),
      out_of_contact: countOf('out_of_contact'),
      upgrading: countOf('upgrading_to is not null'),
      all_clusters: knex.raw('count(*)'),
      models: knex.raw('count(distinct model_name)'),
      newest: knex.raw('max(last_report_at)'),
    });
    return {
      counts: {
        attention: Number(row.attention),
        drifted: Number(row.drifted),
        outOfContact: Number(row.out_of_contact),
        upgrading: Number(row.upgrading),
        all: Number(row.all_clusters),
      },
      models: Number(row.models),
      newestReportAt: row.newest,
    };
  }

  private async facets(
    permitted: Permitted,
    query: ClusterQuery,
  ): Promise<Facets> {
    const facet = async (column: string): Promise<Facet[]> => {
      const rows: FacetRow[] = await this.visible(permitted, query)
        .whereNotNull(column)
        .groupBy(column)
        .orderBy(column)
        .select({ value: column })
        .count({ count: '*' });
      return rows.map(({ value, count }) => ({ value, count: Number(count) }));
    };
    return {
      owner: await facet('owner'),
      model: await this.modelFacet(permitted, query),
      provider: await facet('provider'),
      environment: await facet('environment'),
      state: await facet('state'),
    };
  }

  private async modelFacet(
    permitted: Permitted,
    query: ClusterQuery,
  ): Promise<Facet[]> {
    const rows: (Pick<ClusterRow, 'model_name' | 'model_version'> & {
      count: number | string;
    })[] = await this.visible(permitted, query)
      .groupBy('model_name', 'model_version')
      .orderBy(['model_name', 'model_version'])
      .select('model_name', 'model_version')
      .count({ count: '*' });
    return rows.map(row => ({
      value: `${row.model_name}/${row.model_version}`,
      count: Number(row.count),
    }));
  }
}

interface FacetRow {
  value: string;
  /** PostgreSQL counts in text. */
  count: number | string;
}

function ordered(
  query: Knex.QueryBuilder,
  cursor: string | undefined,
): Knex.QueryBuilder {
  const page = query
    .clone()
    .orderBy([
      { column: 'weight', order: 'desc' },
      { column: 'fleet' },
      { column: 'name' },
    ]);
  if (cursor) {
    whereAfter(page, cursor);
  }
  return page;
}
