import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip as gzipWithCallback } from 'node:zlib';
import type {
  Desired,
  Enrolment,
  EnrolmentAnswer,
  Report,
  ReportAnswer,
  Session,
} from '@flotilla/backstage-plugin-flotilla-common';
import type { JWK } from 'jose';
import { AgentKey } from '../identity/AgentKey';
import { ServerClock } from '../timing/ServerClock';
import { Telemetry } from '../timing/Telemetry';
import { HubError } from './HubError';

const gzip = promisify(gzipWithCallback);

export interface HubClientOptions {
  /** Such as `https://portal.example.com/api/flotilla`. */
  hubUrl: string;
  key: AgentKey;
  fetch: typeof fetch;
  telemetry: Telemetry;
}

interface Call {
  method: 'GET' | 'POST';
  path: string;
  body?: unknown;
  headers?: Record<string, string>;
}

const NOTHING = new Uint8Array();
const TIMEOUT_MILLISECONDS = 20_000;

/** Below this, gzip makes a message longer. */
const GZIP_BYTES = 1024;

/** Speaks to the hub; each request carries a token for itself alone. */
export class HubClient {
  agentId: string | undefined;
  /** Signs what is sent from now on. */
  key: AgentKey;
  /** The hub's clock, by its answers: clusters' clocks go wrong. */
  readonly clock = new ServerClock();

  constructor(private readonly options: HubClientOptions) {
    this.key = options.key;
  }

  async enrol(
    enrolment: Enrolment,
    signal: AbortSignal,
  ): Promise<EnrolmentAnswer> {
    const call = { method: 'POST', path: '/enrol', body: enrolment } as const;
    // The hub finds the key in the body, not by a name.
    const response = await this.#send(call, signal, { named: false });
    return response.json();
  }

  async openSession(
    versions: { agentVersion: string; kubernetesVersion?: string },
    signal: AbortSignal,
  ): Promise<Session> {
    const call = { method: 'POST', path: '/sessions', body: versions } as const;
    return (await this.#send(call, signal)).json();
  }

  /** @returns undefined when nothing has changed since `etag` */
  async desired(
    etag: string | undefined,
    signal: AbortSignal,
  ): Promise<Desired | undefined> {
    const headers = etag ? { 'if-none-match': etag } : undefined;
    const call = { method: 'GET', path: '/desired', headers } as const;
    const response = await this.#send(call, signal);
    return response.status === 304 ? undefined : response.json();
  }

  /**
   * The text of a part.
   *
   * @throws Error when the bytes aren't those that the digest names
   */
  async part(digest: string, signal: AbortSignal): Promise<string> {
    const path = `/parts/${encodeURIComponent(digest)}`;
    const response = await this.#send({ method: 'GET', path }, signal);
    const bytes = Buffer.from(await response.arrayBuffer());
    const received = `sha256:${createHash('sha256')
      .update(bytes)
      .digest('hex')}`;
    if (received !== digest) {
      throw new Error(`asked for ${digest} and received ${received}`);
    }
    return bytes.toString('utf8');
  }

  /** Says which key is to follow; both are good until the new one has been used. */
  async announceKey(publicKey: JWK, signal: AbortSignal): Promise<void> {
    const body = { publicKey };
    await this.#send({ method: 'POST', path: '/keys', body }, signal);
  }

  async report(report: Report, signal: AbortSignal): Promise<ReportAnswer> {
    const call = { method: 'POST', path: '/reports', body: report } as const;
    return (await this.#send(call, signal)).json();
  }

  async #send(
    call: Call,
    signal: AbortSignal,
    { named } = { named: true },
  ): Promise<Response> {
    const agentId = named ? this.agentId : undefined;
    const { offset } = this.clock;
    let response = await this.#exchange(call, agentId, signal);
    // The refusal itself told that our clock is wrong.
    if (response.status === 401 && this.clock.offset !== offset) {
      response = await this.#exchange(call, agentId, signal);
    }
    if (response.ok || response.status === 304) return response;
    throw await HubError.of(response);
  }

  async #exchange(
    { method, path, body, headers }: Call,
    agentId: string | undefined,
    signal: AbortSignal,
  ): Promise<Response> {
    // Signed is what stands below the hub's own URL: a proxy may rewrite the rest.
    const signedPath = `/agent/v1${path}`;
    const bytes = body === undefined ? NOTHING : await encode(body);
    const token = await this.key.sign(
      { method, path: signedPath, body: bytes },
      agentId,
      Math.floor(this.clock.now() / 1000),
    );
    const request = {
      method,
      headers: {
        ...headers,
        ...contentHeaders(bytes),
        authorization: `Bearer ${token}`,
      },
      ...(body === undefined ? {} : { body: bytes }),
      signal: AbortSignal.any([
        signal,
        AbortSignal.timeout(TIMEOUT_MILLISECONDS),
      ]),
    };
    return this.#heard(`${this.options.hubUrl}${signedPath}`, path, request);
  }

  async #heard(url: string, path: string, request: RequestInit) {
    const { telemetry, fetch: ask } = this.options;
    const [, route] = path.split('/');
    const sentAt = Date.now();
    try {
      const response = await ask(url, request);
      this.clock.learn(response.headers.get('date'), sentAt, Date.now());
      telemetry.hubAnswered(route, response.status);
      return response;
    } catch (error) {
      telemetry.hubAnswered(route, 0);
      throw error;
    }
  }
}

async function encode(body: unknown): Promise<Uint8Array> {
  const text = Buffer.from(JSON.stringify(body));
  return text.length < GZIP_BYTES ? text : gzip(text);
}

function contentHeaders(bytes: Uint8Array): Record<string, string> {
  if (bytes.length === 0) return {};
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  return {
    'content-type': 'application/json',
    ...(isGzip ? { 'content-encoding': 'gzip' } : {}),
  };
}
