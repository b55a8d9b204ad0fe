import { EventEmitter } from 'node:events';
import { createServer, RequestListener, Server } from 'node:http';
import { join } from 'node:path';
import { inStages } from './engine/applyObjects';
import { buildFolder } from './engine/build';
import { desiredShape } from './engine/desiredShape';
import { GitMirror } from './git/GitMirror';
import { GitSource } from './git/GitSource';
import { ChildCluster } from './clusterapi/Nursery';
import { registerNode } from './controllers/kubelet';
import { KubeObject } from './objects/KubeObject';
import { ClusterState, StateFolder } from './state/Snapshot';
import { FleetOptions, NewCluster } from './FleetOptions';
import { Past } from './Past';
import { SimulatedCluster } from './SimulatedCluster';
import { Timeline } from './Timeline';
import { refuseUnknown } from './http/refuseUnknown';

const DEFAULT_AGE_HOURS = 24 * 14;

/** Milliseconds between two looks at what has to be saved. */
const SAVE_EVERY = 5_000;

/** Nodes of a cluster that nobody's Cluster API made. */
const NODES_OF_EXISTING = 3;

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
  readonly #state: StateFolder | undefined;
  readonly #saved = new Map<string, string>();
  #saving: Promise<void> = Promise.resolve();
  #past: Past | undefined;
  #url = '';

  private constructor(readonly options: FleetOptions) {
    super();
    this.#server = createServer(this.#handle);
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
    this.#state = stateDirectory
      ? new StateFolder(join(stateDirectory, 'clusters'))
      : undefined;
    this.#source.onChange(() =>
      this.clusters().forEach(each => each.engine.onSourceChange()),
    );
  }

  /** Starts serving. */
  static async start(options: FleetOptions): Promise<SimulatedFleet> {
    const fleet = new SimulatedFleet(options);
    await fleet.#listen(options.port ?? 0);
    await fleet.#source.fetch();
    for (const state of (await fleet.#state?.load()) ?? []) {
      fleet.#add(state.name, state.kubernetesVersion, state);
    }
    fleet.#timeline.every(SAVE_EVERY, () => {
      fleet.#saving = fleet.#saving
        .then(() => fleet.#save())
        .catch(error => {
          fleet.emit('problem', { error, during: 'saving the clusters' });
        });
    });
    const interval = (options.engineInterval ?? 5) * 1000;
    const correction = (options.correctionInterval ?? 0) * 1000;
    fleet.#timeline.every(interval, () => fleet.#tick(correction));
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

  /**
   * Creates a cluster; resolves when it answers, and, if bootstrapped, when its engine has settled.
   * A management cluster's children come up with it; a child that is there already is given back.
   *
   * @throws Error when a bootstrapped cluster has nothing rendered in Git
   */
  async createCluster(cluster: NewCluster): Promise<SimulatedCluster> {
    const existing = this.#clusters.get(cluster.name);
    if (existing) return existing;
    if (!cluster.bootstrapped) {
      const fresh = this.#add(cluster.name, cluster.kubernetesVersion);
      this.#bootExisting(fresh);
      return fresh;
    }
    const bootstrap = await this.#bootstrapObjects(cluster.name);
    const past = new Past(cluster.ageHours ?? DEFAULT_AGE_HOURS);
    this.#past = past;
    const created = this.#add(cluster.name, cluster.kubernetesVersion);
    past.enter(created);
    this.#bootExisting(created);
    for (const object of bootstrap) {
      created.api.apply(object, { manager: 'kubectl', force: true });
      await created.agenda.idle();
    }
    await past.settle();
    this.#past = undefined;
    for (const child of past.clusters) {
      if (child !== created) this.emit('cluster-created', child);
    }
    return created;
  }

  /** Stops serving and everything that waits. */
  async stop(): Promise<void> {
    this.#timeline.stop();
    await this.#saving;
    await this.#save();
    for (const cluster of this.#clusters.values()) cluster.stop();
    const closed = new Promise<void>(resolve =>
      this.#server.close(() => resolve()),
    );
    this.#server.closeAllConnections();
    await closed;
    await this.#source.mirror.close();
  }

  #add(
    name: string,
    kubernetesVersion: string,
    state?: ClusterState,
  ): SimulatedCluster {
    const cluster = new SimulatedCluster(
      name,
      kubernetesVersion,
      {
        serverUrl: this.#url,
        timeline: this.#timeline,
        source: this.#source,
        speed: this.options.speed ?? 1,
        overrideManagers: this.options.overrideManagers ?? [],
        clusterAt: server => this.#clusterAt(server),
        nursery: {
          find: child => this.#child(child),
          bear: (child, version) => this.#bear(child, version),
        },
        onAgentDeployed: deployed =>
          this.emit('agent-deployed', { cluster: deployed.name }),
        onError: (error, during) => this.emit('problem', { error, during }),
      },
      state,
    );
    this.#clusters.set(name, cluster);
    return cluster;
  }

  /** A cluster that was there before the fleet knew of it has its nodes from the start. */
  #bootExisting(cluster: SimulatedCluster): void {
    cluster.boot();
    for (let index = 1; index <= NODES_OF_EXISTING; index += 1) {
      registerNode(cluster.api, {
        name: `${cluster.name}-node-${index}`,
        controlPlane: false,
        version: `v${cluster.kubernetesVersion}`,
      });
    }
  }

  /** By path alone: the port may be another one after a restart. */
  #clusterAt(server: string): SimulatedCluster | undefined {
    const match = /\/clusters\/([^/]+)\/?$/.exec(server);
    return match ? this.#clusters.get(match[1]) : undefined;
  }

  #child(name: string): ChildCluster | undefined {
    const cluster = this.#clusters.get(name);
    return (
      cluster && {
        api: cluster.api,
        kubeconfig: cluster.kubeconfig('admin'),
        setVersion: version => {
          cluster.kubernetesVersion = version;
        },
      }
    );
  }

  #bear(name: string, version: string): ChildCluster {
    const cluster = this.#add(name, version);
    this.#past?.enter(cluster);
    cluster.boot();
    if (!this.#past) this.emit('cluster-created', cluster);
    const child = this.#child(name);
    if (!child) throw new Error(`cluster ${name} wasn't born`);
    return child;
  }

  /** The bootstrap part, as the owner of an existing cluster applies it once by hand. */
  async #bootstrapObjects(name: string): Promise<KubeObject[]> {
    const folder = `rendered/${name}/bootstrap`;
    const branch = this.options.branch ?? 'main';
    const commit = await this.#source.resolve(`refs/heads/${branch}`);
    const files = commit ? await this.#source.files(commit, folder) : [];
    if (files.length === 0) {
      throw new Error(
        `cluster ${name} can't be bootstrapped: there is no ${folder}/manifests.yaml on branch ${branch} of ${this.options.gitUrl}`,
      );
    }
    return inStages(buildFolder(files, folder)).flat().map(desiredShape);
  }

  #tick(correction: number): void {
    this.#source
      .fetch()
      .catch(error => this.emit('problem', { error, during: 'git fetch' }));
    for (const cluster of this.#clusters.values()) cluster.look(correction);
  }

  /** Saves the clusters that changed since the last time. */
  async #save(): Promise<void> {
    const folder = this.#state;
    if (!folder) return;
    for (const cluster of this.clusters()) {
      const mark = `${cluster.store.resourceVersion} ${
        cluster.kubernetesVersion
      } ${cluster.stuck} ${cluster.http.offline} ${
        cluster.acts.fights().length
      }`;
      if (this.#saved.get(cluster.name) === mark || cluster.agenda.instant)
        continue;
      this.#saved.set(cluster.name, mark);
      await folder.save(cluster.state());
    }
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

  readonly #handle: RequestListener = (request, response) => {
    const url = new URL(request.url ?? '/', 'http://cluster');
    const match = /^\/clusters\/([^/]+)(\/.*)?$/.exec(url.pathname);
    const cluster = match ? this.#clusters.get(match[1]) : undefined;
    request.resume();
    if (!match || !cluster) {
      refuseUnknown(response, match?.[1]);
      return;
    }
    cluster.http.handle(request, response, match[2] ?? '/', url.searchParams);
  };
}
