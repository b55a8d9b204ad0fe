import { randomBytes } from 'node:crypto';
import { parse, stringify } from 'yaml';
import { Agenda } from './Agenda';
import { ClusterActs, Edit, Fault, readFight } from './acts/ClusterActs';
import { Clock } from './Clock';
import { ClusterUpkeep } from './controllers/ClusterUpkeep';
import { Controller, ControllerContext } from './controllers/Controller';
import { WorkloadController } from './controllers/WorkloadController';
import { ClusterApiController } from './clusterapi/ClusterApiController';
import { Nursery } from './clusterapi/Nursery';
import { Engine } from './engine/Engine';
import { GitSource } from './git/GitSource';
import { AGENT, CLUSTER_ADMIN, Identity } from './http/access';
import { ClusterApi } from './http/ClusterApi';
import { withCredentials } from './http/credentials';
import { listAt, numberAt, stringAt } from './objects/json';
import { isKubeObject, parseApiVersion } from './objects/KubeObject';
import { ClusterState } from './state/Snapshot';
import { KindRegistry } from './schema/KindRegistry';
import { PREINSTALLED_KINDS } from './schema/preinstalledKinds';
import { createServerObjects } from './serverObjects';
import { ApiServer } from './store/ApiServer';
import { Target } from './store/Target';
import { ObjectStore, StoreEvent } from './store/ObjectStore';
import { Timeline } from './Timeline';

/** What a cluster gets from the fleet that it's in. */
export interface ClusterSurroundings {
  /** The URL under which the fleet serves its clusters. */
  serverUrl: string;
  timeline: Timeline;
  source: GitSource;
  /** How many times faster than plausible. */
  speed: number;
  /** Managers besides kubectl's whose fields the engine makes its own. */
  overrideManagers: readonly string[];
  /** The cluster that serves at a URL. */
  clusterAt: (server: string) => SimulatedCluster | undefined;
  /** Where Cluster API brings up children. */
  nursery: Nursery;
  onAgentDeployed: (cluster: SimulatedCluster) => void;
  onError: (error: unknown, during: string) => void;
}

/** Whose credentials a kubeconfig has. */
export type KubeconfigUser = 'agent' | 'admin';

/**
 * One simulated cluster.
 *
 * @public
 */
export class SimulatedCluster {
  /** The URL of its Kubernetes API. */
  readonly server: string;
  readonly clock = new Clock();
  readonly store: ObjectStore;
  readonly kinds = new KindRegistry(PREINSTALLED_KINDS);
  readonly api: ApiServer;
  readonly http: ClusterApi;
  readonly engine: Engine;
  readonly agenda: Agenda;
  readonly workloads: WorkloadController;
  readonly #controllers: Controller[];
  readonly acts: ClusterActs;
  readonly clusterApi: ClusterApiController;
  readonly #tokens: { [user in KubeconfigUser]: string };
  #version: string;
  #stuck = false;
  #lookedAt = 0;
  #agentSeen = false;

  constructor(
    readonly name: string,
    kubernetesVersion: string,
    readonly surroundings: ClusterSurroundings,
    state?: ClusterState,
  ) {
    const { timeline, source, speed, overrideManagers } = surroundings;
    this.#version = kubernetesVersion.replace(/^v/, '');
    this.#tokens = state?.tokens ?? { agent: newToken(), admin: newToken() };
    this.server = `${surroundings.serverUrl}/clusters/${name}`;
    this.store = new ObjectStore(state?.resourceVersion);
    this.api = new ApiServer(this.store, this.kinds, () =>
      this.clock.timestamp(),
    );
    this.agenda = new Agenda(timeline, (error, key) =>
      surroundings.onError(error, `${name}: ${key}`),
    );
    this.http = new ClusterApi({
      store: this.store,
      kinds: this.kinds,
      timeline,
      now: () => this.clock.now(),
      version: () => `v${this.#version}`,
      identify: token => this.#identify(token),
    });
    this.engine = new Engine({
      api: this.api,
      agenda: this.agenda,
      source,
      speed,
      overrideManagers,
      remote: kubeconfig => this.#remote(kubeconfig),
    });
    const context = this.#context();
    this.workloads = new WorkloadController(context);
    this.clusterApi = new ClusterApiController(context, surroundings.nursery);
    this.#controllers = [
      this.workloads,
      new ClusterUpkeep(context),
      this.clusterApi,
      this.engine,
    ];
    this.acts = new ClusterActs(this);
    if (state) this.#restore(state);
    this.store.listen(event => this.#onEvent(event));
  }

  /** The UID of the `kube-system` namespace: what tells clusters of the same name apart. */
  get uid(): string {
    const found = this.store.get(
      { group: '', kind: 'Namespace' },
      undefined,
      'kube-system',
    );
    return found?.metadata.uid ?? '';
  }

  get kubernetesVersion(): string {
    return this.#version;
  }

  set kubernetesVersion(version: string) {
    this.#version = version.replace(/^v/, '');
  }

  /** Whether the Deployment of Flotilla's agent is Available. */
  get agentDeployed(): boolean {
    const agent = this.api.find({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      namespace: 'flotilla-system',
      name: 'flotilla-agent',
    });
    return (numberAt(agent, 'status', 'availableReplicas') ?? 0) > 0;
  }

  /** Brings up the API server with its own objects. */
  boot(): void {
    createServerObjects(this.api);
  }

  /**
   * A kubeconfig file as YAML. The agent's user reads everything but Secrets; the admin reads all.
   * Nobody writes over HTTP.
   */
  kubeconfig(user: KubeconfigUser = 'agent'): string {
    const owner = `${this.name}-${user}`;
    const token = this.#tokens[user];
    // People use kubectl, which wants the credentials in the URL of a server without TLS.
    const server =
      user === 'admin'
        ? withCredentials(this.server, user, token)
        : this.server;
    return stringify({
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [
        {
          name: this.name,
          // Clients refuse plain HTTP without it.
          cluster: { server, 'insecure-skip-tls-verify': true },
        },
      ],
      users: [{ name: owner, user: { token } }],
      contexts: [
        { name: this.name, context: { cluster: this.name, user: owner } },
      ],
      'current-context': this.name,
    });
  }

  /** Scales a workload as `kubectl scale` does. */
  scale(target: Target, replicas: number, manager: string = 'kubectl'): void {
    this.api.scale(target, replicas, manager);
  }

  /** Whether rollouts of workloads and machines stay in progress. */
  get stuck(): boolean {
    return this.#stuck;
  }

  set stuck(stuck: boolean) {
    this.#stuck = stuck;
    if (!stuck) this.#resumeControllers();
  }

  /** Makes a change as a person or a tool would. */
  edit(edit: Edit): void {
    this.#lookedAt = Date.now();
    this.acts.edit(edit);
  }

  /** The engine looks at what isn't ready, and at all when it last did so long enough ago, in milliseconds. */
  look(correction: number): void {
    if (Date.now() - this.#lookedAt < correction) {
      this.engine.retry();
    } else {
      this.#lookedAt = Date.now();
      this.engine.tick();
    }
  }

  /** Deletes an object, as `kubectl delete` does. */
  delete(target: {
    kind: string;
    apiVersion?: string;
    namespace?: string;
    name: string;
  }): void {
    this.acts.delete(target);
  }

  /** Repeats an edit every so many seconds. */
  fight(edit: Edit, seconds: number): void {
    this.acts.fight(edit, seconds);
  }

  /** Suspends the engine: all Kustomizations, or the one named. */
  suspend(kustomization?: string): void {
    this.acts.suspend(kustomization);
  }

  resume(kustomization?: string): void {
    this.acts.resume(kustomization);
  }

  setFault(fault: Fault): void {
    this.acts.setFault(fault);
  }

  /** Undoes faults, fights and suspension. */
  heal(): void {
    this.acts.heal();
  }

  /** What survives a restart. */
  state(): ClusterState {
    return {
      name: this.name,
      kubernetesVersion: this.#version,
      tokens: this.#tokens,
      resourceVersion: this.store.resourceVersion,
      stuck: this.#stuck,
      offline: this.http.offline,
      fights: this.acts
        .fights()
        .map(fight => JSON.parse(JSON.stringify(fight))),
      objects: [...this.store.all()],
    };
  }

  stop(): void {
    this.agenda.stop();
    this.http.close();
  }

  #context(): ControllerContext {
    return {
      api: this.api,
      agenda: this.agenda,
      delay: milliseconds => milliseconds / this.surroundings.speed,
      isStuck: () => this.#stuck,
    };
  }

  #restore(state: ClusterState): void {
    this.#stuck = state.stuck;
    this.http.offline = state.offline;
    const objects = state.objects.filter(isKubeObject);
    for (const object of objects) {
      this.store.restore(
        { group: parseApiVersion(object.apiVersion).group, kind: object.kind },
        object,
      );
      if (object.kind === 'CustomResourceDefinition') this.kinds.define(object);
    }
    this.#agentSeen = this.agentDeployed;
    for (const kept of state.fights) {
      const fight = readFight(kept);
      if (fight) this.acts.fight(fight.edit, fight.seconds);
    }
    this.#resumeControllers();
  }

  #resumeControllers(): void {
    this.workloads.resume();
    this.clusterApi.resume();
  }

  #onEvent(event: StoreEvent): void {
    if (event.kind.kind === 'CustomResourceDefinition') {
      if (event.type === 'DELETED') this.kinds.undefine(event.object);
      else this.kinds.define(event.object);
    }
    for (const controller of this.#controllers) controller.onEvent(event);
    if (
      !this.#agentSeen &&
      event.kind.kind === 'Deployment' &&
      this.agentDeployed
    ) {
      this.#agentSeen = true;
      this.surroundings.onAgentDeployed(this);
    }
  }

  #remote(kubeconfig: string): ApiServer | undefined {
    const [first] = listAt(parse(kubeconfig), 'clusters');
    const cluster = this.surroundings.clusterAt(
      stringAt(first, 'cluster', 'server') ?? '',
    );
    return cluster && !cluster.http.offline ? cluster.api : undefined;
  }

  #identify(token: string): Identity | undefined {
    if (token === this.#tokens.agent) return AGENT;
    return token === this.#tokens.admin ? CLUSTER_ADMIN : undefined;
  }
}

function newToken(): string {
  return randomBytes(24).toString('base64url');
}
