import { createHash } from 'node:crypto';
import {
  IncomingMessage,
  Server,
  ServerResponse,
  createServer,
} from 'node:http';
import { gunzipSync } from 'node:zlib';
import { JWK, decodeProtectedHeader, importJWK, jwtVerify } from 'jose';
import { stringify } from 'yaml';

const AGENT_ID = 'agent-1';

/**
 * The part of the hub that agents speak to, over real HTTP, checking signatures.
 *
 * @typeParam Report - what agents report: the testbed knows no types of ours
 * @public
 */
export class TestHub<Report extends { sequence: number }> {
  readonly enrolments: Record<string, unknown>[] = [];
  readonly reports: Report[] = [];
  readonly rejected: string[] = [];
  readonly fetchedParts: string[] = [];
  /** What the hub would answer to who asks to join. */
  reception: 'Pending' | 'Approved' | 'Rejected' | 'Conflict' = 'Approved';
  resync: 'None' | 'Full' | 'Session' = 'None';
  /** What it tells agents of the persistence rule. */
  persistenceSeconds = 30;
  /** How long it lets agents be silent. */
  heartbeatSeconds = 60;
  /** Is told of every report that it takes. */
  onReport: (report: Report) => void = () => {};
  /** Answers 503 to everything. */
  isDown = false;
  /** Takes the next report, and ends the connection without an answer. */
  losesAnswer = false;
  /** Asks for a new key with each report that it takes, until it was used. */
  wantsKey = false;
  /** Kinds of which what Git doesn't know is sought, from the next commit on. */
  unmanaged: { group: string; kind: string }[] = [];
  /** The keys that it takes, the oldest first. */
  keys: JWK[] = [];
  #epoch = 0;
  #parts = new Map<string, string>();
  #desired: { etag: string } = { etag: '' };
  #seen = new Set<string>();

  private constructor(private readonly server: Server, readonly url: string) {
    this.desire('c0', {});
  }

  static async start<Report extends { sequence: number }>(): Promise<
    TestHub<Report>
  > {
    const server = createServer();
    await new Promise<void>(resolve =>
      server.listen(0, '127.0.0.1', () => resolve()),
    );
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const hub = new TestHub<Report>(
      server,
      `http://127.0.0.1:${port}/api/flotilla`,
    );
    server.on('request', (request, response) => {
      hub.#answer(request, response).catch(error => {
        hub.rejected.push(String(error));
        send(response, 401, { error: { message: String(error) } });
      });
    });
    return hub;
  }

  async stop(): Promise<void> {
    const closed = new Promise(resolve => this.server.close(resolve));
    this.server.closeAllConnections();
    await closed;
  }

  /** Sets what the cluster should hold at a commit. @param parts - part name → objects */
  desire(
    commit: string,
    parts: Record<string, readonly object[]>,
    cluster = 'prod',
    engine: 'Flux' | 'ArgoCD' = 'Flux',
  ): void {
    const etag = `"${commit}"`;
    const desired = {
      fleet: 'acme',
      cluster,
      revision: `main@sha1:${commit}`,
      commit,
      etag,
      engine,
      parts: Object.entries(parts).map(([name, objects]) => {
        const text = objects.map(one => `---\n${stringify(one)}`).join('');
        const hash = createHash('sha256').update(text).digest('hex');
        const digest = `sha256:${hash}`;
        this.#parts.set(digest, text);
        const path = `rendered/${cluster}/${name}/manifests.yaml`;
        return { cluster, name, digest, size: text.length, path };
      }),
      ignore: [],
      unmanaged: this.unmanaged,
    };
    this.#desired = desired;
  }

  /** Answers with other bytes than the digest names. */
  tamper(): void {
    for (const digest of this.#parts.keys()) this.#parts.set(digest, 'x: 1');
  }

  get last(): Report | undefined {
    return this.reports[this.reports.length - 1];
  }

  async #answer(request: IncomingMessage, response: ServerResponse) {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const bytes = Buffer.concat(chunks);
    const path = request.url ?? '';
    if (this.isDown) {
      send(response, 503, { error: { message: 'down' } });
      return;
    }
    const isZipped = request.headers['content-encoding'] === 'gzip';
    const text = (isZipped ? gunzipSync(bytes) : bytes).toString();
    const body = text ? JSON.parse(text) : {};
    const isEnrolment = path.endsWith('/enrol');
    if (isEnrolment) this.keys = [body.publicKey];
    await this.#verify(request, bytes, isEnrolment);
    this.#route(
      path.replace('/api/flotilla/agent/v1', ''),
      request,
      body,
      response,
    );
  }

  async #verify(request: IncomingMessage, bytes: Buffer, isEnrolment: boolean) {
    const token = request.headers.authorization?.replace('Bearer ', '') ?? '';
    const { kid, alg } = decodeProtectedHeader(token);
    if (kid !== (isEnrolment ? undefined : AGENT_ID)) throw new Error('kid');
    const payload = await this.#payloadOf(token, alg);
    const bsh = createHash('sha256').update(bytes).digest('base64url');
    const isRight =
      payload.htm === request.method &&
      payload.htu === request.url?.replace('/api/flotilla', '') &&
      payload.bsh === bsh &&
      typeof payload.jti === 'string' &&
      !this.#seen.has(payload.jti);
    if (!isRight) throw new Error('the token is for another request');
    this.#seen.add(String(payload.jti));
  }

  /** A key that is used ends those before it. */
  async #payloadOf(token: string, alg: string | undefined) {
    for (const key of this.keys) {
      const verified = await jwtVerify(token, await importJWK(key, alg), {
        audience: 'flotilla-hub',
        maxTokenAge: 60,
      }).catch(() => undefined);
      if (verified) {
        if (this.keys.indexOf(key) > 0) this.wantsKey = false;
        this.keys = this.keys.slice(this.keys.indexOf(key));
        return verified.payload;
      }
    }
    throw new Error('signed with no key that is known');
  }

  #route(
    path: string,
    request: IncomingMessage,
    body: Record<string, unknown>,
    response: ServerResponse,
  ): void {
    const serverTime = new Date().toISOString();
    if (path === '/enrol') {
      this.enrolments.push(body);
      const { reception: state } = this;
      send(response, 200, {
        agentId: AGENT_ID,
        state,
        fingerprint: '',
        pollSeconds: 1,
      });
    } else if (path === '/sessions') {
      this.#epoch += 1;
      send(response, 201, {
        epoch: this.#epoch,
        heartbeatSeconds: this.heartbeatSeconds,
        persistenceSeconds: this.persistenceSeconds,
        serverTime,
      });
    } else if (path === '/keys') {
      this.keys.push(body.publicKey as JWK);
      send(response, 200, { fingerprint: '' });
    } else if (path === '/desired') {
      const isKnown = request.headers['if-none-match'] === this.#desired.etag;
      send(response, isKnown ? 304 : 200, this.#desired);
    } else if (path.startsWith('/parts/')) {
      const digest = decodeURIComponent(path.slice('/parts/'.length));
      this.fetchedParts.push(digest);
      response.end(this.#parts.get(digest));
    } else {
      const answer = this.#take(body as unknown as Report, serverTime);
      if (this.losesAnswer) response.destroy();
      else send(response, 200, answer);
      this.losesAnswer = false;
    }
  }

  #take(report: Report, serverTime: string) {
    const { resync } = this;
    this.resync = 'None';
    if (resync === 'None') {
      this.reports.push(report);
      this.onReport(report);
    }
    return {
      accepted: resync === 'None',
      acceptedSequence: report.sequence,
      resync,
      nextReportSeconds: this.heartbeatSeconds,
      rotateKey: this.wantsKey,
      desiredEtag: this.#desired.etag,
      serverTime,
    };
  }
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(status === 304 ? undefined : JSON.stringify(body));
}
