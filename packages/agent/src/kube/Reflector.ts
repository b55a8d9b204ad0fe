import { KubeObject } from '@flotilla/drift';
import { json } from '../json';
import { Backoff } from '../timing/Backoff';
import { Logger } from '../timing/Logger';
import { Telemetry } from '../timing/Telemetry';
import { pause } from '../timing/Waker';
import { Discovery } from './Discovery';
import { Form, KubeApi } from './KubeApi';
import { KubeError, Silence } from './KubeError';
import { Kind, isKubeObject, kindTitle } from './kubeObject';
import { Keeper, ObjectCache } from './ObjectCache';
import { Sight, isRefusal, reasonOf } from './Sight';
import { OneObject, Source, sourceOf } from './source';

export interface ReflectorEvents {
  /** An object came, changed or went; `after` is undefined when it is gone. */
  onObject(before: KubeObject | undefined, after: KubeObject | undefined): void;
  onSight(sight: Sight): void;
}

export interface ReflectorParts {
  api: KubeApi;
  discovery: Discovery;
  logger: Logger;
  telemetry: Telemetry;
  /** How long a kind counts as seen without a watch on it. */
  patienceMilliseconds: number;
  /** Absent: all objects of the kind. */
  only?: OneObject;
}

const PAGE_SIZE = 500;
const WATCH_SECONDS = 240;
/** Bookmarks come about once a minute: a watch that is silent for longer may be dead. */
const WATCH_IDLE_MILLISECONDS = 100_000;
/** A watch that ends sooner is no sign that things are well. */
const STEADY_MILLISECONDS = 5_000;
/** A kind may come to be served at any time; asking costs little. */
const RETRY = { first: 500, most: 15_000 };

/** The list is too old to go on from: 410, as an answer or within a watch. */
class Expired extends Error {}

/**
 * Keeps the objects of one kind as the API server has them: lists, then
 * watches from there, and begins again by itself after whatever goes wrong.
 */
export class Reflector {
  readonly #cache: ObjectCache;
  #sight: Sight = { state: 'Starting' };
  /** Where the next watch goes on from; empty when all has to be listed. */
  #version = '';
  /** When the present watch began, in milliseconds since 1970. */
  #openedAt: number | undefined;
  /** Runs while there is no watch; at its end what was seen counts no more. */
  #patience: NodeJS.Timeout | undefined;
  /** Why there is no watch. */
  #trouble = '';
  #turn = new AbortController();
  readonly #stopping = new AbortController();
  #running: Promise<void> | undefined;

  constructor(
    readonly kind: Kind,
    readonly form: Form,
    private readonly parts: ReflectorParts,
    private readonly events: ReflectorEvents,
  ) {
    this.#cache = new ObjectCache(events.onObject);
  }

  get sight(): Sight {
    return this.#sight;
  }

  get size(): number {
    return this.#cache.size;
  }

  objects(): Iterable<KubeObject> {
    return this.#cache.objects();
  }

  find(namespace: string | undefined, name: string): KubeObject | undefined {
    return this.#cache.find(namespace, name);
  }

  /** Which objects are kept. Those that are new to it are read before anything is said of them. */
  keep(keeper: Keeper): void {
    if (!this.#cache.keep(keeper) || !this.#running) return;
    this.#version = '';
    this.renew();
  }

  /** Takes up the watch anew, from where it was; until that has worked nothing is said of the kind. */
  renew(): void {
    if (this.#sight.state === 'Seeing') this.#see({ state: 'Starting' });
    this.#turn.abort();
  }

  start(): void {
    this.#running ??= this.#run(this.#stopping.signal);
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
    clearTimeout(this.#patience);
  }

  async #run(stopping: AbortSignal): Promise<void> {
    const backoff = new Backoff(RETRY);
    while (!stopping.aborted) {
      this.#turn = new AbortController();
      const turn = this.#turn.signal;
      const signal = AbortSignal.any([stopping, turn]);
      this.#openedAt = undefined;
      let wait: number;
      try {
        await this.#listAndWatch(signal);
        this.#lost('the API server ended the watch');
        const isSteady = this.#wasSteady;
        if (isSteady) backoff.reset();
        // A server that ends watches at once must not be asked in a loop.
        wait = isSteady ? 50 + Math.random() * 100 : backoff.next();
      } catch (error) {
        if (stopping.aborted) return;
        if (turn.aborted) continue;
        if (this.#wasSteady) backoff.reset();
        wait = Math.max(backoff.next(), askedBy(error));
        this.#failed(error);
      }
      await pause(wait, signal);
    }
  }

  get #wasSteady(): boolean {
    const openedAt = this.#openedAt ?? Infinity;
    return Date.now() - openedAt > STEADY_MILLISECONDS;
  }

  async #listAndWatch(signal: AbortSignal): Promise<void> {
    const served = await this.parts.discovery.find(this.kind, signal);
    if (!served) {
      throw new KubeError(404, `${kindTitle(this.kind)} is not served here`);
    }
    const source = sourceOf(served, this.parts.only);
    if (!this.#version) await this.#list(source, signal);
    await this.#watch(source, signal);
    this.parts.telemetry.watchEnded(this.kind.kind, 'Ended');
  }

  async #list({ path, only }: Source, signal: AbortSignal): Promise<void> {
    const listing = this.#cache.listing();
    let version = '';
    let rest: string | undefined;
    do {
      const query = { ...only, limit: PAGE_SIZE, continue: rest };
      const page = json.map(
        await this.parts.api
          .get(path, query, signal, this.form)
          .catch(expiredOr),
      );
      const metadata = json.map(page.metadata);
      version = json.text(metadata.resourceVersion);
      rest = json.text(metadata.continue) || undefined;
      for (const item of json.list(page.items)) {
        const object = this.#typed(json.map(item));
        if (isKubeObject(object)) listing.take(object);
      }
    } while (rest);
    signal.throwIfAborted();
    listing.finish();
    this.#version = version;
    this.#see({ state: 'Seeing' });
  }

  /** Items of a list leave out what the list says for all, and metadata alone says what it is, not whose. */
  #typed(object: Record<string, unknown>) {
    const { group, version, kind } = this.kind;
    return {
      ...object,
      apiVersion: group ? `${group}/${version}` : version,
      kind,
    };
  }

  async #watch({ path, only }: Source, signal: AbortSignal): Promise<void> {
    let failure: Error | undefined;
    const query = {
      ...only,
      watch: true,
      allowWatchBookmarks: true,
      resourceVersion: this.#version,
      timeoutSeconds: Math.round(WATCH_SECONDS * (1 + Math.random() / 2)),
    };
    const onLine = (line: string) => {
      if (signal.aborted) return;
      const event = json.map(json.parse(line));
      const object = json.map(event.object);
      if (event.type === 'ERROR') failure = failureOf(object);
      else this.#take(event.type, this.#typed(object));
    };
    const onOpen = () => {
      this.#openedAt = Date.now();
      this.#see({ state: 'Seeing' });
    };
    const { form } = this;
    const idleMilliseconds = WATCH_IDLE_MILLISECONDS;
    const call = { path, query, form, idleMilliseconds, onOpen, onLine };
    await this.parts.api.watch(call, signal).catch(expiredOr);
    if (failure) throw failure;
  }

  #take(type: unknown, object: Record<string, unknown>): void {
    const { resourceVersion } = json.map(object.metadata);
    this.#version = json.text(resourceVersion) || this.#version;
    if (type === 'BOOKMARK' || !isKubeObject(object)) return;
    if (type === 'DELETED') this.#cache.remove(object);
    else this.#cache.put(object);
  }

  #failed(error: unknown): void {
    const { telemetry, logger } = this.parts;
    const message = error instanceof Error ? error.message : String(error);
    logger.debug(`${kindTitle(this.kind)}: ${message}`);
    if (error instanceof Expired) {
      telemetry.watchEnded(this.kind.kind, 'Expired');
      this.#version = '';
    } else if (isRefusal(error)) {
      telemetry.watchEnded(this.kind.kind, 'Failed');
      this.#version = '';
      if (reasonOf(error) === 'KindNotServed') {
        this.parts.discovery.forget(this.kind);
      }
      this.#see({ state: 'Blind', reason: reasonOf(error), message });
      return;
    } else {
      telemetry.watchEnded(this.kind.kind, 'Lost');
    }
    this.#lost(message);
    // Who kept silent may have been gone for as long.
    if (error instanceof Silence) this.#giveUp();
  }

  /**
   * A lost connection is daily life: the next watch goes on from where this one was, and nothing is missed. So the
   * kind counts as seen for a while more, whatever the next try is waiting for.
   */
  #lost(trouble: string): void {
    this.#trouble = trouble;
    if (this.#sight.state !== 'Seeing') this.#giveUp();
    this.#patience ??= setTimeout(
      () => this.#giveUp(),
      this.parts.patienceMilliseconds,
    );
  }

  #giveUp(): void {
    const message = this.#trouble;
    this.#see({ state: 'Blind', reason: 'Unreachable', message });
  }

  #see(sight: Sight): void {
    clearTimeout(this.#patience);
    this.#patience = undefined;
    const before = this.#sight;
    this.#sight = sight;
    if (JSON.stringify(before) !== JSON.stringify(sight)) {
      this.events.onSight(sight);
    }
  }
}

/** How long the API asks to wait, in milliseconds. */
function askedBy(error: unknown): number {
  return (error instanceof KubeError && error.retryAfter) || 0;
}

function expiredOr(error: unknown): never {
  throw error instanceof KubeError && error.status === 410
    ? new Expired('the list is too old to go on from')
    : error;
}

function failureOf(status: Record<string, unknown>): Error {
  return status.code === 410
    ? new Expired('the list is too old to go on from')
    : KubeError.ofStatus(json.number(status.code) ?? 500, status);
}
