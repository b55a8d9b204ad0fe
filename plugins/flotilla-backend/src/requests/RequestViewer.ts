import type { Knex } from 'knex';
import type { PermissionCriteria } from '@backstage/plugin-permission-common';
import { wherePermitted } from '../clusters/clusterFilter';
import type { VisibleClusters } from '../permissions/ClusterAccess';
import type { ClusterFilter } from '../permissions/rules';

/** Who looks at requests: which of them they see follows from it. */
export interface RequestViewer {
  /** Entity reference of a person, who always sees what they have asked for. */
  user?: string;
  /** Of other people's requests: all, none, or those whose every cluster is one of these. */
  others: VisibleClusters;
}

/** A person who asks for a change. */
export interface Requester extends RequestViewer {
  user: string;
}

/** The hub's own work isn't on anybody's behalf. */
export const THE_HUB: RequestViewer = { others: 'all' };

/** Leaves the requests that the viewer sees, of a query on `requests`. */
export function whereSeen(
  query: Knex.QueryBuilder,
  { user, others }: RequestViewer,
): void {
  if (others === 'all') {
    return;
  }
  query.where(seen => {
    seen.whereIn('requests.requester', user ? [user] : []);
    if (others !== 'none') {
      seen.orWhereNotExists(hidden => hiddenClusters(hidden, others));
    }
  });
}

/** A cluster that Git doesn't have yet, or any more, has no owner or label to decide by: it stays hidden. */
function hiddenClusters(
  query: Knex.QueryBuilder,
  criteria: PermissionCriteria<ClusterFilter>,
): void {
  query
    .select('request_clusters.cluster')
    .from('request_clusters')
    .whereRaw('request_clusters.request_id = requests.id')
    .whereNotExists(permitted => {
      permitted
        .select('clusters.name')
        .from('clusters')
        .whereRaw('clusters.fleet = request_clusters.fleet')
        .whereRaw('clusters.name = request_clusters.cluster')
        .where(nested => wherePermitted(nested, criteria));
    });
}
