import { KindSchema, KubeObject, ObjectRef } from '@flotilla/drift';
import type { AgentCensus } from '../AgentOptions';
import { json } from '../json';
import { Logger } from '../timing/Logger';
import { Telemetry, UNHEARD } from '../timing/Telemetry';
import { Discovery } from './Discovery';
import { Form, KubeApi } from './KubeApi';
import { KubeConnection, KubeConnectionOptions } from './KubeConnection';
import { Kind, isKubeObject, kindKey } from './kubeObject';
import { Keeper, nameKey } from './ObjectCache';
import { Pulse } from './Pulse';
import { Reflector } from './Reflector';
import { Schemas } from './Schemas';
import { Sight } from './Sight';
import { OneObject, objectPath } from './source';
import { Seen } from './View';

/** A kind to be watched. */
export interface Wanted {
  kind: Kind;
  /** Objects that nobody asks for are read and forgotten. */
  keep: Keeper;
  /** Metadata alone tells that an object is there, and whose it is. */
  form?: Form;
  /** One object of the kind, where no more may be read. */
  only?: OneObject;
}

export interface ObserverEvents {
  onObject(before: KubeObject | undefined, after: KubeObject | undefined): void;
  /** What can be seen has changed. */
  onSight(): void;
}

export interface ObserverOptions extends KubeConnectionOptions {
  logger: Logger;
  /** How long a kind counts as seen without a watch on it. Default 10 s. */
  patienceMilliseconds?: number;
  /** How often the API server is asked whether it is there. Default 15 s. */
  pulseMilliseconds?: number;
}

const PATIENCE_MILLISECONDS = 10_000;

/** Sees the kinds of one cluster that it is told to, and only those. */
export class Observer {
  readonly #connection: KubeConnection;
  readonly #api: KubeApi;
  readonly #discovery: Discovery;
  readonly #schemas: Schemas;
  readonly #pulse: Pulse;
  readonly #telemetry: Telemetry;
  readonly #reflectors = new Map<string, Reflector>();
  #isStopped = false;

  constructor(
    private readonly options: ObserverOptions,
    private readonly events: ObserverEvents,
  ) {
    this.#telemetry = options.telemetry ?? UNHEARD;
    this.#connection = new KubeConnection(options);
    this.#api = new KubeApi(this.#connection);
    this.#discovery = new Discovery(this.#api);
    this.#schemas = new Schemas(this.#api, options.logger);
    this.#pulse = new Pulse(
      { api: this.#api, logger: options.logger },
      lost => {
        // Watches that lived through it may be dead without a word.
        if (!lost) this.#renew();
        events.onSight();
      },
      options.pulseMilliseconds,
    );
  }

  /** The API server's clock less ours, in milliseconds. */
  get clockOffset(): number {
    return this.#connection.clock.offset;
  }

  /**
   * Begins to see kinds that are new, and leaves alone those that aren't asked for any more. Once stopped it sees
   * nothing: what was still being read may ask for more, and nobody would stop that.
   */
  async see(wanted: Iterable<Wanted>): Promise<void> {
    if (this.#isStopped) return;
    this.#pulse.start();
    const byKey = new Map([...wanted].map(one => [watchKey(one), one]));
    const leaving: Promise<void>[] = [];
    for (const [key, reflector] of this.#reflectors) {
      if (!isSame(reflector, byKey.get(key))) {
        this.#reflectors.delete(key);
        leaving.push(reflector.stop());
      }
    }
    for (const [key, one] of byKey) {
      const known = this.#reflectors.get(key);
      if (known) known.keep(one.keep);
      else this.#start(key, one);
    }
    await Promise.all(leaving);
  }

  #renew(): void {
    for (const reflector of this.#reflectors.values()) reflector.renew();
  }

  #start(key: string, { kind, keep, form = 'Whole', only }: Wanted): void {
    const { logger, patienceMilliseconds = PATIENCE_MILLISECONDS } =
      this.options;
    const reflector = new Reflector(
      kind,
      form,
      {
        api: this.#api,
        discovery: this.#discovery,
        logger,
        telemetry: this.#telemetry,
        patienceMilliseconds,
        only,
      },
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
    reflector.keep(keep);
    this.#reflectors.set(key, reflector);
    reflector.start();
  }

  find(ref: ObjectRef): KubeObject | undefined {
    return this.#reflectorOf(ref)?.find(ref.namespace, ref.name);
  }

  #reflectorOf(seen: Seen): Reflector | undefined {
    const { namespace, name } = seen;
    const one =
      name === undefined
        ? undefined
        : this.#reflectors.get(
            watchKey({ kind: seen, only: { namespace, name } }),
          );
    return one ?? this.#reflectors.get(kindKey(seen));
  }

  objects(kind: { group: string; kind: string }): KubeObject[] {
    return [...(this.#reflectors.get(kindKey(kind))?.objects() ?? [])];
  }

  sight(seen: Seen): Sight {
    const { lost } = this.#pulse;
    if (lost) return { state: 'Blind', reason: 'Unreachable', message: lost };
    return this.#reflectorOf(seen)?.sight ?? { state: 'Starting' };
  }

  schema(kind: Kind): KindSchema | undefined {
    return this.#schemas.of(kind);
  }

  get schemaVersion(): number {
    return this.#schemas.version;
  }

  /** Reads the schemas of some kinds anew, as far as they have changed. @returns whether any has */
  readSchemas(kinds: Iterable<Kind>, signal: AbortSignal): Promise<boolean> {
    return this.#schemas.refresh(kinds, signal);
  }

  /** Whether every kind has either been seen once or found to be out of sight. */
  get settled(): boolean {
    return [...this.#reflectors.values()].every(
      reflector => reflector.sight.state !== 'Starting',
    );
  }

  /** How many kinds are watched, in which state, and how many objects are kept of them. */
  get census(): AgentCensus {
    const kinds = { Starting: 0, Seeing: 0, Blind: 0 };
    let objects = 0;
    for (const reflector of this.#reflectors.values()) {
      kinds[this.#pulse.lost ? 'Blind' : reflector.sight.state] += 1;
      objects += reflector.size;
    }
    return { kinds, objects };
  }

  /**
   * Lists a kind once, without watching it.
   *
   * @param options - `label` is a selector: only objects that have it
   * @throws KubeError when it may not be read or isn't served, Error when the API can't be reached
   */
  async list(
    { group, version, kind }: Kind,
    signal: AbortSignal,
    { form = 'Whole', label }: { form?: Form; label?: string } = {},
  ): Promise<KubeObject[]> {
    const served = await this.#discovery.find({ group, version, kind }, signal);
    if (!served) return [];
    const query = { labelSelector: label };
    const answer = await this.#api.get(served.path, query, signal, form);
    const apiVersion = group ? `${group}/${version}` : version;
    return json
      .list(json.map(answer).items)
      .map(item => ({ ...json.map(item), apiVersion, kind }))
      .filter(isKubeObject);
  }

  /** One GET of what isn't watched, such as the Secret of a release. */
  read(path: string, signal: AbortSignal): Promise<unknown> {
    return this.#api.get(path, {}, signal);
  }

  /** Where the API serves an object; undefined when it doesn't. */
  async pathOf(
    ref: ObjectRef,
    signal: AbortSignal,
  ): Promise<string | undefined> {
    const served = await this.#discovery.find(ref, signal);
    return served && objectPath(served, ref);
  }

  /** Undefined when the kind isn't served. */
  async isNamespaced(
    kind: Kind,
    signal: AbortSignal,
  ): Promise<boolean | undefined> {
    return (await this.#discovery.find(kind, signal))?.namespaced;
  }

  /** The version in which a group's kinds are to be read; undefined when it isn't served. */
  preferredVersion(
    group: string,
    signal: AbortSignal,
  ): Promise<string | undefined> {
    return this.#discovery.preferredVersion(group, signal);
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
    this.#isStopped = true;
    const reflectors = [...this.#reflectors.values()];
    this.#reflectors.clear();
    this.#discovery.close();
    await Promise.all([
      this.#pulse.stop(),
      ...reflectors.map(one => one.stop()),
    ]);
    this.#connection.close();
  }
}

/** Kinds are watched as a whole, but for those of which only some objects may be read. */
function watchKey({
  kind,
  only,
}: {
  kind: { group: string; kind: string };
  only?: OneObject;
}): string {
  return only
    ? `${kindKey(kind)} ${nameKey(only.namespace, only.name)}`
    : kindKey(kind);
}

function isSame(reflector: Reflector, wanted: Wanted | undefined): boolean {
  return (
    wanted?.kind.version === reflector.kind.version &&
    (wanted.form ?? 'Whole') === reflector.form
  );
}
