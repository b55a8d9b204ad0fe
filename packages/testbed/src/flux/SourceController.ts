import { setTimeout as sleep } from 'node:timers/promises';
import type { ControlPlane } from '../controlPlane/ControlPlane';
import { textAt, truthAt, valueAt } from '../controlPlane/fields';
import { TestObject, isTestObject } from '../installed/objects';
import { Artifact, ArtifactStore } from './ArtifactStore';

const KIND = '/apis/source.toolkit.fluxcd.io/v1/gitrepositories';
/** Milliseconds between two looks at Git. */
const INTERVAL = 2000;

/** Stands for the time at which something is said, so that saying it again can be told from saying something new. */
const NOW = '<now>';

/** Says of every GitRepository what Flux's source-controller would say of it, for which it stands in. */
export class SourceController {
  readonly #said = new Map<string, string>();
  readonly #ending = new AbortController();
  #turn: Promise<void> = Promise.resolve();
  #loop: Promise<void> = Promise.resolve();

  constructor(
    private readonly kubernetes: ControlPlane,
    private readonly store: ArtifactStore,
  ) {}

  start(): void {
    this.#loop = this.#run();
  }

  /** One at a time: two would say things in either order. */
  reconcile(): Promise<void> {
    const turn = this.#turn.then(() => this.#reconcileAll());
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  async stop(): Promise<void> {
    this.#ending.abort();
    await this.#loop;
    await this.#turn;
  }

  async #run(): Promise<void> {
    const { signal } = this.#ending;
    while (!signal.aborted) {
      // The API server may be away for a while; the next turn tries again.
      await this.reconcile().catch(() => undefined);
      await sleep(INTERVAL, undefined, { signal }).catch(() => undefined);
    }
  }

  async #reconcileAll(): Promise<void> {
    const { body } = await this.kubernetes.request(KIND);
    const items = valueAt(body, 'items');
    for (const item of Array.isArray(items) ? items : []) {
      const kind = 'GitRepository';
      const apiVersion = 'source.toolkit.fluxcd.io/v1';
      const repository: unknown = { apiVersion, kind, ...item };
      if (isTestObject(repository)) await this.#reconcileOne(repository);
    }
  }

  async #reconcileOne(repository: TestObject): Promise<void> {
    if (truthAt(repository, 'spec', 'suspend')) return;
    const branch = textAt(repository, 'spec', 'ref', 'branch') ?? 'master';
    const status = await this.store
      .fetch(branch)
      .then(artifact => fetched(repository, artifact))
      .catch(error => failed(repository, gitMessage(error)));
    await this.#say(repository, status);
  }

  /** Flux writes nothing where nothing has changed. */
  async #say({ metadata }: TestObject, status: object): Promise<void> {
    const text = JSON.stringify(status);
    const key = String(metadata.uid);
    if (this.#said.get(key) === text) return;
    const at = `/apis/source.toolkit.fluxcd.io/v1/namespaces/${metadata.namespace}/gitrepositories/${metadata.name}`;
    const now = new Date().toISOString().replace(/\.\d+/, '');
    const { status: code, body } = await this.kubernetes.request(
      `${at}/status?fieldManager=gotk-source-controller`,
      {
        method: 'PATCH',
        contentType: 'application/merge-patch+json',
        body: { status: JSON.parse(text.replaceAll(NOW, now)) },
      },
    );
    if (code >= 300) throw new Error(textAt(body, 'message') ?? String(code));
    this.#said.set(key, text);
  }
}

function fetched({ metadata }: TestObject, artifact: Artifact): object {
  const message = `stored artifact for revision '${artifact.revision}'`;
  return {
    observedGeneration: metadata.generation,
    artifact: { ...artifact, lastUpdateTime: NOW },
    conditions: [
      condition(metadata, 'Ready', 'True', 'Succeeded', message),
      condition(metadata, 'ArtifactInStorage', 'True', 'Succeeded', message),
    ],
  };
}

/** The artifact of before stays. */
function failed({ metadata, status }: TestObject, why: string): object {
  const message = `failed to checkout and determine revision: ${why}`;
  const reason = 'GitOperationFailed';
  const artifact = valueAt({ status }, 'status', 'artifact');
  return {
    observedGeneration: metadata.generation,
    ...(artifact ? { artifact } : {}),
    conditions: [
      condition(
        metadata,
        'Reconciling',
        'True',
        'ProgressingWithRetry',
        message,
      ),
      condition(metadata, 'Ready', 'False', reason, message),
      condition(metadata, 'FetchFailed', 'True', reason, message),
    ],
  };
}

function condition(
  { generation }: TestObject['metadata'],
  type: string,
  status: 'True' | 'False',
  reason: string,
  message: string,
): object {
  return {
    type,
    status,
    reason,
    message,
    observedGeneration: generation,
    lastTransitionTime: NOW,
  };
}

function gitMessage(error: unknown): string {
  const said = String(error);
  return said.split('\n').find(line => /^(fatal|error):/.test(line)) ?? said;
}
