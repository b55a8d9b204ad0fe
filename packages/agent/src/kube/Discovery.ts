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

/** How long a list of served kinds is believed. */
const FRESH_MILLISECONDS = 30_000;

interface Page {
  at: number;
  kinds: Promise<Map<string, ServedKind>>;
}

/** Finds out which kinds an API server serves, a request for each group and version. */
export class Discovery {
  readonly #pages = new Map<string, Page>();

  constructor(private readonly api: KubeApi) {}

  /**
   * @returns undefined when the kind isn't served, now
   * @throws KubeError, or Error when the API can't be reached
   */
  async find(kind: Kind, signal: AbortSignal): Promise<ServedKind | undefined> {
    const base = kind.group
      ? `/apis/${kind.group}/${kind.version}`
      : `/api/${kind.version}`;
    const kinds = await this.#page(base, signal);
    return kinds.get(kind.kind);
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

  async #page(base: string, signal: AbortSignal) {
    const known = this.#pages.get(base);
    if (known && Date.now() - known.at < FRESH_MILLISECONDS) return known.kinds;
    const kinds = this.#load(base, signal);
    this.#pages.set(base, { at: Date.now(), kinds });
    // A failure is not kept: the next one who asks tries anew.
    kinds.catch(() => this.#pages.delete(base));
    return kinds;
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
