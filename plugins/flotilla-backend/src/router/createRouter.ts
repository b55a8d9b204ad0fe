import type {
  AuditorService,
  AuthService,
  HttpAuthService,
} from '@backstage/backend-plugin-api';
import { createValidatedOpenApiRouter } from '@backstage/backend-openapi-utils';
import type { Router } from 'express';
import type { Hub } from '../Hub';
import type { ClusterAccess } from '../permissions/ClusterAccess';
import { readSpecification } from '../schema/specification';
import { agentDecisionRoutes } from './agentDecisionRoutes';
import { agentRoutes } from './agentRoutes';
import { clusterRoutes } from './clusterRoutes';
import { fleetRoutes } from './fleetRoutes';
import { requestRoutes } from './requestRoutes';
import { readRequests } from './signedRequests';

/** What the routes call. */
export interface RouterOptions {
  hub: Hub;
  access: ClusterAccess;
  auth: AuthService;
  httpAuth: HttpAuthService;
  auditor: AuditorService;
}

/** The hub's API: every request is checked against openapi.yaml, then handed to a service. */
export async function createRouter(options: RouterOptions): Promise<Router> {
  const { hub, access, auth, httpAuth, auditor } = options;
  const router: Router = createValidatedOpenApiRouter(
    await readSpecification(),
    { middleware: [readRequests(hub.guard)] },
  );
  fleetRoutes(router, { httpAuth, access, fleets: hub.fleets });
  requestRoutes(router, { auth, httpAuth, access, requests: hub.requests });
  clusterRoutes(router, { httpAuth, access, ...hub });
  agentDecisionRoutes(router, { httpAuth, access, auditor, ...hub });
  agentRoutes(router, { ...hub, reports: hub.reportService });
  return router;
}
