import { json } from '../json';
import { KubeApi } from './KubeApi';
import { KubeError } from './KubeError';
import { Kind } from './kubeObject';

/** Where the API serves a kind. */
export interface ServedKind {
  /** Such as `/apis/apps/v1/deployments`. */
  path: string;
  namespaced: boolean;
}

/** How long a list of served kinds is believed of a kind that is in it, and of one that isn't. */
const FRESH_MILLISECONDS = 30_000;
const ABSENT_MILLISECONDS = 5_000;

interface Page {
  at: number;
  kinds: Promise<Map<string, ServedKind>>;
}

/** Finds out which kinds an API server serves, a request for each group and version. */
export class Discovery {
  readonly #pages = new Map<string, Page>();
  readonly #end = new AbortController();

  constructor(private readonly api: KubeApi) {}

  /**
   * @returns undefined when the kind isn't served, now
   * @throws KubeError, or Error when the API can't be reached
   */
  async find(kind: Kind, signal: AbortSignal): Promise<ServedKind | undefined> {
    const base = baseOf(kind);
    const { at, kinds } = this.#page(base, FRESH_MILLISECONDS);
    const served = (await sooner(kinds, signal)).get(kind.kind);
    if (served || Date.now() - at < ABSENT_MILLISECONDS) return served;
    // A definition may have been applied since.
    const page = this.#page(base, ABSENT_MILLISECONDS);
    return (await sooner(page.kinds, signal)).get(kind.kind);
  }

  /** A kind was asked for where it should be served, and wasn't there. */
  forget(kind: Kind): void {
    this.#pages.delete(baseOf(kind));
  }

  /** Ends what is still being asked. */
  close(): void {
    this.#end.abort();
  }

  /**
   * The version in which a group's kinds are to be read, where Git names none.
   *
   * @returns undefined when the group isn't served, now
   * @throws KubeError, or Error when the API can't be reached
   */
  async preferredVersion(
    group: string,
    signal: AbortSignal,
  ): Promise<string | undefined> {
    if (!group) return 'v1';
    try {
      const answer = await this.api.get(`/apis/${group}`, {}, signal);
      const { preferredVersion } = json.map(answer);
      return json.text(json.map(preferredVersion).version) || undefined;
    } catch (error) {
      if (error instanceof KubeError && error.status === 404) return undefined;
      throw error;
    }
  }

  #page(base: string, freshMilliseconds: number): Page {
    const known = this.#pages.get(base);
    if (known && Date.now() - known.at < freshMilliseconds) return known;
    // Many may wait for it: that one of them gives up is nothing to the others.
    const kinds = this.#load(base, this.#end.signal);
    const page = { at: Date.now(), kinds };
    this.#pages.set(base, page);
    // A failure is not kept: the next one who asks tries anew.
    kinds.catch(() => {
      if (this.#pages.get(base) === page) this.#pages.delete(base);
    });
    return page;
  }

  async #load(base: string, signal: AbortSignal) {
    const kinds = new Map<string, ServedKind>();
    let answer: unknown;
    try {
      answer = await this.api.get(base, {}, signal);
    } catch (error) {
      if (error instanceof KubeError && error.status === 404) return kinds;
      throw error;
    }
    for (const resource of json.list(json.map(answer).resources)) {
      const { name, kind, namespaced } = json.map(resource);
      if (typeof name === 'string' && !name.includes('/')) {
        kinds.set(json.text(kind), {
          path: `${base}/${name}`,
          namespaced: namespaced === true,
        });
      }
    }
    return kinds;
  }
}

function baseOf({ group, version }: Kind): string {
  return group ? `/apis/${group}/${version}` : `/api/${version}`;
}

/** A promise's result, unless the signal comes first. */
async function sooner<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  const over = new AbortController();
  const aborted = new Promise<never>((_, reject) =>
    signal.addEventListener('abort', () => reject(signal.reason), {
      signal: over.signal,
    }),
  );
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    over.abort();
  }
}
