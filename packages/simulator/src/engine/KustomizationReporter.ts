import { copy, JsonObject, objectAt, stringAt } from '../objects/json';
import { KubeObject } from '../objects/KubeObject';
import { ApiServer } from '../store/ApiServer';
import { targetOf } from '../store/Target';
import { conditionOf } from './conditions';
import { EventRecorder } from './EventRecorder';
import {
  CONTROLLER_MANAGER,
  FINALIZER,
  formatDuration,
  parseDuration,
  REQUESTED_AT,
} from './fluxTypes';
import {
  Outcome,
  showHistory,
  showInventory,
  showOutcome,
} from './kustomizationStatus';
import { Built, NotReady, Origin } from './KustomizationRun';
import { Progress, Waiting } from './Progress';

/** Writes what became of a Kustomization to its status and to events, as kustomize-controller does. */
export class KustomizationReporter {
  readonly #events: EventRecorder;

  constructor(readonly api: ApiServer) {
    this.#events = new EventRecorder(api, 'kustomize-controller');
  }

  /** Something was created, changed or deleted. */
  changed(kustomization: KubeObject, changes: readonly string[]): void {
    this.#events.record(
      kustomization,
      'Normal',
      'Progressing',
      changes.join('\n'),
    );
  }

  /** What the Kustomization is responsible for from now on. */
  inventory(kustomization: KubeObject, objects: readonly KubeObject[]): void {
    this.#write(kustomization, status => showInventory(status, objects));
  }

  /** A health check has begun. */
  progressing(kustomization: KubeObject, { revision, timeout }: Waiting): void {
    this.#show(kustomization, {
      phase: 'progressing',
      revision,
      message: `Running health checks for revision ${revision} with a timeout of ${formatDuration(
        timeout,
      )}`,
    });
  }

  /** All is applied and healthy. */
  succeed(
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
        this.api.now(),
      );
      showHistory(
        status,
        {
          digest: progress.built?.digest ?? '',
          revision: waiting.revision,
          status: 'ReconciliationSucceeded',
          duration: seconds,
        },
        this.api.now(),
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
  confirm(
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
        this.api.now(),
      );
    });
  }

  fail(
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
      showOutcome(draft, status, outcome, this.api.now()),
    );
  }

  #write(
    kustomization: KubeObject,
    change: (status: JsonObject, draft: KubeObject) => void,
  ): void {
    const target = targetOf(kustomization);
    if (!this.api.find(target)) return;
    this.api.update(
      target,
      draft => {
        const status = copy(objectAt(draft, 'status') ?? {});
        change(status, draft);
        draft.status = status;
      },
      { manager: CONTROLLER_MANAGER, subresource: 'status' },
    );
  }

  addFinalizer(kustomization: KubeObject): void {
    this.api.update(
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

  removeFinalizer(kustomization: KubeObject): void {
    this.api.update(
      targetOf(kustomization),
      draft => {
        draft.metadata.finalizers = (draft.metadata.finalizers ?? []).filter(
          each => each !== FINALIZER,
        );
      },
      { manager: CONTROLLER_MANAGER },
    );
  }
}
