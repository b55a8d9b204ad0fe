import {
  IncomingMessage,
  Server,
  ServerResponse,
  createServer,
} from 'node:http';
import { KubeConfig } from '@kubernetes/client-node';
import { KubeObject, objectRef } from '@flotilla/drift';

interface TestKind {
  plural: string;
  namespaced: boolean;
}

interface WatchConnection {
  path: string;
  response: ServerResponse;
}

/** Kinds by `apiVersion/Kind`. */
const KINDS: Record<string, TestKind> = {
  'v1/Namespace': { plural: 'namespaces', namespaced: false },
  'v1/Node': { plural: 'nodes', namespaced: false },
  'v1/ConfigMap': { plural: 'configmaps', namespaced: true },
  'v1/Secret': { plural: 'secrets', namespaced: true },
  'rbac.authorization.k8s.io/v1/ClusterRoleBinding': {
    plural: 'clusterrolebindings',
    namespaced: false,
  },
  'coordination.k8s.io/v1/Lease': { plural: 'leases', namespaced: true },
  'argoproj.io/v1alpha1/Application': {
    plural: 'applications',
    namespaced: true,
  },
  'apps/v1/Deployment': { plural: 'deployments', namespaced: true },
  'autoscaling/v2/HorizontalPodAutoscaler': {
    plural: 'horizontalpodautoscalers',
    namespaced: true,
  },
  'source.toolkit.fluxcd.io/v1/GitRepository': {
    plural: 'gitrepositories',
    namespaced: true,
  },
  'helm.toolkit.fluxcd.io/v2/HelmRelease': {
    plural: 'helmreleases',
    namespaced: true,
  },
  'kustomize.toolkit.fluxcd.io/v1/Kustomization': {
    plural: 'kustomizations',
    namespaced: true,
  },
};

/** The few answers of the Kubernetes API that an agent asks for, over real HTTP. */
export class TestCluster {
  readonly requests: string[] = [];
  /** The forms that were asked for. */
  readonly accepted: string[] = [];
  /** Plurals that may not be read. */
  readonly forbidden = new Set<string>();
  /** Plurals that aren't served. */
  readonly unserved = new Set<string>();
  /** The token that it takes. */
  token = 'secret-of-the-agent';
  /** Answers everything with this instead. */
  fault: { status: number; retryAfter?: number | string } | undefined;
  /** Takes questions and answers none. */
  isFrozen = false;
  #objects = new Map<string, KubeObject>();
  #watches = new Set<WatchConnection>();
  #version = 100;
  #oldest = 0;

  private constructor(private readonly server: Server, readonly url: string) {}

  static async start(): Promise<TestCluster> {
    const server = createServer();
    await new Promise<void>(resolve =>
      server.listen(0, '127.0.0.1', () => resolve()),
    );
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const cluster = new TestCluster(server, `http://127.0.0.1:${port}`);
    server.on('request', (request, response) =>
      cluster.#answer(request, response),
    );
    cluster.put({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: 'kube-system', uid: 'uid-of-kube-system' },
    });
    return cluster;
  }

  async stop(): Promise<void> {
    const closed = new Promise(resolve => this.server.close(resolve));
    this.server.closeAllConnections();
    await closed;
  }

  kubeConfig(): KubeConfig {
    const kubeConfig = new KubeConfig();
    kubeConfig.loadFromClusterAndUser(
      { name: 'test', server: this.url, skipTLSVerify: true },
      { name: 'agent', token: this.token },
    );
    return kubeConfig;
  }

  put(object: KubeObject): void {
    const path = pathOf(object);
    const known = this.#objects.has(path);
    const stored = this.#stamp(object);
    this.#objects.set(path, stored);
    this.#send(known ? 'MODIFIED' : 'ADDED', stored);
  }

  delete(object: KubeObject): void {
    this.#objects.delete(pathOf(object));
    this.#send('DELETED', this.#stamp(object));
  }

  #stamp(object: KubeObject): KubeObject {
    this.#version += 1;
    const metadata = {
      ...object.metadata,
      resourceVersion: String(this.#version),
    };
    return { ...object, metadata };
  }

  /** Ends all watches, as a load balancer would. */
  dropWatches(): void {
    for (const { response } of this.#watches) response.destroy();
  }

  /** Forgets history: who asks for what was before gets 410. */
  expire(): void {
    this.#version += 1;
    this.#oldest = this.#version;
  }

  #send(type: string, object: KubeObject): void {
    const collection = collectionOf(object);
    for (const { path, response } of this.#watches) {
      if (path === collection) {
        response.write(`${JSON.stringify({ type, object })}\n`);
      }
    }
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? '/', this.url);
    this.requests.push(`${request.method} ${url.pathname}`);
    this.accepted.push(request.headers.accept ?? '');
    if (this.isFrozen) return;
    if (request.headers.authorization !== `Bearer ${this.token}`) {
      fail(response, 401, 'Unauthorized');
    } else if (this.fault) {
      const { status, retryAfter } = this.fault;
      if (retryAfter) response.setHeader('retry-after', retryAfter);
      fail(response, status, 'out of order');
    } else if (request.method !== 'GET') {
      this.#write(request, response, url.pathname).catch(error =>
        fail(response, 500, String(error)),
      );
    } else if (url.pathname === '/version') {
      reply(response, { gitVersion: 'v1.35.2' });
    } else {
      const discovered = this.#discover(url.pathname);
      if (discovered) reply(response, discovered);
      else this.#collection(url, response);
    }
  }

  /** Replaces by PUT with the resourceVersion that was read, and creates by PATCH, as one right by name allows. */
  async #write(
    request: IncomingMessage,
    response: ServerResponse,
    path: string,
  ): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const object: KubeObject = JSON.parse(Buffer.concat(chunks).toString());
    const known = this.#objects.get(path);
    const isCurrent =
      known?.metadata.resourceVersion === object.metadata.resourceVersion;
    if (request.method === 'PUT' && !known) fail(response, 404, 'not found');
    else if (!isCurrent) fail(response, 409, 'the object has been modified');
    else {
      this.put(object);
      reply(response, this.#objects.get(path));
    }
  }

  #discover(path: string) {
    const group = /^\/apis\/([^/]+)$/.exec(path)?.[1];
    if (group) {
      const known = Object.keys(KINDS).find(one => one.startsWith(`${group}/`));
      return known && { preferredVersion: { version: known.split('/')[1] } };
    }
    const match = /^\/(?:api|apis\/([^/]+))\/(v\w+)$/.exec(path);
    if (!match) return undefined;
    const prefix = match[1] ? `${match[1]}/${match[2]}/` : `${match[2]}/`;
    const resources = Object.entries(KINDS)
      .filter(
        ([name]) =>
          name.startsWith(prefix) &&
          name.split('/').length === prefix.split('/').length,
      )
      .map(([name, { plural, namespaced }]) => ({
        name: plural,
        namespaced,
        kind: name.slice(prefix.length),
      }))
      .filter(({ name }) => !this.unserved.has(name));
    return { kind: 'APIResourceList', resources };
  }

  #collection(url: URL, response: ServerResponse): void {
    const plural = url.pathname.split('/').pop() ?? '';
    const single = this.#objects.get(url.pathname);
    if (single) {
      reply(response, single);
    } else if (/\/namespaces\/[^/]+\/[^/]+\/[^/]+$/.test(url.pathname)) {
      fail(response, 404, 'not found');
    } else if (this.forbidden.has(plural)) {
      fail(response, 403, `${plural} is forbidden`);
    } else if (this.unserved.has(plural)) {
      fail(response, 404, 'not found');
    } else if (url.searchParams.get('watch') === 'true') {
      this.#watch(url, response);
    } else {
      const items = [...this.#objects.values()].filter(
        object => collectionOf(object) === url.pathname,
      );
      const resourceVersion = String(this.#version);
      reply(response, { metadata: { resourceVersion }, items });
    }
  }

  #watch(url: URL, response: ServerResponse): void {
    const from = Number(url.searchParams.get('resourceVersion'));
    response.writeHead(200, { 'content-type': 'application/json' });
    if (from < this.#oldest) {
      const object = { kind: 'Status', code: 410, message: 'too old' };
      response.end(`${JSON.stringify({ type: 'ERROR', object })}\n`);
      return;
    }
    response.flushHeaders();
    for (const object of this.#objects.values()) {
      const isNewer = Number(object.metadata.resourceVersion) > from;
      if (isNewer && collectionOf(object) === url.pathname) {
        response.write(`${JSON.stringify({ type: 'MODIFIED', object })}\n`);
      }
    }
    const connection = { path: url.pathname, response };
    this.#watches.add(connection);
    response.on('close', () => this.#watches.delete(connection));
  }
}

function collectionOf(object: KubeObject): string {
  const { group, version, kind } = objectRef(object);
  const known = KINDS[`${object.apiVersion}/${kind}`];
  const base = group ? `/apis/${group}/${version}` : `/api/${version}`;
  return `${base}/${known?.plural ?? kind.toLowerCase()}`;
}

function pathOf(object: KubeObject): string {
  const { namespace, name } = object.metadata;
  const collection = collectionOf(object);
  if (!namespace) return `${collection}/${name}`;
  const at = collection.lastIndexOf('/');
  return `${collection.slice(0, at)}/namespaces/${namespace}${collection.slice(
    at,
  )}/${name}`;
}

function reply(response: ServerResponse, body: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

function fail(response: ServerResponse, code: number, message: string): void {
  response.writeHead(code, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ kind: 'Status', code, message }));
}
