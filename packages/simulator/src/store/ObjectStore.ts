import { KubeObject } from '../objects/KubeObject';
import { Kind } from '../schema/kinds';
import { expired } from './StatusError';

export type EventType = 'ADDED' | 'MODIFIED' | 'DELETED';

/** One change, as a watch sees it. */
export interface StoreEvent {
  type: EventType;
  kind: StoredKind;
  object: KubeObject;
  /** The state before; absent for ADDED. */
  previous?: KubeObject;
  resourceVersion: number;
}

/** What identifies a stored kind: objects are stored once, whatever versions are served. */
export type StoredKind = Pick<Kind, 'group' | 'kind'>;

export type StoreListener = (event: StoreEvent) => void;

const HISTORY_LENGTH = 2_000;

/** Objects of one cluster with one rising resourceVersion, and the recent changes for watches. */
export class ObjectStore {
  readonly #byKind = new Map<string, Map<string, KubeObject>>();
  readonly #listeners = new Set<StoreListener>();
  #history: StoreEvent[] = [];
  #resourceVersion: number;
  /** Changes up to this resourceVersion are no longer known. */
  #forgotten: number;

  constructor(
    resourceVersion: number = 1,
    readonly historyLength: number = HISTORY_LENGTH,
  ) {
    this.#resourceVersion = resourceVersion;
    this.#forgotten = resourceVersion;
  }

  get resourceVersion(): number {
    return this.#resourceVersion;
  }

  get(
    kind: StoredKind,
    namespace: string | undefined,
    name: string,
  ): KubeObject | undefined {
    return this.#byKind.get(kindKey(kind))?.get(nameKey(namespace, name));
  }

  /** Objects of a kind in the API server's order: by namespace, then by name. */
  list(kind: StoredKind, namespace?: string): KubeObject[] {
    const objects = this.#byKind.get(kindKey(kind));
    if (!objects) return [];
    return [...objects]
      .filter(
        ([, object]) =>
          namespace === undefined || object.metadata.namespace === namespace,
      )
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, object]) => object);
  }

  /** Every object, in no particular order. */
  *all(): Iterable<KubeObject> {
    for (const objects of this.#byKind.values()) yield* objects.values();
  }

  get size(): number {
    let count = 0;
    for (const objects of this.#byKind.values()) count += objects.size;
    return count;
  }

  /** Stores a new state; gives it the next resourceVersion and tells the listeners. */
  put(kind: StoredKind, object: KubeObject): KubeObject {
    const key = nameKey(object.metadata.namespace, object.metadata.name);
    const previous = this.#objects(kind).get(key);
    const stored = this.#stamp(object);
    this.#objects(kind).set(key, stored);
    this.#publish({
      type: previous ? 'MODIFIED' : 'ADDED',
      kind,
      object: stored,
      ...(previous ? { previous } : {}),
      resourceVersion: this.#resourceVersion,
    });
    return stored;
  }

  remove(kind: StoredKind, namespace: string | undefined, name: string): void {
    const objects = this.#byKind.get(kindKey(kind));
    const previous = objects?.get(nameKey(namespace, name));
    if (!objects || !previous) return;
    objects.delete(nameKey(namespace, name));
    this.#publish({
      type: 'DELETED',
      kind,
      object: this.#stamp(previous),
      previous,
      resourceVersion: this.#resourceVersion,
    });
  }

  /** Puts back an object of an earlier run as it was. */
  restore(kind: StoredKind, object: KubeObject): void {
    this.#objects(kind).set(
      nameKey(object.metadata.namespace, object.metadata.name),
      object,
    );
  }

  /**
   * The changes after a resourceVersion.
   *
   * @throws StatusError 410 when some of them are no longer known.
   */
  eventsSince(resourceVersion: number): StoreEvent[] {
    if (resourceVersion < this.#forgotten) {
      throw expired(
        `too old resource version: ${resourceVersion} (${this.#forgotten})`,
      );
    }
    return this.#history.filter(
      event => event.resourceVersion > resourceVersion,
    );
  }

  /** Forgets the history, as etcd does when it compacts: older watches get 410. */
  compact(): void {
    this.#forgotten = this.#resourceVersion;
    this.#history = [];
  }

  listen(listener: StoreListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #objects(kind: StoredKind): Map<string, KubeObject> {
    const key = kindKey(kind);
    const found = this.#byKind.get(key);
    if (found) return found;
    const made = new Map<string, KubeObject>();
    this.#byKind.set(key, made);
    return made;
  }

  #stamp(object: KubeObject): KubeObject {
    this.#resourceVersion += 1;
    return {
      ...object,
      metadata: {
        ...object.metadata,
        resourceVersion: String(this.#resourceVersion),
      },
    };
  }

  #publish(event: StoreEvent): void {
    this.#history.push(event);
    if (this.#history.length > this.historyLength * 1.2) {
      const cut = this.#history.length - this.historyLength;
      this.#forgotten = this.#history[cut - 1].resourceVersion;
      this.#history = this.#history.slice(cut);
    }
    for (const listener of [...this.#listeners]) listener(event);
  }
}

function kindKey(kind: StoredKind): string {
  return `${kind.group}/${kind.kind}`;
}

/** `\0` sorts before every character of a name, so namespaces stay together. */
function nameKey(namespace: string | undefined, name: string): string {
  return `${namespace ?? ''}\0${name}`;
}
