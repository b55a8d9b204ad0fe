import type {
  ClusterPage,
  ClusterSummary,
  ClusterQuery,
} from '@flotilla/backstage-plugin-flotilla-common';
import type { CallOptions, FlotillaApi } from '../api';

/** The most that the hub gives out at once. */
const LARGEST_PAGE = 500;

/** The first `wanted` clusters of a query, in as few calls as the hub's page size allows. */
export async function loadClusters(
  api: FlotillaApi,
  query: ClusterQuery,
  wanted: number,
  options: CallOptions,
): Promise<ClusterPage> {
  let page = await api.clusters(
    { ...query, limit: Math.min(wanted, LARGEST_PAGE) },
    options,
  );
  const items: ClusterSummary[] = [...page.items];
  while (page.nextCursor && items.length < wanted) {
    const limit = Math.min(wanted - items.length, LARGEST_PAGE);
    page = await api.clusters(
      { ...query, limit, cursor: page.nextCursor },
      options,
    );
    items.push(...page.items);
  }
  return { ...page, items };
}
