import { json, Router } from 'express';
import { ForgeHost } from '../ForgeHost';
import { apiProblems } from '../http/problems';
import { notFound } from '../problems';
import { addGitRoutes } from './gitRoutes';
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
  report: (error: unknown) => void,
): Router {
  const routes = new Routes(host);
  addRepositoryRoutes(routes);
  addGitRoutes(routes);
  addPullRoutes(routes);
  addReviewRoutes(routes);
  addStatusRoutes(routes);
  const router = Router();
  router.use(json({ limit: LARGEST_BODY, type: () => true }));
  router.use(routes.router);
  router.use((_request, _response, next) => next(notFound()));
  router.use(apiProblems(report));
  return router;
}
