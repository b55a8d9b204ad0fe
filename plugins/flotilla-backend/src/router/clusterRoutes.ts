import type { HttpAuthService } from '@backstage/backend-plugin-api';
import type { Router } from 'express';
import { z } from 'zod';
import { fleetReadPermission } from '@flotilla/backstage-plugin-flotilla-common';
import type { ClusterDetails } from '../clusters/ClusterDetails';
import type { ClusterList } from '../clusters/ClusterList';
import type { DriftService } from '../drift/DriftService';
import type { FleetService } from '../fleets/FleetService';
import type { ClusterAccess } from '../permissions/ClusterAccess';
import type { RequestAccess } from '../permissions/RequestAccess';

export interface ClusterRoutesOptions {
  httpAuth: HttpAuthService;
  access: ClusterAccess;
  requestAccess: RequestAccess;
  list: ClusterList;
  details: ClusterDetails;
  drift: DriftService;
  fleets: FleetService;
}

const strings = z.array(z.string()).optional();
const listQuery = z.object({
  fleet: z.string().optional(),
  view: z
    .enum(['attention', 'drifted', 'outOfContact', 'upgrading', 'all'])
    .optional(),
  search: z.string().optional(),
  owner: strings,
  model: strings,
  provider: strings,
  environment: strings,
  state: strings,
  label: strings,
  cursor: z.string().optional(),
  limit: z.number().optional(),
});
const limitQuery = z.object({ limit: z.number().optional() });

/** What people ask of clusters. */
export function clusterRoutes(
  router: Router,
  {
    httpAuth,
    access,
    requestAccess,
    list,
    details,
    drift,
    fleets,
  }: ClusterRoutesOptions,
): void {
  router.get('/v1/clusters', async (request, response) => {
    const credentials = await httpAuth.credentials(request);
    const permitted = await access.readable(credentials);
    const { cursor, limit, ...query } = listQuery.parse(request.query);
    const page = await list.page(permitted, query, { cursor, limit });
    const mayReadFleets = await access.has(credentials, fleetReadPermission);
    response.json({
      ...page,
      ...(mayReadFleets ? { fleets: fleets.list() } : {}),
    });
  });

  router.get('/v1/clusters/:fleet/:cluster', async (request, response) => {
    const { fleet, cluster } = request.params;
    const credentials = await httpAuth.credentials(request);
    const row = await access.read(credentials, fleet, cluster);
    response.json(await details.of(row));
  });

  router.get(
    '/v1/clusters/:fleet/:cluster/drift',
    async (request, response) => {
      const { fleet, cluster } = request.params;
      const credentials = await httpAuth.credentials(request);
      const row = await access.read(credentials, fleet, cluster);
      response.json(await drift.drift(row));
    },
  );

  router.get(
    '/v1/clusters/:fleet/:cluster/timeline',
    async (request, response) => {
      const { fleet, cluster } = request.params;
      const { limit } = limitQuery.parse(request.query);
      const credentials = await httpAuth.credentials(request);
      const row = await access.read(credentials, fleet, cluster);
      const viewer = await requestAccess.viewer(credentials);
      response.json(await drift.timeline(row, viewer, limit));
    },
  );
}
