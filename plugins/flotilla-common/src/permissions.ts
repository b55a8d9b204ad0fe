import { createPermission } from '@backstage/plugin-permission-common';

/** Resource type of the permissions on a cluster: conditions may name owner, labels, environment and model. @public */
export const RESOURCE_TYPE_FLOTILLA_CLUSTER = 'flotilla-cluster';

/** See a cluster: state, drift, parts, timeline. @public */
export const clusterReadPermission = createPermission({
  name: 'flotilla.cluster.read',
  attributes: { action: 'read' },
  resourceType: RESOURCE_TYPE_FLOTILLA_CLUSTER,
});

/** See fleets, models, plans and requests. @public */
export const fleetReadPermission = createPermission({
  name: 'flotilla.fleet.read',
  attributes: { action: 'read' },
});

/** Ask for a change by a pull request. @public */
export const requestCreatePermission = createPermission({
  name: 'flotilla.request.create',
  attributes: { action: 'create' },
});

/** Approve, reject and revoke agents, and make enrolment tokens. @public */
export const agentApprovePermission = createPermission({
  name: 'flotilla.agent.approve',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_FLOTILLA_CLUSTER,
});

/** Every permission of Flotilla. @public */
export const flotillaPermissions = [
  clusterReadPermission,
  fleetReadPermission,
  requestCreatePermission,
  agentApprovePermission,
];
