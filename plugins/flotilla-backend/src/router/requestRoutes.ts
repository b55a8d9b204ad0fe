import type {
  AuthService,
  BackstageCredentials,
  HttpAuthService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import type { Router } from 'express';
import { z } from 'zod';
import {
  Change,
  fleetReadPermission,
  requestCreatePermission,
} from '@flotilla/backstage-plugin-flotilla-common';
import type { ClusterAccess } from '../permissions/ClusterAccess';
import type { Requests } from '../requests';

const listQuery = z.object({
  fleet: z.string().optional(),
  cluster: z.string().optional(),
  open: z.boolean().optional(),
  limit: z.number().optional(),
});

/** What people ask for, and what becomes of it. */
export function requestRoutes(
  router: Router,
  {
    auth,
    httpAuth,
    access,
    requests: { plans, requests },
  }: {
    auth: AuthService;
    httpAuth: HttpAuthService;
    access: ClusterAccess;
    requests: Requests;
  },
): void {
  // A plan shows the cluster's files and objects.
  const mayBeSeen = async (
    credentials: BackstageCredentials,
    fleet: string,
    change: Change,
  ) => {
    if (change.kind === 'UpgradeCluster') {
      await access.read(credentials, fleet, change.cluster);
    }
  };

  router.post('/v1/fleets/:fleet/plans', async (request, response) => {
    const credentials = await httpAuth.credentials(request);
    await access.require(credentials, fleetReadPermission);
    const change: Change = request.body.change;
    await mayBeSeen(credentials, request.params.fleet, change);
    const requester = requesterOf(auth, credentials);
    response.json(await plans.plan(request.params.fleet, change, requester));
  });

  router.post('/v1/fleets/:fleet/requests', async (request, response) => {
    const credentials = await httpAuth.credentials(request);
    await access.require(credentials, requestCreatePermission);
    const change: Change = request.body.change;
    await mayBeSeen(credentials, request.params.fleet, change);
    const requester = requesterOf(auth, credentials);
    const created = await requests.create(
      request.params.fleet,
      change,
      requester,
    );
    response.status(201).json(created);
  });

  router.get('/v1/requests', async (request, response) => {
    const credentials = await httpAuth.credentials(request);
    await access.require(credentials, fleetReadPermission);
    response.json(await requests.list(listQuery.parse(request.query)));
  });

  router.get('/v1/requests/:id', async (request, response) => {
    const credentials = await httpAuth.credentials(request);
    await access.require(credentials, fleetReadPermission);
    response.json(await requests.get(request.params.id));
  });

  router.put('/v1/requests/:id/pull-request', async (request, response) => {
    const credentials = await httpAuth.credentials(request);
    await access.require(credentials, requestCreatePermission);
    const number: number = request.body.number;
    const by = requesterOf(auth, credentials);
    response.json(await requests.setPullRequest(request.params.id, number, by));
  });
}

/** Changes are asked for by people, also where a task of the scaffolder asks on their behalf. */
function requesterOf(
  auth: AuthService,
  credentials: BackstageCredentials,
): string {
  if (!auth.isPrincipal(credentials, 'user')) {
    throw new NotAllowedError(
      'A change is asked for by a person: call with credentials of a user',
    );
  }
  return credentials.principal.userEntityRef;
}
