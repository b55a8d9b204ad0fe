import { Change, Plan } from '@flotilla/backstage-plugin-flotilla-common';

/** The clusters whose way to in sync is the request's. A new cluster's management cluster isn't one. */
export function requestClusters(change: Change, plan: Plan): string[] {
  switch (change.kind) {
    case 'CreateCluster':
      return [change.cluster.name];
    case 'UpgradeCluster':
    case 'RemoveCluster':
      return [change.cluster];
    default:
      return plan.clusters;
  }
}
