import type {
  AuditorService,
  AuthService,
  HttpAuthService,
} from '@backstage/backend-plugin-api';
import { createValidatedOpenApiRouter } from '@backstage/backend-openapi-utils';
import type { Router } from 'express';
import PromiseRouter from 'express-promise-router';
import type { Hub } from '../Hub';
import type { ClusterAccess } from '../permissions/ClusterAccess';
import { RequestAccess } from '../permissions/RequestAccess';
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
  // Before the validator's router, which answers 400 to every error from its own middleware.
  const router: Router = PromiseRouter();
  router.use(readRequests(hub.guard));
  const validated: Router = createValidatedOpenApiRouter(
    await readSpecification(),
    // Bodies have been read.
    { middleware: [(_request, _response, next) => next()] },
  );
  router.use(validated);
  fleetRoutes(validated, { httpAuth, access, fleets: hub.fleets });
  const callers = {
    httpAuth,
    access,
    requestAccess: new RequestAccess(auth, access),
  };
  requestRoutes(validated, { ...callers, requests: hub.requests });
  clusterRoutes(validated, { ...callers, ...hub });
  agentDecisionRoutes(validated, { httpAuth, access, auditor, ...hub });
  agentRoutes(validated, { ...hub, reports: hub.reportService });
  return router;
}
