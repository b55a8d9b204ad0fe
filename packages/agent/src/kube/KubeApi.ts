import { KubeConfig } from '@kubernetes/client-node';
import { IncomingMessage, request as httpRequest } from 'node:http';
import { RequestOptions, request as httpsRequest } from 'node:https';
import { createInterface } from 'node:readline';
import { KubeError } from './KubeError';

export type Query = Record<string, string | number | boolean | undefined>;

/** How long to wait for an answer, or for the next byte of one. */
const IDLE_MILLISECONDS = 30_000;

/** Reads the Kubernetes API: only GET, which is all that an agent may do. */
export class KubeApi {
  constructor(private readonly kubeConfig: KubeConfig) {}

  /**
   * @throws KubeError when the API refuses, Error when it can't be reached
   */
  async get(path: string, query: Query, signal: AbortSignal): Promise<unknown> {
    const response = await this.#request(
      path,
      query,
      signal,
      IDLE_MILLISECONDS,
    );
    return JSON.parse(await bodyOf(response));
  }

  /**
   * Reads a watch line by line until the server ends it.
   *
   * @param idleMilliseconds - without a byte for so long the connection counts as lost
   * @throws KubeError when the API refuses, Error when the connection is lost
   */
  async watch(
    path: string,
    query: Query,
    onLine: (line: string) => void,
    signal: AbortSignal,
    idleMilliseconds: number,
  ): Promise<void> {
    const response = await this.#request(path, query, signal, idleMilliseconds);
    const lines = createInterface({ input: response });
    lines.on('line', onLine);
    await new Promise<void>((resolve, reject) => {
      response.on('error', reject);
      lines.on('error', reject);
      response.on('aborted', () => reject(new Error('connection lost')));
      lines.on('close', resolve);
    });
  }

  async #request(
    path: string,
    query: Query,
    signal: AbortSignal,
    idleMilliseconds: number,
  ): Promise<IncomingMessage> {
    const cluster = this.kubeConfig.getCurrentCluster();
    if (!cluster) throw new Error('the kubeconfig names no current cluster');
    const url = new URL(cluster.server.replace(/\/$/, '') + path);
    for (const [name, value] of Object.entries(query)) {
      if (value !== undefined) url.searchParams.set(name, String(value));
    }
    const options: RequestOptions = { headers: {} };
    await this.kubeConfig.applyToHTTPSOptions(options);
    options.headers = { ...options.headers, accept: 'application/json' };
    const response = await send(url, { ...options, signal }, idleMilliseconds);
    if (response.statusCode === 200) return response;
    const status = response.statusCode ?? 0;
    throw KubeError.of(status, await bodyOf(response));
  }
}

function send(
  url: URL,
  options: RequestOptions,
  idleMilliseconds: number,
): Promise<IncomingMessage> {
  const start = url.protocol === 'http:' ? httpRequest : httpsRequest;
  return new Promise((resolve, reject) => {
    const request = start(url, options, resolve);
    request.setTimeout(idleMilliseconds, () =>
      request.destroy(new Error(`no answer for ${idleMilliseconds / 1000} s`)),
    );
    request.on('error', reject);
    request.end();
  });
}

async function bodyOf(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}
