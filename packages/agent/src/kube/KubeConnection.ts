import { Agent, IncomingMessage, request as httpRequest } from 'node:http';
import {
  Agent as TlsAgent,
  RequestOptions,
  request as httpsRequest,
} from 'node:https';
import { json } from '../json';
import { KubeAccess } from './KubeAccess';
import { Telemetry, UNHEARD } from '../timing/Telemetry';
import { KubeError, Silence } from './KubeError';
import { ServerClock } from '../timing/ServerClock';

export type Query = Record<string, string | number | boolean | undefined>;

/** One question to the API server. */
export interface KubeCall {
  method: 'GET' | 'PUT' | 'PATCH';
  path: string;
  query?: Query;
  accept?: string;
  body?: { type: string; text: string };
  signal: AbortSignal;
  /** How long to wait for an answer, or for the next byte of one. */
  idleMilliseconds?: number;
}

export interface KubeConnectionOptions {
  kubeConfig: KubeAccess;
  /** Reads the credentials anew: a token that is refused may have been replaced. */
  renewKubeConfig?: () => KubeAccess;
  telemetry?: Telemetry;
}

const IDLE_MILLISECONDS = 30_000;

/** The way to one API server: address, trust, who asks. Connections are kept, because each costs a handshake. */
export class KubeConnection {
  /** What the server's clock says, by its answers. */
  readonly clock = new ServerClock();
  readonly #telemetry: Telemetry;
  #kubeConfig: KubeAccess;
  #agent: Agent | TlsAgent | undefined;

  constructor(private readonly options: KubeConnectionOptions) {
    this.#kubeConfig = options.kubeConfig;
    this.#telemetry = options.telemetry ?? UNHEARD;
  }

  /**
   * @returns an answer of success, not read yet
   * @throws KubeError when the API refuses, Error when it can't be reached
   */
  async send(call: KubeCall): Promise<IncomingMessage> {
    const response = await this.#exchange(call);
    const { renewKubeConfig } = this.options;
    if (response.statusCode !== 401 || !renewKubeConfig) {
      return succeeded(response);
    }
    response.resume();
    this.close();
    this.#kubeConfig = renewKubeConfig();
    return succeeded(await this.#exchange(call));
  }

  /** Ends the connections that nobody uses. */
  close(): void {
    this.#agent?.destroy();
    this.#agent = undefined;
  }

  async #exchange(call: KubeCall): Promise<IncomingMessage> {
    const url = this.#url(call);
    const options: RequestOptions = { headers: {} };
    await this.#kubeConfig.applyToHTTPSOptions(options);
    options.headers = {
      ...options.headers,
      accept: call.accept ?? 'application/json',
      ...(call.body ? { 'content-type': call.body.type } : {}),
    };
    options.method = call.method;
    options.signal = call.signal;
    options.agent = this.#agentFor(url, options);
    const sentAt = Date.now();
    try {
      const response = await exchange(url, options, call);
      this.clock.learn(response.headers.date, sentAt, Date.now());
      this.#telemetry.kubeAnswered(call.method, response.statusCode ?? 0);
      return response;
    } catch (error) {
      if (!call.signal.aborted) this.#telemetry.kubeAnswered(call.method, 0);
      throw error;
    }
  }

  #url({ path, query = {} }: KubeCall): URL {
    const cluster = this.#kubeConfig.getCurrentCluster();
    if (!cluster) throw new Error('the kubeconfig names no current cluster');
    const url = new URL(cluster.server.replace(/\/$/, '') + path);
    for (const [name, value] of Object.entries(query)) {
      if (value !== undefined) url.searchParams.set(name, String(value));
    }
    return url;
  }

  /** The client's own agent opens a connection for each request; only where there is a proxy is it needed. */
  #agentFor(url: URL, options: RequestOptions): RequestOptions['agent'] {
    if (this.#kubeConfig.getCurrentCluster()?.proxyUrl) return options.agent;
    const { ca, cert, key, rejectUnauthorized, servername } = options;
    this.#agent ??=
      url.protocol === 'http:'
        ? new Agent({ keepAlive: true })
        : new TlsAgent({
            keepAlive: true,
            ca,
            cert,
            key,
            rejectUnauthorized,
            servername,
          });
    return this.#agent;
  }
}

function exchange(
  url: URL,
  options: RequestOptions,
  call: KubeCall,
): Promise<IncomingMessage> {
  const { body, idleMilliseconds = IDLE_MILLISECONDS } = call;
  const start = url.protocol === 'http:' ? httpRequest : httpsRequest;
  return new Promise((resolve, reject) => {
    let answer: IncomingMessage | undefined;
    const request = start(url, options, response => {
      answer = response;
      resolve(response);
    });
    request.setTimeout(idleMilliseconds, () => {
      const silence = new Silence(idleMilliseconds);
      // Who reads the answer is to learn why it ends.
      answer?.destroy(silence);
      request.destroy(silence);
    });
    request.on('error', error => {
      // The server closed a kept connection just when it was taken up again: that says nothing of the request.
      const isStale = request.reusedSocket && call.method === 'GET';
      if (isStale && json.map(error).code === 'ECONNRESET') {
        resolve(exchange(url, options, call));
      } else reject(error);
    });
    request.end(body?.text);
  });
}

async function succeeded(response: IncomingMessage): Promise<IncomingMessage> {
  const status = response.statusCode ?? 0;
  if (status >= 200 && status < 300) return response;
  throw KubeError.of(
    status,
    await bodyOf(response),
    response.headers['retry-after'],
  );
}

export async function bodyOf(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}
