import type { Desired } from '@flotilla/backstage-plugin-flotilla-common';
import { DRY_RUN, KubeObject, ObjectRef } from '@flotilla/drift';
import { HubClient } from '../hub/HubClient';
import { Logger } from '../timing/Logger';
import { nameKey } from '../kube/ObjectCache';
import { parsePart } from './parsePart';
import { isSecret, optedInSecrets } from './secrets';

/** A part with its objects. */
export interface DesiredPart {
  cluster: string;
  name: string;
  digest: string;
  objects: readonly KubeObject[];
  /** Why it can't be read; it has no objects then. */
  problem?: string;
}

/**
 * Applied by the cluster's owner, or by the cluster that manages it, before
 * there is an engine: nothing tells whether and when, so it isn't compared.
 */
const BOOTSTRAP = 'bootstrap';

/** How many revisions are remembered, to know what an engine that lags has applied. */
const REVISIONS = 20;

/** What the cluster should hold, as the hub last said; fetched part by part, each only once. */
export class DesiredState {
  #desired: Desired | undefined;
  #parts: readonly DesiredPart[] = [];
  #known: readonly DesiredPart[] = [];
  #secrets: ReadonlySet<string> = new Set();
  #triesChanges = false;
  readonly #read = new Map<string, DesiredPart>();
  /** Commit → part → digest. */
  readonly #history = new Map<string, ReadonlyMap<string, string>>();

  constructor(
    private readonly hub: Pick<HubClient, 'desired' | 'part'>,
    private readonly logger: Logger,
  ) {}

  get current(): Desired | undefined {
    return this.#desired;
  }

  /** What the cluster's engine applies, and so what is compared. */
  get parts(): readonly DesiredPart[] {
    return this.#parts;
  }

  /** All that Git declares for this cluster, compared or not. */
  get declared(): readonly KubeObject[] {
    return [...this.#parts, ...this.#known].flatMap(({ objects }) => objects);
  }

  /** Whether Git lets the agent read an object: no Secret that nobody opted in. */
  mayRead(ref: ObjectRef): boolean {
    return (
      !isSecret(ref) || this.#secrets.has(nameKey(ref.namespace, ref.name))
    );
  }

  /** Whether Git lets the agent ask the API server what it would change. */
  get triesChanges(): boolean {
    return this.#triesChanges;
  }

  /** Asks the hub, and takes its answer as a whole or not at all. @returns whether anything changed */
  async refresh(signal: AbortSignal): Promise<boolean> {
    const desired = await this.hub.desired(this.#desired?.etag, signal);
    if (!desired || desired.etag === this.#desired?.etag) return false;
    const parts: DesiredPart[] = [];
    for (const { cluster, name, digest } of desired.parts) {
      const known = this.#read.get(digest);
      const part =
        known ?? (await this.#fetch(digest, `${cluster}/${name}`, signal));
      parts.push({ ...part, cluster, name });
    }
    this.#desired = desired;
    this.#parts = parts.filter(({ name }) => name !== BOOTSTRAP);
    this.#known = parts.filter(({ name }) => name === BOOTSTRAP);
    const objects = this.#parts.flatMap(part => part.objects);
    this.#secrets = optedInSecrets(objects);
    this.#triesChanges = objects.some(isDryRunPolicy);
    this.#remember(desired);
    return true;
  }

  async #fetch(
    digest: string,
    title: string,
    signal: AbortSignal,
  ): Promise<Omit<DesiredPart, 'cluster' | 'name'>> {
    const text = await this.hub.part(digest, signal);
    const part = { cluster: '', name: '', digest, ...this.#parse(text, title) };
    this.#read.set(digest, part);
    return part;
  }

  #parse(text: string, title: string) {
    try {
      return { objects: parsePart(text) };
    } catch (error) {
      const problem = `The rendered part can't be read: ${String(error)}`;
      this.logger.warn(`${title}: ${problem}`);
      return { objects: [], problem };
    }
  }

  #remember({ commit, parts }: Desired): void {
    this.#history.delete(commit);
    this.#history.set(
      commit,
      new Map(parts.map(part => [partKey(part), part.digest])),
    );
    const [oldest] = this.#history.keys();
    if (this.#history.size > REVISIONS) this.#history.delete(oldest);
    const needed = new Set(
      [...this.#history.values()].flatMap(digests => [...digests.values()]),
    );
    for (const digest of this.#read.keys()) {
      if (!needed.has(digest)) this.#read.delete(digest);
    }
  }

  /** The digest of a part at a commit, as far as it is remembered. */
  digestAt(commit: string, part: { cluster: string; name: string }) {
    return this.#history.get(commit)?.get(partKey(part));
  }

  /** The objects of an earlier digest, as far as they are remembered. */
  objectsOf(digest: string): readonly KubeObject[] | undefined {
    return this.#read.get(digest)?.objects;
  }
}

function isDryRunPolicy({ kind, metadata }: KubeObject): boolean {
  return kind === 'ValidatingAdmissionPolicy' && metadata.name === DRY_RUN;
}

export function partKey(part: { cluster: string; name: string }): string {
  return `${part.cluster}|${part.name}`;
}
