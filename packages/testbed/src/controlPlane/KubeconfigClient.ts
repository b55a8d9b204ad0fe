import { readFileSync } from 'node:fs';
import { request as requestPlain } from 'node:http';
import { request as requestSecure, RequestOptions } from 'node:https';
import { parse } from 'yaml';
import { KubeRequest, KubeResponse } from './ControlPlane';
import { itemNamed, textAt, truthAt, valueAt } from './fields';

/** Plain requests with the credentials of a kubeconfig's current context. */
export class KubeconfigClient {
  readonly url: string;
  readonly #tls: RequestOptions;
  readonly #identity: Record<string, string | string[]>;

  constructor(kubeconfig: string) {
    const config: unknown = parse(kubeconfig);
    const context = itemNamed(
      config,
      'contexts',
      textAt(config, 'current-context'),
    );
    const cluster = itemNamed(
      config,
      'clusters',
      textAt(context, 'context', 'cluster'),
    );
    const user = itemNamed(config, 'users', textAt(context, 'context', 'user'));
    const url = textAt(cluster, 'cluster', 'server');
    if (!url)
      throw new Error('the kubeconfig names no server for its current context');
    this.url = url.replace(/\/$/, '');
    this.#identity = identityOf(user);
    this.#tls = {
      ca: content(cluster, 'cluster', 'certificate-authority'),
      cert: content(user, 'user', 'client-certificate'),
      key: content(user, 'user', 'client-key'),
      rejectUnauthorized: !truthAt(
        cluster,
        'cluster',
        'insecure-skip-tls-verify',
      ),
    };
  }

  request(path: string, init: KubeRequest = {}): Promise<KubeResponse> {
    const { method = 'GET', body, contentType = 'application/json' } = init;
    const headers: Record<string, string | string[]> = {
      accept: 'application/json',
      ...this.#identity,
      ...(body === undefined ? {} : { 'content-type': contentType }),
      ...init.headers,
    };
    const request = this.url.startsWith('http:') ? requestPlain : requestSecure;
    return new Promise((resolve, reject) => {
      const sent = request(
        `${this.url}${path}`,
        { ...this.#tls, method, headers, agent: false },
        response => {
          const chunks: Buffer[] = [];
          response.on('data', chunk => chunks.push(chunk));
          response.on('error', reject);
          response.on('end', () => {
            const text = Buffer.concat(chunks).toString('utf8');
            resolve({
              status: response.statusCode ?? 0,
              headers: response.headers,
              body: parsed(text),
              text,
            });
          });
        },
      );
      sent.on('error', reject);
      sent.end(body === undefined ? undefined : JSON.stringify(body));
    });
  }
}

/** What of a user goes into headers: a token, and whom it acts as. */
function identityOf(user: unknown): Record<string, string | string[]> {
  const token = textAt(user, 'user', 'token');
  const as = textAt(user, 'user', 'as');
  const groups = valueAt(user, 'user', 'as-groups');
  return {
    ...(token ? { authorization: `Bearer ${token}` } : {}),
    ...(as ? { 'impersonate-user': as } : {}),
    ...(as && Array.isArray(groups)
      ? { 'impersonate-group': groups.map(String) }
      : {}),
  };
}

/** Kubeconfigs hold certificates themselves, in base64, or name their files. */
function content(
  owner: unknown,
  kind: string,
  name: string,
): Buffer | undefined {
  const inline = textAt(owner, kind, `${name}-data`);
  if (inline) return Buffer.from(inline, 'base64');
  const file = textAt(owner, kind, name);
  return file ? readFileSync(file) : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
