import { EventEmitter } from 'node:events';
import {
  createServer,
  IncomingMessage,
  Server,
  ServerResponse,
} from 'node:http';
import { join } from 'node:path';
import { inStages } from './engine/applyObjects';
import { buildFolder } from './engine/build';
import { desiredShape } from './engine/desiredShape';
import { GitMirror } from './git/GitMirror';
import { GitSource } from './git/GitSource';
import { SimulatedCluster } from './SimulatedCluster';
import { Timeline } from './Timeline';
import { send } from './http/ClusterApi';

const DEFAULT_AGE_HOURS = 24 * 14;

/**
 * Where a simulated fleet gets its desired state, and how it behaves.
 *
 * @public
 */
export interface FleetOptions {
  /** URL of the fleet repository, as `git fetch` takes it. */
  gitUrl: string;
  /** Default `main`. */
  branch?: string;
  /** Password for the repository over HTTP. */
  gitToken?: string;
  /** Folder where the clusters' state survives a restart. Without it nothing is kept. */
  stateDirectory?: string;
  /** Port on 127.0.0.1; 0, the default, takes a free one. */
  port?: number;
  /** Seconds between two looks of the engine at Git and at its objects. Default 5. */
  engineInterval?: number;
  /** How many times faster than plausible rollouts and machines come up. Default 1. */
  speed?: number;
}

/**
 * A cluster to create.
 *
 * @public
 */
export interface NewCluster {
  name: string;
  /** Such as `1.35.2`. */
  kubernetesVersion: string;
  /** Whether it starts as if it had been running under its engine for a while. */
  bootstrapped: boolean;
  /** Age of a bootstrapped cluster in hours. Default two weeks. */
  ageHours?: number;
}

interface FleetEvents {
  'cluster-created': [SimulatedCluster];
  'agent-deployed': [{ cluster: string }];
  problem: [{ error: unknown; during: string }];
}

/**
 * Simulated clusters in one process, served on one port of 127.0.0.1 under `/clusters/<name>`.
 *
 * @public
 */
export class SimulatedFleet extends EventEmitter<FleetEvents> {
  readonly #clusters = new Map<string, SimulatedCluster>();
  readonly #timeline = new Timeline();
  readonly #source: GitSource;
  readonly #server: Server;
  #url = '';

  private constructor(readonly options: FleetOptions) {
    super();
    this.#server = createServer((request, response) =>
      this.#handle(request, response),
    );
    this.#server.keepAliveTimeout = 60_000;
    const { gitUrl, gitToken, stateDirectory, branch = 'main' } = options;
    const mirror = new GitMirror({
      url: gitUrl,
      ...(gitToken ? { token: gitToken } : {}),
      ...(stateDirectory
        ? { directory: join(stateDirectory, 'mirror.git') }
        : {}),
    });
    this.#source = new GitSource(mirror, branch);
    this.#source.onChange(() =>
      this.clusters().forEach(each => each.engine.onSourceChange()),
    );
  }

  /** Starts serving. */
  static async start(options: FleetOptions): Promise<SimulatedFleet> {
    const fleet = new SimulatedFleet(options);
    await fleet.#listen(options.port ?? 0);
    await fleet.#source.fetch();
    const interval = (options.engineInterval ?? 5) * 1000;
    fleet.#timeline.every(interval, () => fleet.#tick());
    return fleet;
  }

  /** Looks at Git at once, as a webhook to Flux's Receiver would make it do. */
  async fetch(): Promise<void> {
    await this.#source.fetch();
  }

  get url(): string {
    return this.#url;
  }

  clusters(): SimulatedCluster[] {
    return [...this.#clusters.values()];
  }

  /** @throws Error when there's no such cluster */
  cluster(name: string): SimulatedCluster {
    const found = this.#clusters.get(name);
    if (!found) {
      const known = [...this.#clusters.keys()].join(', ') || 'none';
      throw new Error(
        `there is no simulated cluster ${name}; there are: ${known}`,
      );
    }
    return found;
  }

  /** Creates a cluster; resolves when it answers, and, if bootstrapped, when its engine has settled. */
  async createCluster(cluster: NewCluster): Promise<SimulatedCluster> {
    if (this.#clusters.has(cluster.name)) {
      throw new Error(`there is already a simulated cluster ${cluster.name}`);
    }
    const created = this.#add(cluster.name, cluster.kubernetesVersion);
    if (!cluster.bootstrapped) {
      created.boot();
      return created;
    }
    created.clock.rewind(cluster.ageHours ?? DEFAULT_AGE_HOURS);
    created.agenda.instant = true;
    created.boot();
    await this.#bootstrap(created);
    await created.settle();
    created.clock.resume();
    return created;
  }

  /** Stops serving and everything that waits. */
  async stop(): Promise<void> {
    this.#timeline.stop();
    for (const cluster of this.#clusters.values()) cluster.stop();
    const closed = new Promise<void>(resolve =>
      this.#server.close(() => resolve()),
    );
    this.#server.closeAllConnections();
    await closed;
    await this.#source.mirror.close();
  }

  #add(name: string, kubernetesVersion: string): SimulatedCluster {
    const cluster = new SimulatedCluster(name, kubernetesVersion, {
      serverUrl: this.#url,
      timeline: this.#timeline,
      source: this.#source,
      speed: this.options.speed ?? 1,
      clusterAt: server => this.clusters().find(each => each.server === server),
      onAgentDeployed: deployed =>
        this.emit('agent-deployed', { cluster: deployed.name }),
      onError: (error, during) => this.emit('problem', { error, during }),
    });
    this.#clusters.set(name, cluster);
    return cluster;
  }

  /** Applies the bootstrap part, as the owner of an existing cluster does once by hand. */
  async #bootstrap(cluster: SimulatedCluster): Promise<void> {
    const folder = `rendered/${cluster.name}/bootstrap`;
    const branch = this.options.branch ?? 'main';
    const commit = await this.#source.resolve(`refs/heads/${branch}`);
    const files = commit ? await this.#source.files(commit, folder) : [];
    if (files.length === 0) {
      throw new Error(
        `cluster ${cluster.name} can't be bootstrapped: there is no ${folder}/manifests.yaml on branch ${branch} of ${this.options.gitUrl}`,
      );
    }
    const stages = inStages(buildFolder(files, folder));
    for (const object of stages.flat()) {
      cluster.api.apply(desiredShape(object), {
        manager: 'kubectl',
        force: true,
      });
      await cluster.agenda.idle();
    }
  }

  #tick(): void {
    void this.#source.fetch();
    for (const cluster of this.#clusters.values()) cluster.engine.tick();
  }

  #listen(port: number): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, '127.0.0.1', () => {
        const address = this.#server.address();
        if (typeof address === 'object' && address)
          this.#url = `http://127.0.0.1:${address.port}`;
        this.#server.off('error', reject);
        resolve();
      });
    });
  }

  #handle(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? '/', 'http://cluster');
    const match = /^\/clusters\/([^/]+)(\/.*)?$/.exec(url.pathname);
    const cluster = match ? this.#clusters.get(match[1]) : undefined;
    request.resume();
    if (!match || !cluster) {
      const message = match
        ? `there is no cluster ${match[1]}`
        : 'clusters are under /clusters/<name>';
      send(
        response,
        404,
        JSON.stringify({
          kind: 'Status',
          apiVersion: 'v1',
          status: 'Failure',
          message,
          code: 404,
        }),
      );
      return;
    }
    cluster.http.handle(request, response, match[2] ?? '/', url.searchParams);
  }
}
