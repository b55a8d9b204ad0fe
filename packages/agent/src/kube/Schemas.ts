import { KindSchema, kindSchemas } from '@flotilla/drift';
import { json } from '../json';
import { Logger } from '../timing/Logger';
import { KubeApi } from './KubeApi';
import { Kind } from './kubeObject';

/** One group version's document, read as far as it was asked for. */
interface Document {
  /** Where it stood; it holds the content's hash. */
  url: string;
  wanted: string;
  kinds: ReadonlyMap<string, KindSchema>;
}

const INDEX = '/openapi/v3';

/** What a cluster's own OpenAPI documents say of the kinds that are compared. */
export class Schemas {
  /** By `apis/<group>/<version>`, as the index names them. */
  readonly #documents = new Map<string, Document>();
  #version = 0;

  constructor(
    private readonly api: Pick<KubeApi, 'get'>,
    private readonly logger: Logger,
  ) {}

  /** Rises whenever a schema changes. */
  get version(): number {
    return this.#version;
  }

  /** The same object for as long as the schema stays the same. */
  of(kind: Kind): KindSchema | undefined {
    return this.#documents.get(pathOf(kind))?.kinds.get(keyOf(kind));
  }

  /**
   * Reads the documents of some kinds that are new or have changed since, and
   * forgets those of all others. What can't be read is told and left out:
   * comparing goes on without, and says so.
   *
   * @returns whether anything changed
   */
  async refresh(kinds: Iterable<Kind>, signal: AbortSignal): Promise<boolean> {
    const wanted = byDocument(kinds);
    const urls = await this.#index(signal);
    let changed = false;
    for (const path of this.#documents.keys()) {
      if (!wanted.has(path)) this.#documents.delete(path);
    }
    for (const [path, keys] of wanted) {
      const url = urls?.get(path);
      const known = this.#documents.get(path);
      const asked = [...keys].sort().join();
      const isSame = known?.url === url && known?.wanted === asked;
      if (url === undefined) {
        // A group that isn't served any more has no schema; an index that can't be read says nothing.
        if (urls && this.#documents.delete(path)) changed = true;
      } else if (!isSame) {
        changed = (await this.#read(path, url, keys, signal)) || changed;
      }
    }
    if (changed) this.#version += 1;
    return changed;
  }

  async #index(signal: AbortSignal): Promise<Map<string, string> | undefined> {
    try {
      const { paths } = json.map(await this.api.get(INDEX, {}, signal));
      return new Map(
        Object.entries(json.map(paths)).map(([path, one]) => [
          path,
          json.text(json.map(one).serverRelativeURL),
        ]),
      );
    } catch (error) {
      this.logger.debug(`Schemas can't be read: ${String(error)}`);
      return undefined;
    }
  }

  async #read(
    path: string,
    url: string,
    keys: ReadonlySet<string>,
    signal: AbortSignal,
  ): Promise<boolean> {
    try {
      const { pathname, searchParams } = new URL(url, 'http://kubernetes');
      const query = Object.fromEntries(searchParams);
      const document = await this.api.get(pathname, query, signal);
      const kinds = kindSchemas(document, key => keys.has(key));
      const wanted = [...keys].sort().join();
      this.#documents.set(path, { url, wanted, kinds });
      return true;
    } catch (error) {
      this.logger.warn(
        `The schemas of ${path} can't be read: ${String(error)}`,
      );
      return false;
    }
  }
}

function pathOf({ group, version }: Kind): string {
  return group ? `apis/${group}/${version}` : `api/${version}`;
}

function keyOf({ group, version, kind }: Kind): string {
  return `${group}/${version}/${kind}`;
}

function byDocument(kinds: Iterable<Kind>): Map<string, Set<string>> {
  const documents = new Map<string, Set<string>>();
  for (const kind of kinds) {
    const path = pathOf(kind);
    const known = documents.get(path) ?? new Set();
    documents.set(path, known.add(keyOf(kind)));
  }
  return documents;
}
