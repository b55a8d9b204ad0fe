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
import { AgentKey } from '../identity/AgentKey';
import { HubError } from './HubError';

const gzip = promisify(gzipWithCallback);

export interface HubClientOptions {
  /** Such as `https://portal.example.com/api/flotilla`. */
  hubUrl: string;
  key: AgentKey;
  fetch: typeof fetch;
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
  /** The hub's clock less ours, in seconds: clusters' clocks go wrong. */
  #clockOffset = 0;

  constructor(private readonly options: HubClientOptions) {}

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

  async report(report: Report, signal: AbortSignal): Promise<ReportAnswer> {
    const call = { method: 'POST', path: '/reports', body: report } as const;
    return (await this.#send(call, signal)).json();
  }

  async #send(
    { method, path, body, headers }: Call,
    signal: AbortSignal,
    { named } = { named: true },
  ): Promise<Response> {
    // Signed is what stands below the hub's own URL: a proxy may rewrite the rest.
    const signedPath = `/agent/v1${path}`;
    const url = `${this.options.hubUrl}${signedPath}`;
    const bytes = body === undefined ? NOTHING : await encode(body);
    const token = await this.options.key.sign(
      { method, path: signedPath, body: bytes },
      named ? this.agentId : undefined,
      Math.floor(Date.now() / 1000) + this.#clockOffset,
    );
    const response = await this.options.fetch(url, {
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
    });
    this.#learnClock(response.headers.get('date'));
    if (response.ok || response.status === 304) return response;
    throw await HubError.of(response);
  }

  #learnClock(date: string | null): void {
    const time = date ? Date.parse(date) : NaN;
    if (Number.isNaN(time)) return;
    const offset = Math.round((time - Date.now()) / 1000);
    // The header has whole seconds: small differences are its rounding.
    this.#clockOffset = Math.abs(offset) > 5 ? offset : 0;
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
