import { KubeConfig } from '@kubernetes/client-node';
import { KubeObject, ObjectRef } from '@flotilla/drift';
import { json } from '../json';
import { Logger } from '../timing/Logger';
import { Discovery } from './Discovery';
import { KubeApi } from './KubeApi';
import { KubeError } from './KubeError';
import { Kind, isKubeObject, kindKey } from './kubeObject';
import { Reflector, Sight } from './Reflector';

export interface ObserverEvents {
  onObject(before: KubeObject | undefined, after: KubeObject | undefined): void;
  /** What can be seen has changed. */
  onSight(): void;
}

/** Sees the kinds of one cluster that it is told to, and only those. */
export class Observer {
  readonly #api: KubeApi;
  readonly #discovery: Discovery;
  readonly #reflectors = new Map<string, Reflector>();

  constructor(
    kubeConfig: KubeConfig,
    private readonly events: ObserverEvents,
    private readonly logger: Logger,
  ) {
    this.#api = new KubeApi(kubeConfig);
    this.#discovery = new Discovery(this.#api);
  }

  /** Begins to see kinds that are new, and leaves alone those that aren't asked for any more. */
  async see(kinds: Iterable<Kind>): Promise<void> {
    const wanted = new Map([...kinds].map(kind => [kindKey(kind), kind]));
    const leaving: Promise<void>[] = [];
    for (const [key, reflector] of this.#reflectors) {
      if (wanted.get(key)?.version !== reflector.kind.version) {
        this.#reflectors.delete(key);
        leaving.push(reflector.stop());
      }
    }
    for (const [key, kind] of wanted) {
      if (!this.#reflectors.has(key)) this.#start(key, kind);
    }
    await Promise.all(leaving);
  }

  #start(key: string, kind: Kind): void {
    const { logger } = this;
    const reflector = new Reflector(
      kind,
      { api: this.#api, discovery: this.#discovery, logger },
      {
        onObject: this.events.onObject,
        onSight: sight => {
          if (sight.state === 'Blind' && sight.reason !== 'KindNotServed') {
            logger.warn(`Can't see ${kind.kind}: ${sight.message}`);
          }
          this.events.onSight();
        },
      },
    );
    this.#reflectors.set(key, reflector);
    reflector.start();
  }

  find(ref: ObjectRef): KubeObject | undefined {
    return this.#reflectors.get(kindKey(ref))?.find(ref.namespace, ref.name);
  }

  objects(kind: { group: string; kind: string }): KubeObject[] {
    return [...(this.#reflectors.get(kindKey(kind))?.objects() ?? [])];
  }

  sight(kind: { group: string; kind: string }): Sight {
    return this.#reflectors.get(kindKey(kind))?.sight ?? { state: 'Starting' };
  }

  /** Whether every kind has either been seen once or found to be out of sight. */
  get settled(): boolean {
    return [...this.#reflectors.values()].every(
      reflector => reflector.sight.state !== 'Starting',
    );
  }

  /** Lists a kind once, without watching it; empty when it may not be read. */
  async list(kind: Kind, signal: AbortSignal): Promise<KubeObject[]> {
    try {
      const served = await this.#discovery.find(kind, signal);
      if (!served) return [];
      const answer = await this.#api.get(served.path, {}, signal);
      return json
        .list(json.map(answer).items)
        .map(item => ({
          apiVersion: kind.version,
          kind: kind.kind,
          ...json.map(item),
        }))
        .filter(isKubeObject);
    } catch (error) {
      if (error instanceof KubeError) return [];
      throw error;
    }
  }

  /** The UID of the `kube-system` namespace: the identity of a cluster. */
  async clusterUid(signal: AbortSignal): Promise<string> {
    const path = '/api/v1/namespaces/kube-system';
    const namespace = await this.#api.get(path, {}, signal);
    const uid = json.text(json.map(json.map(namespace).metadata).uid);
    if (!uid) throw new Error('the namespace kube-system has no UID');
    return uid;
  }

  /** Such as `v1.36.3`. */
  async kubernetesVersion(signal: AbortSignal): Promise<string> {
    const version = await this.#api.get('/version', {}, signal);
    return json.text(json.map(version).gitVersion);
  }

  async stop(): Promise<void> {
    await this.see([]);
  }
}
