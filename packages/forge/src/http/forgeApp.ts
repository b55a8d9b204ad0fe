import express, { Express } from 'express';
import { ForgeHost } from '../ForgeHost';
import { graphqlRouter } from '../graphql/graphqlRouter';
import { apiRouter } from '../rest/apiRouter';
import { notFound } from '../problems';
import { webRouter } from '../web/webRouter';
import { archiveRouter } from './archiveRouter';
import { gitRouter } from './gitRouter';
import { plainProblems } from './problems';
import { RateLimits } from './RateLimits';

/** All that the host answers on its port. */
export function forgeApp(
  host: ForgeHost,
  requestsPerHour: number,
  report: (error: unknown) => void,
): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  const limits = new RateLimits(host.people, requestsPerHour);
  app.use('/api/v3', apiRouter(host, limits, report));
  app.use('/api/graphql', graphqlRouter(host, report));
  app.use(gitRouter(host));
  app.use(archiveRouter(host));
  app.use(webRouter(host));
  app.use((_request, _response, next) => next(notFound()));
  app.use(plainProblems(report));
  return app;
}
