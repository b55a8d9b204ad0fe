import { healthOf } from '@flotilla/drift';
import { Agenda } from '../Agenda';
import { GitSource } from '../git/GitSource';
import {
  copy,
  equal,
  JsonObject,
  listAt,
  objectAt,
  stringAt,
} from '../objects/json';
import { describeObject, KubeObject } from '../objects/KubeObject';
import { ApiServer, targetOf } from '../store/ApiServer';
import { StoreEvent } from '../store/ObjectStore';
import { KnownState } from './applyObjects';
import { conditionOf, isReady } from './conditions';
import { EventRecorder } from './EventRecorder';
import {
  CONTROLLER_MANAGER,
  FINALIZER,
  formatDuration,
  GIT_REPOSITORY,
  KUSTOMIZATION,
  kustomizationTarget,
  parseDuration,
  REQUESTED_AT,
} from './fluxTypes';
import {
  Outcome,
  showHistory,
  showInventory,
  showOutcome,
} from './kustomizationStatus';
import {
  applyBuilt,
  Built,
  buildKustomization,
  checkDependencies,
  findOrigin,
  neverReports,
  NotReady,
  Origin,
  pruneStale,
} from './KustomizationRun';
import { SourceController } from './SourceController';

export interface EngineOptions {
  api: ApiServer;
  agenda: Agenda;
  source: GitSource;
  /** The API behind a kubeconfig Secret; undefined when nothing answers there. */
  remote: (kubeconfig: string) => ApiServer | undefined;
  /** How many times faster than real health checks poll. */
  speed: number;
}

/** A health check that is under way. */
interface Waiting {
  since: number;
  deadline: number;
  objects: KubeObject[];
  revision: string;
  generation: number | undefined;
}

interface Progress {
  known: KnownState;
  built?: Built;
  waiting?: Waiting;
  /** When the unchanged state was last confirmed in the status. */
  confirmed: number;
}

/** The least that Flux takes for a timeout. */
const LEAST_TIMEOUT = 30_000;
const HEALTH_POLL = 1_000;

/** Flux inside one cluster: acts on its GitRepository and Kustomization objects. */
export class Engine {
  readonly sources: SourceController;
  readonly #events: EventRecorder;
  readonly #progress = new Map<string, Progress>();

  constructor(readonly options: EngineOptions) {
    this.sources = new SourceController(options.api, options.source);
    this.#events = new EventRecorder(options.api, 'kustomize-controller');
  }

  kustomizations(): KubeObject[] {
    return this.options.api.list(KUSTOMIZATION.apiVersion, KUSTOMIZATION.kind);
  }

  /** Whether the cluster has an engine: its objects are what brings it to life here. */
  get installed(): boolean {
    return (
      this.kustomizations().length > 0 || this.sources.repositories().length > 0
    );
  }

  /** Reacts to what changes in the cluster. */
  onEvent(event: StoreEvent): void {
    const { kind } = event.kind;
    const { namespace = '', name } = event.object.metadata;
    if (kind === GIT_REPOSITORY.kind && event.type !== 'DELETED') {
      if (wantsAttention(event)) this.#reconcileSource(namespace, name);
      if (
        !equal(
          objectAt(event.previous, 'status', 'artifact'),
          objectAt(event.object, 'status', 'artifact'),
        )
      ) {
        this.tick();
      }
    } else if (kind === KUSTOMIZATION.kind) {
      if (event.type === 'DELETED')
        this.#progress.delete(`${namespace}/${name}`);
      else if (wantsAttention(event)) this.#reconcileSoon(namespace, name);
      if (isReady(event.object) && !isReady(event.previous))
        this.#wakeDependants(namespace, name);
      else if (movedOn(event)) this.#wakeDependants(namespace, name);
    }
  }

  /** One interval has passed: every Kustomization looks at its objects again. */
  tick(): void {
    for (const { metadata } of this.kustomizations()) {
      this.#reconcileSoon(metadata.namespace ?? '', metadata.name);
    }
  }

  /** The repository changed, or can or can't be reached any more. */
  onSourceChange(): void {
    for (const { metadata } of this.sources.repositories()) {
      this.#reconcileSource(metadata.namespace ?? '', metadata.name);
    }
  }

  #reconcileSource(namespace: string, name: string): void {
    this.options.agenda.soon(`source/${namespace}/${name}`, () =>
      this.sources.reconcile(namespace, name),
    );
  }

  #reconcileSoon(namespace: string, name: string): void {
    this.options.agenda.soon(`kustomization/${namespace}/${name}`, () =>
      this.#reconcile(namespace, name),
    );
  }

  #wakeDependants(namespace: string, name: string): void {
    for (const other of this.kustomizations()) {
      const depends = listAt(other, 'spec', 'dependsOn').some(
        each =>
          stringAt(each, 'name') === name &&
          (stringAt(each, 'namespace') ?? other.metadata.namespace) ===
            namespace,
      );
      if (depends)
        this.#reconcileSoon(
          other.metadata.namespace ?? '',
          other.metadata.name,
        );
    }
  }

  async #reconcile(namespace: string, name: string): Promise<void> {
    const { api } = this.options;
    const kustomization = api.find(kustomizationTarget(namespace, name));
    if (!kustomization) return;
    if (kustomization.metadata.deletionTimestamp) {
      this.#finalise(kustomization);
      return;
    }
    if (!(kustomization.metadata.finalizers ?? []).includes(FINALIZER))
      this.#addFinalizer(kustomization);
    if (objectAt(kustomization, 'spec')?.suspend === true) {
      this.#progressOf(kustomization).waiting = undefined;
      return;
    }
    await this.#reconcileActive(
      api.find(kustomizationTarget(namespace, name)) ?? kustomization,
    );
  }

  async #reconcileActive(kustomization: KubeObject): Promise<void> {
    const { api, source } = this.options;
    const progress = this.#progressOf(kustomization);
    let origin: Origin | undefined;
    try {
      origin = findOrigin(api, kustomization);
      if (this.#stillWaiting(kustomization, progress, origin)) return;
      checkDependencies(api, kustomization, origin);
      const target = this.#targetApi(kustomization);
      const built = await buildKustomization(
        source,
        kustomization,
        origin,
        target,
        progress.built,
      );
      progress.built = built;
      this.#apply(target, kustomization, progress, built, origin);
    } catch (error) {
      if (!(error instanceof NotReady)) throw error;
      this.#fail(kustomization, error, origin);
    }
  }

  /** A health check holds everything else up, until its deadline or a new revision. */
  #stillWaiting(
    kustomization: KubeObject,
    progress: Progress,
    origin: Origin,
  ): boolean {
    const { waiting } = progress;
    if (!waiting) return false;
    if (
      waiting.revision !== origin.revision ||
      waiting.generation !== kustomization.metadata.generation
    ) {
      progress.waiting = undefined;
      return false;
    }
    return this.#checkHealth(kustomization, progress, waiting);
  }

  #apply(
    target: ApiServer,
    kustomization: KubeObject,
    progress: Progress,
    built: Built,
    origin: Origin,
  ): void {
    const isNew = !isCurrent(kustomization, origin.revision);
    const started = Date.now();
    const applied = applyBuilt(target, kustomization, built, progress.known);
    const changes = applied
      .filter(
        ({ outcome }) => outcome === 'created' || outcome === 'configured',
      )
      .map(({ object, outcome }) => `${describeObject(object)} ${outcome}`);
    const spec = objectAt(kustomization, 'spec');
    const pruned =
      spec?.prune === true
        ? pruneStale(target, kustomization, built.objects)
        : [];
    if (changes.length + pruned.length > 0) {
      this.#events.record(
        kustomization,
        'Normal',
        'Progressing',
        [...changes, ...pruned].join('\n'),
      );
    }
    if (!isNew && changes.length === 0 && pruned.length === 0) {
      this.#confirm(kustomization, progress, built, origin);
      return;
    }
    const message = `Running health checks for revision ${
      origin.revision
    } with a timeout of ${stringAt(spec, 'timeout') ?? '30s'}`;
    this.#write(kustomization, status => showInventory(status, built.objects));
    const waited = applied
      .filter(({ outcome }) => outcome !== 'skipped')
      .map(({ object }) => object);
    const waiting: Waiting = {
      since: started,
      deadline: started + timeoutOf(kustomization),
      objects: spec?.wait === true ? waited : [],
      revision: origin.revision,
      generation: kustomization.metadata.generation,
    };
    if (isNew || !this.#isHealthy(target, waiting.objects)) {
      this.#show(kustomization, {
        phase: 'progressing',
        revision: origin.revision,
        message,
      });
    }
    progress.waiting = waiting;
    this.#checkHealth(kustomization, progress, waiting);
  }

  /**
   * Ends a health check that passed or ran out of time.
   *
   * @returns whether it goes on
   */
  #checkHealth(
    kustomization: KubeObject,
    progress: Progress,
    waiting: Waiting,
  ): boolean {
    const { agenda, speed, api } = this.options;
    const { namespace = '', name } = kustomization.metadata;
    const target = this.#targetApi(kustomization);
    const pending = waiting.objects.filter(
      object => !this.#isHealthy(target, [object]),
    );
    if (pending.length === 0) {
      progress.waiting = undefined;
      this.#succeed(kustomization, progress, waiting);
      return false;
    }
    if (Date.now() < waiting.deadline) {
      const key = `health/${namespace}/${name}`;
      // While a past is made up, the next look comes by itself.
      if (!agenda.instant && !agenda.waits(key)) {
        agenda.after(key, HEALTH_POLL / speed, () => {
          const current = api.find(targetOf(kustomization));
          if (current && progress.waiting) this.#reconcileSoon(namespace, name);
        });
      }
      return true;
    }
    progress.waiting = undefined;
    const [first] = pending;
    const health = healthOf(target.find(targetOf(first)));
    const message = `health check failed after ${formatDuration(
      Date.now() - waiting.since,
    )}: timeout waiting for: [${pending
      .map(object => `${describeObject(object)} status: '${health.status}'`)
      .join(', ')}]`;
    this.#fail(
      kustomization,
      new NotReady('HealthCheckFailed', message),
      undefined,
    );
    return false;
  }

  #isHealthy(target: ApiServer, objects: readonly KubeObject[]): boolean {
    return objects.every(object => {
      const live = target.find(targetOf(object));
      return (
        live !== undefined &&
        (neverReports(live) || healthOf(live).status === 'Current')
      );
    });
  }

  #succeed(
    kustomization: KubeObject,
    progress: Progress,
    waiting: Waiting,
  ): void {
    const seconds = formatDuration(Date.now() - waiting.since);
    const wait = objectAt(kustomization, 'spec')?.wait === true;
    progress.confirmed = Date.now();
    this.#write(kustomization, (status, draft) => {
      showOutcome(
        draft,
        status,
        {
          phase: 'succeeded',
          revision: waiting.revision,
          waited: wait,
          seconds,
        },
        this.options.api.now(),
      );
      showHistory(
        status,
        {
          digest: progress.built?.digest ?? '',
          revision: waiting.revision,
          status: 'ReconciliationSucceeded',
          duration: seconds,
        },
        this.options.api.now(),
      );
    });
    if (
      stringAt(kustomization, 'status', 'lastAppliedRevision') !==
      waiting.revision
    ) {
      const interval = stringAt(kustomization, 'spec', 'interval') ?? '1m0s';
      this.#events.record(
        kustomization,
        'Normal',
        'ReconciliationSucceeded',
        `Reconciliation finished, next run in ${interval}`,
      );
    }
  }

  /** Nothing differs: the history counts on, at the interval of the object and not of each look. */
  #confirm(
    kustomization: KubeObject,
    progress: Progress,
    built: Built,
    origin: Origin,
  ): void {
    const interval =
      parseDuration(stringAt(kustomization, 'spec', 'interval')) ?? 60_000;
    const requested = kustomization.metadata.annotations?.[REQUESTED_AT];
    const handled = stringAt(kustomization, 'status', 'lastHandledReconcileAt');
    if (Date.now() - progress.confirmed < interval && requested === handled)
      return;
    progress.confirmed = Date.now();
    this.#write(kustomization, status => {
      if (requested) status.lastHandledReconcileAt = requested;
      showHistory(
        status,
        {
          digest: built.digest,
          revision: origin.revision,
          status: 'ReconciliationSucceeded',
          duration: '12ms',
        },
        this.options.api.now(),
      );
    });
  }

  #fail(
    kustomization: KubeObject,
    error: NotReady,
    origin: Origin | undefined,
  ): void {
    const ready = conditionOf(kustomization, 'Ready');
    const same =
      ready?.reason === error.reason &&
      ready.message === error.message &&
      (origin === undefined ||
        stringAt(kustomization, 'status', 'lastAttemptedRevision') ===
          origin.revision);
    if (same) return;
    const outcome: Outcome = {
      phase: 'failed',
      ...(origin ? { revision: origin.revision } : {}),
      reason: error.reason,
      message: error.message,
    };
    this.#show(kustomization, outcome);
    if (error.reason !== 'DependencyNotReady') {
      this.#events.record(
        kustomization,
        'Warning',
        error.reason,
        error.message,
      );
    }
  }

  #show(kustomization: KubeObject, outcome: Outcome): void {
    this.#write(kustomization, (status, draft) =>
      showOutcome(draft, status, outcome, this.options.api.now()),
    );
  }

  #write(
    kustomization: KubeObject,
    change: (status: JsonObject, draft: KubeObject) => void,
  ): void {
    const target = targetOf(kustomization);
    if (!this.options.api.find(target)) return;
    this.options.api.update(
      target,
      draft => {
        const status = copy(objectAt(draft, 'status') ?? {});
        change(status, draft);
        draft.status = status;
      },
      { manager: CONTROLLER_MANAGER, subresource: 'status' },
    );
  }

  #addFinalizer(kustomization: KubeObject): void {
    this.options.api.update(
      targetOf(kustomization),
      draft => {
        draft.metadata.finalizers = [
          ...(draft.metadata.finalizers ?? []),
          FINALIZER,
        ];
      },
      { manager: CONTROLLER_MANAGER },
    );
  }

  /** Deleted: prunes what it owned, unless it was suspended, and lets go. */
  #finalise(kustomization: KubeObject): void {
    const spec = objectAt(kustomization, 'spec');
    if (spec?.prune === true && spec.suspend !== true) {
      try {
        pruneStale(this.#targetApi(kustomization), kustomization, []);
      } catch (error) {
        // A target that's gone has nothing left to prune.
        if (!(error instanceof NotReady)) throw error;
      }
    }
    this.options.api.update(
      targetOf(kustomization),
      draft => {
        draft.metadata.finalizers = (draft.metadata.finalizers ?? []).filter(
          each => each !== FINALIZER,
        );
      },
      { manager: CONTROLLER_MANAGER },
    );
  }

  /** The cluster itself, or the one of `spec.kubeConfig`. */
  #targetApi(kustomization: KubeObject): ApiServer {
    const ref = objectAt(kustomization, 'spec', 'kubeConfig', 'secretRef');
    if (!ref) return this.options.api;
    const namespace = kustomization.metadata.namespace ?? '';
    const name = stringAt(ref, 'name') ?? '';
    const secret = this.options.api.find({
      apiVersion: 'v1',
      kind: 'Secret',
      namespace,
      name,
    });
    if (!secret) {
      throw new NotReady(
        'ReconciliationFailed',
        `unable to read KubeConfig secret '${namespace}/${name}' error: Secret "${name}" not found`,
      );
    }
    const encoded =
      stringAt(secret, 'data', stringAt(ref, 'key') ?? 'value') ?? '';
    const remote = this.options.remote(
      Buffer.from(encoded, 'base64').toString('utf8'),
    );
    if (!remote) {
      throw new NotReady(
        'ReconciliationFailed',
        'failed to build kube client: connection refused',
      );
    }
    return remote;
  }

  #progressOf(kustomization: KubeObject): Progress {
    const key = `${kustomization.metadata.namespace}/${kustomization.metadata.name}`;
    const found = this.#progress.get(key);
    if (found) return found;
    const made: Progress = { known: new Map(), confirmed: 0 };
    this.#progress.set(key, made);
    return made;
  }
}

/** A new object, a changed spec, a deletion or a request by annotation. */
function wantsAttention({ object, previous }: StoreEvent): boolean {
  return (
    !previous ||
    previous.metadata.generation !== object.metadata.generation ||
    previous.metadata.deletionTimestamp !== object.metadata.deletionTimestamp ||
    previous.metadata.annotations?.[REQUESTED_AT] !==
      object.metadata.annotations?.[REQUESTED_AT]
  );
}

function movedOn({ object, previous }: StoreEvent): boolean {
  return (
    stringAt(object, 'status', 'lastAppliedRevision') !==
    stringAt(previous, 'status', 'lastAppliedRevision')
  );
}

function timeoutOf(kustomization: KubeObject): number {
  const interval =
    parseDuration(stringAt(kustomization, 'spec', 'interval')) ?? 60_000;
  const timeout =
    parseDuration(stringAt(kustomization, 'spec', 'timeout')) ??
    interval - 30_000;
  return Math.max(LEAST_TIMEOUT, timeout);
}

/** Whether the status says that this revision of this generation is applied. */
export function isCurrent(
  kustomization: KubeObject,
  revision: string,
): boolean {
  return (
    isReady(kustomization) &&
    stringAt(kustomization, 'status', 'lastAppliedRevision') === revision &&
    objectAt(kustomization, 'status')?.observedGeneration ===
      kustomization.metadata.generation
  );
}
