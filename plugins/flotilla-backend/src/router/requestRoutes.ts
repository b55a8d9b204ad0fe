import type {
  BackstageCredentials,
  HttpAuthService,
} from '@backstage/backend-plugin-api';
import type { Router } from 'express';
import { z } from 'zod';
import {
  Change,
  fleetReadPermission,
  requestCreatePermission,
} from '@flotilla/backstage-plugin-flotilla-common';
import type { ClusterAccess } from '../permissions/ClusterAccess';
import type { RequestAccess } from '../permissions/RequestAccess';
import type { Requests } from '../requests';
import { goneSignal } from './goneSignal';

const listQuery = z.object({
  fleet: z.string().optional(),
  cluster: z.string().optional(),
  open: z.boolean().optional(),
  limit: z.number().optional(),
});

const FILE_OF_CLUSTER = /^(?:clusters|rendered)\/([^/]+)\//;

function editedClusters({
  files,
}: Extract<Change, { kind: 'EditFiles' }>): Set<string> {
  return new Set(
    files.flatMap(({ path }) => FILE_OF_CLUSTER.exec(path)?.[1] ?? []),
  );
}

/** What people ask for, and what becomes of it. */
export function requestRoutes(
  router: Router,
  {
    httpAuth,
    access,
    requestAccess,
    requests: { plans, requests },
  }: {
    httpAuth: HttpAuthService;
    access: ClusterAccess;
    requestAccess: RequestAccess;
    requests: Requests;
  },
): void {
  // A plan shows the cluster's files and objects.
  const mayBeSeen = async (
    credentials: BackstageCredentials,
    fleet: string,
    change: Change,
  ) => {
    if (change.kind === 'UpgradeCluster' || change.kind === 'RemoveCluster') {
      await access.read(credentials, fleet, change.cluster);
    }
    if (change.kind === 'EditFiles') {
      await access.refuseHidden(credentials, fleet, editedClusters(change));
    }
  };

  router.post('/v1/fleets/:fleet/plans', async (request, response) => {
    const gone = goneSignal(response);
    const credentials = await httpAuth.credentials(request);
    await access.require(credentials, fleetReadPermission);
    const change: Change = request.body.change;
    await mayBeSeen(credentials, request.params.fleet, change);
    const { user } = await requestAccess.requester(credentials);
    try {
      const { fleet } = request.params;
      response.json(await plans.plan(fleet, change, user, gone));
    } catch (error) {
      // Nobody is left who could be told that the plan was given up.
      if (error !== gone.reason) throw error;
    }
  });

  router.post('/v1/fleets/:fleet/requests', async (request, response) => {
    const credentials = await httpAuth.credentials(request);
    await access.require(credentials, requestCreatePermission);
    const change: Change = request.body.change;
    await mayBeSeen(credentials, request.params.fleet, change);
    const requester = await requestAccess.requester(credentials);
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
    const filter = listQuery.parse(request.query);
    const viewer = await requestAccess.viewer(credentials);
    response.json(await requests.list(filter, viewer));
  });

  router.get('/v1/requests/:id', async (request, response) => {
    const credentials = await httpAuth.credentials(request);
    await access.require(credentials, fleetReadPermission);
    const viewer = await requestAccess.viewer(credentials);
    response.json(await requests.get(request.params.id, viewer));
  });

  router.put('/v1/requests/:id/pull-request', async (request, response) => {
    const credentials = await httpAuth.credentials(request);
    await access.require(credentials, requestCreatePermission);
    const number: number = request.body.number;
    const by = await requestAccess.requester(credentials);
    response.json(await requests.setPullRequest(request.params.id, number, by));
  });
}
