import { randomBytes } from 'node:crypto';
import { stringify } from 'yaml';
import { Clock } from './Clock';
import { AGENT, CLUSTER_ADMIN, Identity } from './http/access';
import { ClusterApi } from './http/ClusterApi';
import { KindRegistry } from './schema/KindRegistry';
import { PREINSTALLED_KINDS } from './schema/preinstalledKinds';
import { createServerObjects } from './serverObjects';
import { ApiServer } from './store/ApiServer';
import { ObjectStore } from './store/ObjectStore';
import { Timeline } from './Timeline';

export interface ClusterOptions {
  name: string;
  /** Such as `1.35.2`. */
  kubernetesVersion: string;
  /** Where the fleet serves its clusters. */
  serverUrl: string;
  timeline: Timeline;
}

export type KubeconfigUser = 'agent' | 'admin';

/**
 * One simulated cluster.
 *
 * @public
 */
export class SimulatedCluster {
  readonly name: string;
  /** The URL of its Kubernetes API. */
  readonly server: string;
  readonly clock = new Clock();
  readonly store = new ObjectStore();
  readonly kinds = new KindRegistry(PREINSTALLED_KINDS);
  readonly api: ApiServer;
  readonly http: ClusterApi;
  #version: string;
  readonly #tokens: { [user in KubeconfigUser]: string };

  constructor(options: ClusterOptions) {
    this.name = options.name;
    this.#version = options.kubernetesVersion;
    this.#tokens = { agent: newToken(), admin: newToken() };
    this.server = `${options.serverUrl}/clusters/${options.name}`;
    this.api = new ApiServer(this.store, this.kinds, () =>
      this.clock.timestamp(),
    );
    this.http = new ClusterApi({
      store: this.store,
      kinds: this.kinds,
      timeline: options.timeline,
      now: () => this.clock.now(),
      version: () => `v${this.#version}`,
      identify: token => this.#identify(token),
    });
  }

  /** The UID of the `kube-system` namespace: what tells clusters of the same name apart. */
  get uid(): string {
    return (
      this.store.get({ group: '', kind: 'Namespace' }, undefined, 'kube-system')
        ?.metadata.uid ?? ''
    );
  }

  get kubernetesVersion(): string {
    return this.#version;
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
    return stringify({
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [{ name: this.name, cluster: { server: this.server } }],
      users: [
        { name: `${this.name}-${user}`, user: { token: this.#tokens[user] } },
      ],
      contexts: [
        {
          name: this.name,
          context: { cluster: this.name, user: `${this.name}-${user}` },
        },
      ],
      'current-context': this.name,
    });
  }

  #identify(token: string): Identity | undefined {
    if (token === this.#tokens.agent) return AGENT;
    return token === this.#tokens.admin ? CLUSTER_ADMIN : undefined;
  }
}

function newToken(): string {
  return randomBytes(24).toString('base64url');
}
