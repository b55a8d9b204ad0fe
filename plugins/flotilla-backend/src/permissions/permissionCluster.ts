import type { PermissionsRegistryService } from '@backstage/backend-plugin-api';
import {
  agentApprovePermission,
  clusterReadPermission,
  fleetReadPermission,
  requestCreatePermission,
} from '@flotilla/backstage-plugin-flotilla-common';
import type { ClusterStore } from '../clusters';
import type { ClusterRow } from '../database/rows';
import {
  clusterPermissionRules,
  clusterResourceRef,
  PermissionCluster,
} from './rules';

/** A cluster as permission policies see it. */
export function permissionCluster(row: ClusterRow): PermissionCluster {
  return {
    fleet: row.fleet,
    name: row.name,
    owner: row.owner,
    ...(row.environment ? { environment: row.environment } : {}),
    labels: JSON.parse(row.labels),
    model: { name: row.model_name, version: row.model_version },
  };
}

/** Makes Flotilla's permissions and rules known. Resources are named `fleet/cluster`. */
export function registerPermissions(
  registry: PermissionsRegistryService,
  clusters: ClusterStore,
): void {
  registry.addPermissions([fleetReadPermission, requestCreatePermission]);
  registry.addResourceType({
    resourceRef: clusterResourceRef,
    permissions: [clusterReadPermission, agentApprovePermission],
    rules: Object.values(clusterPermissionRules),
    getResources: refs =>
      Promise.all(
        refs.map(async ref => {
          const [fleet, name] = ref.split('/');
          const row = await clusters.find(fleet, name ?? '');
          return row && permissionCluster(row);
        }),
      ),
  });
}
