import type { HttpAuthService } from '@backstage/backend-plugin-api';
import type { Router } from 'express';
import { z } from 'zod';
import { fleetReadPermission } from '@flotilla/backstage-plugin-flotilla-common';
import type { FleetService } from '../fleets/FleetService';
import type { ClusterAccess } from '../permissions/ClusterAccess';

const formQuery = z.object({
  provider: z.string(),
  variant: z.string().optional(),
});

/** What people and other plugins ask of fleets. */
export function fleetRoutes(
  router: Router,
  {
    httpAuth,
    access,
    fleets,
  }: { httpAuth: HttpAuthService; access: ClusterAccess; fleets: FleetService },
): void {
  router.get('/v1/fleets', async (request, response) => {
    const credentials = await httpAuth.credentials(request);
    await access.require(credentials, fleetReadPermission);
    response.json({ items: fleets.list() });
  });

  router.get('/v1/fleets/:fleet/inventory', async (request, response) => {
    const credentials = await httpAuth.credentials(request);
    await access.require(credentials, fleetReadPermission);
    response.json(fleets.inventory(request.params.fleet));
  });

  router.get(
    '/v1/fleets/:fleet/models/:model/:version/form',
    async (request, response) => {
      const { fleet, model, version } = request.params;
      const credentials = await httpAuth.credentials(request);
      await access.require(credentials, fleetReadPermission);
      const choice = formQuery.parse(request.query);
      response.json(fleets.form(fleet, { name: model, version }, choice));
    },
  );
}
