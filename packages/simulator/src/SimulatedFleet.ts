import { EventEmitter } from 'node:events';
import {
  createServer,
  IncomingMessage,
  Server,
  ServerResponse,
} from 'node:http';
import { SimulatedCluster } from './SimulatedCluster';
import { Timeline } from './Timeline';
import { send } from './http/ClusterApi';

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
}

/**
 * Simulated clusters in one process, served on one port of 127.0.0.1 under `/clusters/<name>`.
 *
 * @public
 */
export class SimulatedFleet extends EventEmitter<FleetEvents> {
  readonly #clusters = new Map<string, SimulatedCluster>();
  readonly #timeline = new Timeline();
  readonly #server: Server;
  #url = '';

  private constructor(readonly options: FleetOptions) {
    super();
    this.#server = createServer((request, response) =>
      this.#handle(request, response),
    );
    this.#server.keepAliveTimeout = 60_000;
  }

  /** Starts serving. */
  static async start(options: FleetOptions): Promise<SimulatedFleet> {
    const fleet = new SimulatedFleet(options);
    await fleet.#listen(options.port ?? 0);
    return fleet;
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
    const created = new SimulatedCluster({
      name: cluster.name,
      kubernetesVersion: cluster.kubernetesVersion,
      serverUrl: this.#url,
      timeline: this.#timeline,
    });
    if (cluster.bootstrapped) created.clock.rewind(cluster.ageHours ?? 24 * 14);
    created.boot();
    this.#clusters.set(cluster.name, created);
    created.clock.resume();
    return created;
  }

  /** Stops serving and everything that waits. */
  async stop(): Promise<void> {
    this.#timeline.stop();
    for (const cluster of this.#clusters.values()) cluster.http.close();
    const closed = new Promise<void>(resolve =>
      this.#server.close(() => resolve()),
    );
    this.#server.closeAllConnections();
    await closed;
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
