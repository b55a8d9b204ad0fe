import { KubeObject } from '@flotilla/drift';
import { json } from '../json';
import { Backoff } from '../timing/Backoff';
import { Logger } from '../timing/Logger';
import { pause } from '../timing/Waker';
import { Discovery, ServedKind } from './Discovery';
import { KubeApi } from './KubeApi';
import { KubeError } from './KubeError';
import { Kind, isKubeObject } from './kubeObject';

/** Why objects of a kind can't be seen, or that they can. */
export type Sight =
  | { state: 'Starting' }
  | { state: 'Seeing' }
  | {
      state: 'Blind';
      reason: 'KindNotServed' | 'Forbidden' | 'Unreachable';
      message: string;
    };

export interface ReflectorEvents {
  /** An object came, changed or went; `after` is undefined when it is gone. */
  onObject(before: KubeObject | undefined, after: KubeObject | undefined): void;
  onSight(sight: Sight): void;
}

interface Parts {
  api: KubeApi;
  discovery: Discovery;
  logger: Logger;
}

const PAGE_SIZE = 500;
const WATCH_SECONDS = 240;
/** A watch with bookmarks hears something each minute. */
const WATCH_IDLE_MILLISECONDS = 300_000;
/** A kind may come to be served at any time; asking costs little. */
const RETRY = { first: 500, most: 15_000 };

/** The list is too old to go on from: 410, as an answer or within a watch. */
class Expired extends Error {}

/**
 * Keeps the objects of one kind as the API server has them: lists, then
 * watches from there, and begins again by itself after whatever goes wrong.
 */
export class Reflector {
  #objects = new Map<string, KubeObject>();
  #sight: Sight = { state: 'Starting' };
  /** Where the next watch goes on from. */
  #version = '';
  readonly #stopping = new AbortController();
  #running: Promise<void> | undefined;

  constructor(
    readonly kind: Kind,
    private readonly parts: Parts,
    private readonly events: ReflectorEvents,
  ) {}

  get sight(): Sight {
    return this.#sight;
  }

  objects(): Iterable<KubeObject> {
    return this.#objects.values();
  }

  find(namespace: string | undefined, name: string): KubeObject | undefined {
    return this.#objects.get(nameKey(namespace, name));
  }

  start(): void {
    this.#running ??= this.#run(this.#stopping.signal);
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }

  async #run(signal: AbortSignal): Promise<void> {
    const backoff = new Backoff(RETRY);
    while (!signal.aborted) {
      try {
        await this.#listAndWatch(signal, backoff);
      } catch (error) {
        if (!signal.aborted && !(error instanceof Expired)) {
          this.#failed(error);
          await pause(backoff.next(), signal);
        }
      }
    }
  }

  async #listAndWatch(signal: AbortSignal, backoff: Backoff): Promise<void> {
    const served = await this.parts.discovery.find(this.kind, signal);
    if (!served) {
      throw new KubeError(404, `${this.#title()} is not served here`);
    }
    await this.#list(served, signal);
    this.#see({ state: 'Seeing' });
    for (let lost = 0; !signal.aborted; ) {
      try {
        await this.#watch(served, signal);
        lost = 0;
        backoff.reset();
        // A server that ends watches at once must not be asked in a loop.
        await pause(50 + Math.random() * 100, signal);
      } catch (error) {
        lost += 1;
        // One lost connection is daily life; the next means nothing is seen.
        if (!isLostConnection(error) || lost > 1) throw error;
        await pause(backoff.next(), signal);
      }
    }
  }

  async #list(served: ServedKind, signal: AbortSignal): Promise<void> {
    const found = new Map<string, KubeObject>();
    let rest: string | undefined;
    do {
      const page = json.map(
        await this.parts.api
          .get(served.path, { limit: PAGE_SIZE, continue: rest }, signal)
          .catch(expiredOr),
      );
      const metadata = json.map(page.metadata);
      this.#version = json.text(metadata.resourceVersion);
      rest = json.text(metadata.continue) || undefined;
      for (const item of json.list(page.items)) {
        // Items of a list leave out what the list says for all.
        const object = { ...json.map(item), ...this.#typeMeta() };
        if (isKubeObject(object)) found.set(keyOf(object), object);
      }
    } while (rest);
    this.#replace(found);
  }

  #typeMeta() {
    const { group, version, kind } = this.kind;
    return { apiVersion: group ? `${group}/${version}` : version, kind };
  }

  #replace(found: Map<string, KubeObject>): void {
    const before = this.#objects;
    this.#objects = found;
    for (const [key, object] of found) {
      const known = before.get(key);
      const version = known?.metadata.resourceVersion;
      if (!known || version !== object.metadata.resourceVersion) {
        this.events.onObject(known, object);
      }
    }
    for (const [key, object] of before) {
      if (!found.has(key)) this.events.onObject(object, undefined);
    }
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
      const event = json.map(json.parse(line));
      if (event.type === 'ERROR') failure = failureOf(json.map(event.object));
      else if (isKubeObject(event.object)) this.#take(event.type, event.object);
    };
    await this.parts.api
      .watch(served.path, query, onLine, signal, WATCH_IDLE_MILLISECONDS)
      .catch(expiredOr);
    if (failure) throw failure;
  }

  #take(type: unknown, object: KubeObject): void {
    this.#version = object.metadata.resourceVersion ?? this.#version;
    if (type === 'BOOKMARK') return;
    const key = keyOf(object);
    const before = this.#objects.get(key);
    if (type === 'DELETED') {
      this.#objects.delete(key);
      this.events.onObject(before ?? object, undefined);
    } else {
      this.#objects.set(key, object);
      this.events.onObject(before, object);
    }
  }

  #failed(error: unknown): void {
    const message = error instanceof Error ? error.message : String(error);
    this.parts.logger.debug(`${this.#title()}: ${message}`);
    this.#see({ state: 'Blind', reason: reasonOf(error), message });
  }

  #see(sight: Sight): void {
    const before = this.#sight;
    this.#sight = sight;
    if (JSON.stringify(before) !== JSON.stringify(sight)) {
      this.events.onSight(sight);
    }
  }

  #title(): string {
    const { group, version, kind } = this.kind;
    return `${kind} (${group ? `${group}/` : ''}${version})`;
  }
}

function nameKey(namespace: string | undefined, name: string): string {
  return `${namespace ?? ''}/${name}`;
}

function keyOf({ metadata }: KubeObject): string {
  return nameKey(metadata.namespace, metadata.name);
}

function expiredOr(error: unknown): never {
  throw error instanceof KubeError && error.status === 410
    ? new Expired()
    : error;
}

function failureOf(status: Record<string, unknown>): Error {
  return status.code === 410
    ? new Expired()
    : new KubeError(json.number(status.code) ?? 500, json.text(status.message));
}

function isLostConnection(error: unknown): boolean {
  return !(error instanceof KubeError) && !(error instanceof Expired);
}

function reasonOf(error: unknown) {
  if (!(error instanceof KubeError)) return 'Unreachable';
  if (error.status === 403 || error.status === 401) return 'Forbidden';
  return error.status === 404 ? 'KindNotServed' : 'Unreachable';
}
