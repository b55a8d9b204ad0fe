import { KubeObject, ObjectRef, objectKey, objectRef } from '@flotilla/drift';
import { KubeError } from '../kube/KubeError';
import { Kind } from '../kube/kubeObject';
import { Logger } from '../timing/Logger';
import { json } from '../json';
import { Unreadable } from './Unreadable';
import { StoredRelease, releaseObjects, storedRelease } from './helmRelease';

/** What a HelmRelease's chart has made, as far as that may be known. */
export interface Release {
  objects: readonly KubeObject[];
  /** Why its objects aren't compared, and the HelmRelease's status alone tells. */
  hidden?: string;
}

export interface HelmReleasesOptions {
  read(path: string, signal: AbortSignal): Promise<unknown>;
  /** Undefined when the kind isn't served. */
  isNamespaced(kind: Kind, signal: AbortSignal): Promise<boolean | undefined>;
  logger: Logger;
}

/** What is desired of a chart that the engine renders: the manifest that Helm stored, where the agent may read it. */
export class HelmReleases {
  #known = new Map<string, Release & { mark: string }>();

  constructor(private readonly options: HelmReleasesOptions) {}

  /** Undefined for what is no HelmRelease, or has released nothing yet. */
  of(ref: ObjectRef): Release | undefined {
    return this.#known.get(objectKey(ref));
  }

  /** Reads releases that are new. @returns whether anything changed */
  async refresh(
    helmReleases: readonly KubeObject[],
    signal: AbortSignal,
  ): Promise<boolean> {
    const next = new Map<string, Release & { mark: string }>();
    let changed = false;
    for (const one of helmReleases) {
      const stored = storedRelease(one);
      if (!stored) continue;
      const key = objectKey(objectRef(one));
      const mark = `${stored.secret.namespace}/${stored.secret.name}`;
      const known = this.#known.get(key);
      // Rights may have been given since: what is hidden is asked for anew.
      const isKnown = known?.mark === mark && !known.hidden;
      const release = isKnown ? known : await this.#read(stored, signal);
      if (release !== known && release.hidden !== known?.hidden) changed = true;
      if (known?.mark !== mark) changed = true;
      next.set(key, { ...release, mark });
    }
    changed ||= next.size !== this.#known.size;
    this.#known = next;
    return changed;
  }

  async #read(stored: StoredRelease, signal: AbortSignal): Promise<Release> {
    const { namespace, name } = stored.secret;
    const path = `/api/v1/namespaces/${namespace}/secrets/${name}`;
    try {
      const objects = releaseObjects(await this.options.read(path, signal));
      const placed: KubeObject[] = [];
      for (const object of objects) {
        placed.push(await this.#placed(object, stored.namespace, signal));
      }
      return { objects: placed };
    } catch (error) {
      const why =
        error instanceof KubeError && error.status === 403
          ? `the agent may not read the Secret ${namespace}/${name}`
          : `the Secret ${namespace}/${name} can't be read (${codeOf(error)})`;
      this.options.logger.debug(`A release isn't compared: ${why}`);
      return {
        objects: [],
        hidden: `What its chart made isn't compared, ${why}; its status is what the engine says.`,
      };
    }
  }

  async #placed(
    object: KubeObject,
    namespace: string,
    signal: AbortSignal,
  ): Promise<KubeObject> {
    if (object.metadata.namespace) return object;
    const { group, version, kind } = objectRef(object);
    const needsOne = await this.options.isNamespaced(
      { group, version, kind },
      signal,
    );
    return needsOne
      ? { ...object, metadata: { ...object.metadata, namespace } }
      : object;
  }
}

/** Errors of what a Secret holds may quote it, and this leaves the cluster: only what can't is told. */
function codeOf(error: unknown): string {
  if (error instanceof Unreadable) return error.message;
  if (error instanceof KubeError) return `HTTP ${error.status}`;
  return json.text(json.map(error).code) || 'no known cause';
}
