import { json, Router } from 'express';
import { ForgeHost } from '../ForgeHost';
import { apiProblems } from '../http/problems';
import { RateLimits } from '../http/RateLimits';
import { notFound } from '../problems';
import { addCheckRunRoutes } from './checkRunRoutes';
import { addCommitRoutes } from './commitRoutes';
import { addContentRoutes } from './contentRoutes';
import { addGitRoutes } from './gitRoutes';
import { addIssueRoutes } from './issueRoutes';
import { addPeopleRoutes } from './peopleRoutes';
import { addPullRoutes } from './pullRoutes';
import { addRepositoryRoutes } from './repositoryRoutes';
import { addReviewRoutes } from './reviewRoutes';
import { Routes } from './Routes';
import { addStatusRoutes } from './statusRoutes';

/** The largest body of an API call: a tree of a few thousand files. */
const LARGEST_BODY = '64mb';

/** The part of GitHub's REST API that the host speaks, below `/api/v3`. */
export function apiRouter(
  host: ForgeHost,
  limits: RateLimits,
  report: (error: unknown) => void,
): Router {
  const routes = new Routes(host);
  routes.get('/rate_limit', exchange => {
    const core = limits.allowance(exchange.request);
    const resources = { core, search: core, graphql: core };
    exchange.send({ resources, rate: core });
  });
  addRepositoryRoutes(routes);
  addContentRoutes(routes);
  addGitRoutes(routes);
  addPullRoutes(routes);
  addReviewRoutes(routes);
  addIssueRoutes(routes);
  addStatusRoutes(routes);
  addCheckRunRoutes(routes);
  addPeopleRoutes(routes);
  addCommitRoutes(routes);
  const router = Router();
  router.use(limits.count);
  router.use(json({ limit: LARGEST_BODY, type: () => true }));
  router.use(routes.router);
  router.use((_request, _response, next) => next(notFound()));
  router.use(apiProblems(report));
  return router;
}
