import { isDatabaseConflictError } from '@backstage/backend-plugin-api';
import { NotFoundError } from '@backstage/errors';
import { Knex } from 'knex';
import { isEnded, StoredRequest } from './StoredRequest';
import { fromRow, RequestRow, toRow } from './requestRow';
import { RequestViewer, whereSeen } from './RequestViewer';

/** Which requests to list. */
export interface RequestFilter {
  fleet?: string;
  cluster?: string;
  /** Only those that aren't ended. */
  open?: boolean;
  limit?: number;
}

const PHASES = [
  'Opening',
  'Open',
  'Merged',
  'Applied',
  'InSync',
  'Closed',
  'Failed',
] as const;

/** Keeps requests in the plugin's database. */
export class RequestStore {
  constructor(private readonly knex: Knex) {}

  /** Adds a request, or gives the open one of the same fleet and branch back. */
  async add(
    request: StoredRequest,
  ): Promise<{ request: StoredRequest; created: boolean }> {
    try {
      await this.knex.transaction(async tx => {
        await tx<RequestRow>('requests').insert(toRow(request));
        await this.writeClusters(tx, request);
      });
      return { request, created: true };
    } catch (error) {
      const open = isDatabaseConflictError(error)
        ? await this.openOn(request.fleet, request.branch)
        : undefined;
      if (!open) {
        throw error;
      }
      return { request: open, created: false };
    }
  }

  /** @throws NotFoundError when there is none of the id that the viewer sees */
  async get(id: string, viewer: RequestViewer): Promise<StoredRequest> {
    const [row] = await this.seenBy(viewer)
      .where('requests.id', id)
      .select<RequestRow[]>('requests.*');
    if (!row) {
      throw new NotFoundError(`There is no request ${id} that you may see`);
    }
    return fromRow(row);
  }

  /** Those of the ids whose requests the viewer sees. */
  async seenAmong(
    ids: readonly string[],
    viewer: RequestViewer,
  ): Promise<ReadonlySet<string>> {
    const rows = await this.seenBy(viewer)
      .whereIn('requests.id', ids)
      .select<Pick<RequestRow, 'id'>[]>('requests.id');
    return new Set(rows.map(({ id }) => id));
  }

  async list(
    filter: RequestFilter,
    viewer: RequestViewer,
  ): Promise<{ items: StoredRequest[]; totalCount: number }> {
    const matching = this.matching(filter, viewer);
    const [{ count }] = await matching.clone().count({ count: '*' });
    const rows = await matching
      .orderBy('created_at', 'desc')
      .orderBy('id')
      .limit(filter.limit ?? 50)
      .select<RequestRow[]>('requests.*');
    return { items: rows.map(fromRow), totalCount: Number(count) };
  }

  /** Open requests of each cluster, counted. */
  async openByCluster(fleet: string): Promise<Map<string, number>> {
    const rows = await this.knex('request_clusters')
      .join('requests', 'requests.id', 'request_clusters.request_id')
      .where('request_clusters.fleet', fleet)
      .whereNotNull('requests.open_key')
      .groupBy('request_clusters.cluster')
      .select<{ cluster: string; count: number | string }[]>(
        'request_clusters.cluster',
        this.knex.raw('count(*) as count'),
      );
    return new Map(rows.map(row => [row.cluster, Number(row.count)]));
  }

  /** Changes a request, unless somebody else has since it was read; says whether it did. */
  async update(
    before: StoredRequest,
    changes: Partial<StoredRequest>,
    at: string,
  ): Promise<StoredRequest | undefined> {
    const after = {
      ...before,
      ...changes,
      updatedAt: later(before.updatedAt, at),
    };
    return this.knex.transaction(async tx => {
      const changed = await tx<RequestRow>('requests')
        .where({ id: before.id, updated_at: before.updatedAt })
        .update(toRow(after));
      if (changed && changes.clusters) {
        await tx('request_clusters').where({ request_id: before.id }).delete();
        await this.writeClusters(tx, after);
      }
      return changed ? after : undefined;
    });
  }

  private async openOn(
    fleet: string,
    branch: string,
  ): Promise<StoredRequest | undefined> {
    const row = await this.knex<RequestRow>('requests')
      .where({ fleet, branch })
      .whereNotNull('open_key')
      .first();
    return row && fromRow(row);
  }

  private seenBy(viewer: RequestViewer): Knex.QueryBuilder {
    const query = this.knex('requests');
    whereSeen(query, viewer);
    return query;
  }

  private matching(
    { fleet, cluster, open }: RequestFilter,
    viewer: RequestViewer,
  ): Knex.QueryBuilder {
    const query = this.seenBy(viewer);
    if (fleet) {
      query.where('requests.fleet', fleet);
    }
    if (open !== undefined) {
      query.whereIn(
        'requests.phase',
        PHASES.filter(p => isEnded(p) !== open),
      );
    }
    if (cluster) {
      query.whereIn(
        'requests.id',
        this.knex('request_clusters').where({ cluster }).select('request_id'),
      );
    }
    return query;
  }

  private async writeClusters(tx: Knex, request: StoredRequest): Promise<void> {
    const { id, fleet, clusters } = request;
    if (clusters.length > 0) {
      await tx.batchInsert(
        'request_clusters',
        clusters.map(cluster => ({ request_id: id, fleet, cluster })),
        100,
      );
    }
  }
}

/** A time after the one before: `updated_at` tells one version of a row from the next. */
function later(before: string, at: string): string {
  return at > before
    ? at
    : new Date(new Date(before).getTime() + 1).toISOString();
}
