import {
  IncomingMessage,
  Server,
  ServerResponse,
  createServer,
} from 'node:http';
import { AddressInfo } from 'node:net';
import { Measured, Metrics } from './Metrics';

/** Where to listen. */
export interface HealthAddress {
  /** `127.0.0.1` unless somebody opts for more. */
  host: string;
  port: number;
}

/** A server of an agent's health and metrics. */
export interface HealthServer {
  port: number;
  close(): Promise<void>;
}

/**
 * Serves `/healthz` (the process lives), `/readyz` (it knows its cluster and its hub, or stands by) and `/metrics`.
 *
 * @throws Error when the port is taken
 */
export async function serveHealth(
  agent: Measured,
  metrics: Metrics,
  { host, port }: HealthAddress,
): Promise<HealthServer> {
  const server = createServer((request, response) => {
    answer(agent, metrics, request, response).catch(error => {
      response.writeHead(500).end(String(error));
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  return { port: portOf(server), close: () => closed(server) };
}

async function answer(
  agent: Measured,
  metrics: Metrics,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method !== 'GET') {
    response.writeHead(405).end();
    return;
  }
  switch (request.url) {
    case '/healthz':
      tell(response, 200, agent.state);
      return;
    case '/readyz':
      tell(response, isReady(agent) ? 200 : 503, agent.state);
      return;
    case '/metrics':
      response.writeHead(200, { 'content-type': metrics.contentType });
      response.end(await metrics.text());
      return;
    default:
      response.writeHead(404).end();
  }
}

function tell(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

function isReady({ state: { phase } }: Measured): boolean {
  return phase === 'Reporting' || phase === 'Standby';
}

function portOf(server: Server): number {
  const address: AddressInfo | string | null = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}

async function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise(resolve => server.close(resolve));
}
