import { KubeObject } from '@flotilla/drift';
import { json } from '../json';
import { Backoff } from '../timing/Backoff';
import { Logger } from '../timing/Logger';
import { Telemetry } from '../timing/Telemetry';
import { pause } from '../timing/Waker';
import { Discovery, ServedKind } from './Discovery';
import { Form, KubeApi } from './KubeApi';
import { KubeError } from './KubeError';
import { Kind, isKubeObject, kindTitle } from './kubeObject';
import { Keeper, ObjectCache } from './ObjectCache';
import { Sight, isRefusal, reasonOf } from './Sight';

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
  /** When the API last gave or promised news, in milliseconds since 1970. */
  #heardAt = 0;
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
    if (this.#sight.state === 'Seeing') this.#see({ state: 'Starting' });
    this.#turn.abort();
  }

  start(): void {
    this.#running ??= this.#run(this.#stopping.signal);
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }

  async #run(stopping: AbortSignal): Promise<void> {
    const backoff = new Backoff(RETRY);
    while (!stopping.aborted) {
      this.#turn = new AbortController();
      const turn = this.#turn.signal;
      const signal = AbortSignal.any([stopping, turn]);
      const startedAt = Date.now();
      let wait: number;
      try {
        await this.#listAndWatch(signal);
        const isSteady = Date.now() - startedAt > STEADY_MILLISECONDS;
        if (isSteady) backoff.reset();
        // A server that ends watches at once must not be asked in a loop.
        wait = isSteady ? 50 + Math.random() * 100 : backoff.next();
      } catch (error) {
        if (stopping.aborted) return;
        if (turn.aborted) continue;
        const asked = error instanceof KubeError ? error.retryAfter : undefined;
        wait = Math.max(backoff.next(), asked ?? 0);
        this.#failed(error);
      }
      await pause(wait, signal);
    }
  }

  async #listAndWatch(signal: AbortSignal): Promise<void> {
    const served = await this.parts.discovery.find(this.kind, signal);
    if (!served) {
      throw new KubeError(404, `${kindTitle(this.kind)} is not served here`);
    }
    if (!this.#version) await this.#list(served, signal);
    await this.#watch(served, signal);
    this.parts.telemetry.watchEnded(this.kind.kind, 'Ended');
  }

  async #list(served: ServedKind, signal: AbortSignal): Promise<void> {
    const listing = this.#cache.listing();
    let version = '';
    let rest: string | undefined;
    do {
      const query = { limit: PAGE_SIZE, continue: rest };
      const page = json.map(
        await this.parts.api
          .get(served.path, query, signal, this.form)
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
    this.#heardAt = Date.now();
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

  async #watch(served: ServedKind, signal: AbortSignal): Promise<void> {
    let failure: Error | undefined;
    const query = {
      watch: true,
      allowWatchBookmarks: true,
      resourceVersion: this.#version,
      timeoutSeconds: Math.round(WATCH_SECONDS * (1 + Math.random() / 2)),
    };
    const onLine = (line: string) => {
      if (signal.aborted) return;
      this.#heardAt = Date.now();
      const event = json.map(json.parse(line));
      const object = json.map(event.object);
      if (event.type === 'ERROR') failure = failureOf(object);
      else this.#take(event.type, this.#typed(object));
    };
    const onOpen = () => {
      this.#heardAt = Date.now();
      this.#see({ state: 'Seeing' });
    };
    const { path } = served;
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
    const { telemetry, logger, patienceMilliseconds } = this.parts;
    const message = error instanceof Error ? error.message : String(error);
    logger.debug(`${kindTitle(this.kind)}: ${message}`);
    if (error instanceof Expired) {
      telemetry.watchEnded(this.kind.kind, 'Expired');
      this.#version = '';
    } else if (isRefusal(error)) {
      telemetry.watchEnded(this.kind.kind, 'Failed');
      this.#version = '';
      this.#see({ state: 'Blind', reason: reasonOf(error), message });
      return;
    } else {
      telemetry.watchEnded(this.kind.kind, 'Lost');
    }
    // A lost connection is daily life. The next watch goes on from where this one was, and nothing is missed.
    const isYoung = Date.now() - this.#heardAt < patienceMilliseconds;
    if (this.#sight.state === 'Seeing' && isYoung) return;
    this.#see({ state: 'Blind', reason: 'Unreachable', message });
  }

  #see(sight: Sight): void {
    const before = this.#sight;
    this.#sight = sight;
    if (JSON.stringify(before) !== JSON.stringify(sight)) {
      this.events.onSight(sight);
    }
  }
}

function expiredOr(error: unknown): never {
  throw error instanceof KubeError && error.status === 410
    ? new Expired('the list is too old to go on from')
    : error;
}

function failureOf(status: Record<string, unknown>): Error {
  return status.code === 410
    ? new Expired('the list is too old to go on from')
    : new KubeError(json.number(status.code) ?? 500, json.text(status.message));
}
