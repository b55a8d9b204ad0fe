import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { gunzipSync } from 'node:zlib';
import type {
  Desired,
  Report,
} from '@flotilla/backstage-plugin-flotilla-common';
import type { KubeObject } from '@flotilla/drift';
import { stringify } from 'yaml';

/** As much of the hub as takes one agent's reports, and keeps none of them: what is measured is the agent. */
export class ReceivingHub {
  /** Is told of every report. */
  onReport: (report: Report) => void = () => {};
  #desired: Desired | undefined;
  #text = '';

  private constructor(
    private readonly server: Server,
    readonly url: string,
    private readonly persistenceSeconds: number,
  ) {}

  static async start(persistenceSeconds: number): Promise<ReceivingHub> {
    const server = createServer();
    await new Promise<void>(resolve =>
      server.listen(0, '127.0.0.1', () => resolve()),
    );
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const url = `http://127.0.0.1:${port}/api/flotilla`;
    const hub = new ReceivingHub(server, url, persistenceSeconds);
    server.on('request', (request, response) => {
      hub.#answer(request, response).catch(error => response.destroy(error));
    });
    return hub;
  }

  /** What the cluster should hold from now on, as one part. */
  desire(cluster: string, part: string, objects: readonly KubeObject[]): void {
    const commit = String(objects.length);
    this.#text = objects.map(one => `---\n${stringify(one)}`).join('');
    const hash = createHash('sha256').update(this.#text).digest('hex');
    const digest = `sha256:${hash}`;
    const size = this.#text.length;
    this.#desired = {
      fleet: 'bench',
      cluster,
      revision: `main@sha1:${commit}`,
      commit,
      etag: `"${commit}"`,
      engine: 'Flux',
      parts: [{ cluster, name: part, digest, size, path: '' }],
      ignore: [],
      unmanaged: [],
    };
  }

  async stop(): Promise<void> {
    const closed = new Promise(resolve => this.server.close(resolve));
    this.server.closeAllConnections();
    await closed;
  }

  async #answer(
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const path = (request.url ?? '').replace('/api/flotilla/agent/v1', '');
    const body = await bodyOf(request);
    const serverTime = new Date().toISOString();
    if (path === '/enrol') {
      send(response, {
        agentId: 'agent-1',
        state: 'Approved',
        fingerprint: '',
      });
    } else if (path === '/sessions') {
      const { persistenceSeconds } = this;
      const session = { epoch: 1, heartbeatSeconds: 2, persistenceSeconds };
      send(response, { ...session, serverTime });
    } else if (path === '/desired') {
      const { etag = '' } = this.#desired ?? {};
      const isKnown = request.headers['if-none-match'] === etag;
      send(response, this.#desired, isKnown ? 304 : 200);
    } else if (path.startsWith('/parts/')) {
      response.end(this.#text);
    } else {
      const report: Report = JSON.parse(body);
      this.onReport(report);
      send(response, {
        accepted: true,
        acceptedSequence: report.sequence,
        resync: 'None',
        nextReportSeconds: 2,
        rotateKey: false,
        desiredEtag: this.#desired?.etag,
        serverTime,
      });
    }
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  const bytes = Buffer.concat(chunks);
  const isZipped = request.headers['content-encoding'] === 'gzip';
  return (isZipped ? gunzipSync(bytes) : bytes).toString();
}

function send(response: ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(status === 304 ? undefined : JSON.stringify(body));
}
