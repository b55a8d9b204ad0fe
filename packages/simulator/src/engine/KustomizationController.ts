import { JsonObject, objectAt, stringAt } from '../objects/json';
import { describeObject, KubeObject } from '../objects/KubeObject';
import { ApiServer } from '../store/ApiServer';
import { AppliedObject } from './applyObjects';
import { isReady } from './conditions';
import { EngineOptions } from './EngineOptions';
import { FINALIZER, kustomizationTarget, parseDuration } from './fluxTypes';
import { HealthExpressions } from './healthExpressions';
import { HealthGate, stayHealthy } from './HealthGate';
import { KustomizationReporter } from './KustomizationReporter';
import {
  applyBuilt,
  Built,
  buildKustomization,
  checkDependencies,
  findOrigin,
  NotReady,
  Origin,
  pruneStale,
} from './KustomizationRun';
import { Progress, ProgressBook, Waiting } from './Progress';
import { targetApi } from './targetApi';

/** The least that Flux takes for a timeout. */
const LEAST_TIMEOUT = 30_000;

/** Brings what one Kustomization at a time names from Git into its cluster: Flux's kustomize-controller. */
export class KustomizationController {
  readonly progress = new ProgressBook();
  readonly reporter: KustomizationReporter;
  readonly gate: HealthGate;

  /** @param again - reconciles a Kustomization again, a little later */
  constructor(
    readonly options: EngineOptions,
    again: (namespace: string, name: string) => void,
  ) {
    this.reporter = new KustomizationReporter(options.api);
    this.gate = new HealthGate(options, this.reporter, again);
  }

  async reconcile(namespace: string, name: string): Promise<void> {
    const { api } = this.options;
    const kustomization = api.find(kustomizationTarget(namespace, name));
    if (!kustomization) return;
    if (kustomization.metadata.deletionTimestamp) {
      this.#finalise(kustomization);
      return;
    }
    if (!(kustomization.metadata.finalizers ?? []).includes(FINALIZER))
      this.reporter.addFinalizer(kustomization);
    if (objectAt(kustomization, 'spec')?.suspend === true) {
      this.progress.of(kustomization).waiting = undefined;
      return;
    }
    await this.#reconcileActive(
      api.find(kustomizationTarget(namespace, name)) ?? kustomization,
    );
  }

  async #reconcileActive(kustomization: KubeObject): Promise<void> {
    const { api, source } = this.options;
    const progress = this.progress.of(kustomization);
    let origin: Origin | undefined;
    try {
      origin = findOrigin(api, kustomization);
      if (this.#stillWaiting(kustomization, progress, origin)) return;
      checkDependencies(api, kustomization, origin);
      const target = targetApi(this.options, kustomization);
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
      this.reporter.fail(kustomization, error, origin);
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
    return this.gate.check(kustomization, progress, waiting);
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
    const applied = applyBuilt(
      target,
      kustomization,
      built,
      progress.knownAt(kustomization.metadata.generation),
      this.options.overrideManagers,
    );
    const spec = objectAt(kustomization, 'spec');
    const pruned =
      spec?.prune === true
        ? pruneStale(target, kustomization, built.objects)
        : [];
    const moved = [...changesOf(applied), ...pruned];
    if (moved.length > 0) this.reporter.changed(kustomization, moved);
    const awaited = spec?.wait === true ? reconciledOf(applied) : [];
    const expressions = HealthExpressions.parse(spec);
    const atRest = stayHealthy(target, awaited, progress.rested, expressions);
    if (!isNew && moved.length === 0 && atRest) {
      this.reporter.confirm(kustomization, progress, built, origin);
      return;
    }
    this.reporter.inventory(kustomization, built.objects);
    const waiting: Waiting = {
      since: started,
      timeout: timeoutOf(kustomization),
      objects: awaited,
      expressions,
      revision: origin.revision,
      generation: kustomization.metadata.generation,
    };
    if (isNew || !atRest) this.reporter.progressing(kustomization, waiting);
    progress.waiting = waiting;
    this.gate.check(kustomization, progress, waiting);
  }

  /** Deleted: prunes what it owned, unless it was suspended or is to leave it behind, and lets go. */
  #finalise(kustomization: KubeObject): void {
    const spec = objectAt(kustomization, 'spec');
    if (takesAlong(spec) && spec?.suspend !== true) {
      try {
        pruneStale(targetApi(this.options, kustomization), kustomization, []);
      } catch (error) {
        // A target that's gone has nothing left to prune.
        if (!(error instanceof NotReady)) throw error;
      }
    }
    this.reporter.removeFinalizer(kustomization);
  }
}

/** Whether what a Kustomization owns goes with it. */
function takesAlong(spec: JsonObject | undefined): boolean {
  const policy = stringAt(spec, 'deletionPolicy') ?? 'MirrorPrune';
  return policy === 'MirrorPrune' ? spec?.prune === true : policy !== 'Orphan';
}

/** What was created or changed, as Flux's events tell it. */
function changesOf(applied: readonly AppliedObject[]): string[] {
  return applied
    .filter(({ outcome }) => outcome === 'created' || outcome === 'configured')
    .map(({ object, outcome }) => `${describeObject(object)} ${outcome}`);
}

/** All but what isn't to be reconciled, which nobody waits for. */
function reconciledOf(applied: readonly AppliedObject[]): KubeObject[] {
  return applied
    .filter(({ outcome }) => outcome !== 'skipped')
    .map(({ object }) => object);
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
function isCurrent(kustomization: KubeObject, revision: string): boolean {
  return (
    isReady(kustomization) &&
    stringAt(kustomization, 'status', 'lastAppliedRevision') === revision &&
    objectAt(kustomization, 'status')?.observedGeneration ===
      kustomization.metadata.generation
  );
}
