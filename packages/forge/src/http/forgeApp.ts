import express, { Express } from 'express';
import { ForgeHost } from '../ForgeHost';
import { apiRouter } from '../rest/apiRouter';
import { gitRouter } from './gitRouter';
import { plainProblems } from './problems';

/** All that the host answers on its port. */
export function forgeApp(
  host: ForgeHost,
  report: (error: unknown) => void,
): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.use('/api/v3', apiRouter(host, report));
  app.use(gitRouter(host));
  app.use(plainProblems(report));
  return app;
}
