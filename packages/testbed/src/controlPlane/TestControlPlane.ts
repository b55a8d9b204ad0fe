import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ControlPlane, KubeRequest, KubeResponse } from './ControlPlane';
import { textAt } from './fields';
import { KubeconfigClient } from './KubeconfigClient';
import { withUser } from './kubeconfigs';
import { Introduce } from './people';

export interface Parts {
  adminKubeconfig: string;
  introduce: Introduce;
  /** Where files of the tests may be put. */
  folder: string;
  /** The URL of etcd, where it is ours. */
  etcd?: string;
  end: () => Promise<void>;
}

/** How long a service account's token lives, in seconds. */
const TOKEN_LIFE = 3600;

/** What tests see of a control plane, whoever runs it. */
export class TestControlPlane implements ControlPlane {
  readonly url: string;
  readonly adminKubeconfig: string;
  readonly #client: KubeconfigClient;

  constructor(readonly parts: Parts) {
    this.adminKubeconfig = parts.adminKubeconfig;
    this.#client = new KubeconfigClient(parts.adminKubeconfig);
    this.url = this.#client.url;
  }

  kubeconfigFor(user: string, groups: readonly string[] = []): Promise<string> {
    return this.parts.introduce(user, groups);
  }

  async serviceAccountKubeconfig(
    namespace: string,
    name: string,
    seconds: number = TOKEN_LIFE,
  ): Promise<string> {
    const accounts = `/api/v1/namespaces/${namespace}/serviceaccounts`;
    await this.#ensure('/api/v1/namespaces', { name: namespace });
    await this.#ensure(accounts, { name });
    const answer = await this.#expect(`${accounts}/${name}/token`, {
      method: 'POST',
      body: {
        apiVersion: 'authentication.k8s.io/v1',
        kind: 'TokenRequest',
        spec: { expirationSeconds: seconds },
      },
    });
    const token = textAt(answer, 'status', 'token');
    return withUser(this.adminKubeconfig, { token });
  }

  async save(kubeconfig: string): Promise<string> {
    const folder = join(this.parts.folder, 'kubeconfigs');
    await mkdir(folder, { recursive: true });
    const path = join(folder, randomBytes(6).toString('hex'));
    await writeFile(path, kubeconfig, { mode: 0o600 });
    return path;
  }

  async namespace(prefix: string = 'test'): Promise<string> {
    const name = `${prefix}-${randomBytes(4).toString('hex')}`;
    await this.#ensure('/api/v1/namespaces', { name });
    return name;
  }

  request(path: string, init?: KubeRequest): Promise<KubeResponse> {
    return this.#client.request(path, init);
  }

  apply(
    path: string,
    object: object,
    manager: string = 'test',
  ): Promise<unknown> {
    const query = new URLSearchParams({ fieldManager: manager, force: 'true' });
    return this.#expect(`${path}?${query}`, {
      method: 'PATCH',
      contentType: 'application/apply-patch+yaml',
      body: object,
    });
  }

  async compact(): Promise<void> {
    const { etcd } = this.parts;
    if (!etcd)
      throw new Error(
        'only the etcd of our own control plane can be compacted',
      );
    const ask = (call: string, body: object) =>
      fetch(`${etcd}/v3/kv/${call}`, {
        method: 'POST',
        body: JSON.stringify(body),
      });
    const key = Buffer.from('nothing').toString('base64');
    const answer: unknown = await (await ask('range', { key })).json();
    const revision = textAt(answer, 'header', 'revision');
    const done = await ask('compaction', { revision, physical: true });
    if (!done.ok) throw new Error(`etcd: ${await done.text()}`);
  }

  async stop(): Promise<void> {
    await this.parts.end();
  }

  async #ensure(path: string, metadata: { name: string }): Promise<void> {
    const answer = await this.request(path, {
      method: 'POST',
      body: { metadata },
    });
    if (answer.status !== 409) success(path, answer);
  }

  async #expect(path: string, init?: KubeRequest): Promise<unknown> {
    return success(path, await this.request(path, init));
  }
}

function success(path: string, { status, body }: KubeResponse): unknown {
  if (status < 300) return body;
  const message = textAt(body, 'message') ?? JSON.stringify(body);
  throw new Error(`${path} answered ${status}: ${message}`);
}
