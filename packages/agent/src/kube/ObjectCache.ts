import { KubeObject } from '@flotilla/drift';

/** Which objects of a kind are kept: all, or those with these names. */
export type Keeper = 'All' | ReadonlySet<string>;

type OnObject = (
  before: KubeObject | undefined,
  after: KubeObject | undefined,
) => void;

/** How a keeper names an object. */
export function nameKey(namespace: string | undefined, name: string): string {
  return `${namespace ?? ''}/${name}`;
}

/** The objects of one kind that somebody asked for; of the others nothing is kept. */
export class ObjectCache {
  #objects = new Map<string, KubeObject>();
  #keeper: Keeper = 'All';

  constructor(private readonly onObject: OnObject) {}

  get size(): number {
    return this.#objects.size;
  }

  objects(): Iterable<KubeObject> {
    return this.#objects.values();
  }

  find(namespace: string | undefined, name: string): KubeObject | undefined {
    return this.#objects.get(nameKey(namespace, name));
  }

  /** @returns whether objects may be missing now that weren't kept before */
  keep(keeper: Keeper): boolean {
    const before = this.#keeper;
    this.#keeper = keeper;
    for (const key of this.#objects.keys()) {
      if (!this.#isKept(key)) this.#objects.delete(key);
    }
    if (before === 'All') return false;
    return keeper === 'All' || [...keeper].some(key => !before.has(key));
  }

  #isKept(key: string): boolean {
    return this.#keeper === 'All' || this.#keeper.has(key);
  }

  put(object: KubeObject): void {
    const key = keyOf(object);
    if (!this.#isKept(key)) return;
    const before = this.#objects.get(key);
    this.#objects.set(key, object);
    this.onObject(before, object);
  }

  remove(object: KubeObject): void {
    const key = keyOf(object);
    if (!this.#isKept(key)) return;
    const before = this.#objects.get(key);
    this.#objects.delete(key);
    this.onObject(before ?? object, undefined);
  }

  /** Takes a whole list, page by page; only its end changes what is kept. */
  listing(): { take(object: KubeObject): void; finish(): void } {
    const found = new Map<string, KubeObject>();
    return {
      take: object => {
        const key = keyOf(object);
        if (this.#isKept(key)) found.set(key, object);
      },
      finish: () => this.#replace(found),
    };
  }

  #replace(found: Map<string, KubeObject>): void {
    const before = this.#objects;
    this.#objects = found;
    for (const [key, object] of found) {
      const known = before.get(key);
      const version = known?.metadata.resourceVersion;
      if (!known || version !== object.metadata.resourceVersion) {
        this.onObject(known, object);
      }
    }
    for (const [key, object] of before) {
      if (!found.has(key)) this.onObject(object, undefined);
    }
  }
}

function keyOf({ metadata }: KubeObject): string {
  return nameKey(metadata.namespace, metadata.name);
}
