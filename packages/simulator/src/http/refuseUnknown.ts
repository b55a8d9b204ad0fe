import { ServerResponse } from 'node:http';
import { send } from './ClusterApi';

/** Answers a path that is no cluster's, as an API server answers what it hasn't got. */
export function refuseUnknown(
  response: ServerResponse,
  cluster: string | undefined,
): void {
  const message =
    cluster === undefined
      ? 'clusters are under /clusters/<name>'
      : `there is no cluster ${cluster}`;
  const status = { kind: 'Status', apiVersion: 'v1', status: 'Failure' };
  send(response, 404, JSON.stringify({ ...status, message, code: 404 }));
}
