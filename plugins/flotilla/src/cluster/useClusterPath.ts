import { useEntityPath } from '../common';

/** Where the tab of {@link FleetContent} stands on a cluster's page. */
export const CLUSTER_TAB_PATH = '/fleet';

/** The page of a cluster, open at its fleet tab. */
export function useClusterPath(): (entityRef: string) => string | undefined {
  const entityPath = useEntityPath();
  return entityRef => {
    const page = entityPath(entityRef);
    return page && `${page}${CLUSTER_TAB_PATH}`;
  };
}
