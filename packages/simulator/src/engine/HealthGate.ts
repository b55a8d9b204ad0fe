import { healthOf } from '@flotilla/drift';
import { describeObject, KubeObject } from '../objects/KubeObject';
import { ApiServer } from '../store/ApiServer';
import { targetOf } from '../store/Target';
import { EngineOptions } from './EngineOptions';
import { formatDuration } from './fluxTypes';
import { HealthExpressions } from './healthExpressions';
import { KustomizationReporter } from './KustomizationReporter';
import { NotReady } from './KustomizationRun';
import { Progress, Waiting } from './Progress';
import { targetApi } from './targetApi';

const HEALTH_POLL = 1_000;

/** Holds a Kustomization up until what it applied is healthy, or its timeout is over. */
export class HealthGate {
  constructor(
    readonly options: EngineOptions,
    readonly reporter: KustomizationReporter,
    /** Reconciles a Kustomization again. */
    readonly again: (namespace: string, name: string) => void,
  ) {}

  /**
   * Ends a health check that passed or ran out of time.
   *
   * @returns whether it goes on
   */
  check(
    kustomization: KubeObject,
    progress: Progress,
    waiting: Waiting,
  ): boolean {
    const { agenda, speed, api } = this.options;
    const { namespace = '', name } = kustomization.metadata;
    const target = targetApi(this.options, kustomization);
    const { expressions } = waiting;
    const pending = waiting.objects.filter(
      object => !isHealthy(target, [object], expressions),
    );
    if (pending.length === 0) {
      progress.waiting = undefined;
      this.reporter.succeed(kustomization, progress, waiting);
      return false;
    }
    if (Date.now() < waiting.since + waiting.timeout) {
      const key = `health/${namespace}/${name}`;
      // While a past is made up, the next look comes by itself.
      if (!agenda.instant && !agenda.waits(key)) {
        agenda.after(key, HEALTH_POLL / speed, () => {
          const current = api.find(targetOf(kustomization));
          if (current && progress.waiting) this.again(namespace, name);
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
    this.reporter.fail(
      kustomization,
      new NotReady('HealthCheckFailed', message),
      undefined,
    );
    return false;
  }
}

/** Whether all of these objects exist and have come to rest, by kstatus' rules. */
export function isHealthy(
  target: ApiServer,
  objects: readonly KubeObject[],
  expressions: HealthExpressions,
): boolean {
  return objects.every(object =>
    isCurrent(target.find(targetOf(object)), expressions),
  );
}

/**
 * Whether objects are still at rest.
 *
 * @param rested - what was at rest in which version at the last look: it isn't judged again
 */
export function stayHealthy(
  target: ApiServer,
  objects: readonly KubeObject[],
  rested: Map<string, string | undefined>,
  expressions: HealthExpressions,
): boolean {
  return objects.every(object => {
    const live = target.find(targetOf(object));
    const key = describeObject(object);
    const version = live?.metadata.resourceVersion;
    if (version !== undefined && rested.get(key) === version) return true;
    if (!isCurrent(live, expressions)) return false;
    rested.set(key, version);
    return true;
  });
}

/** By the Kustomization's own expression for the kind, where it has one; else by kstatus' rules. */
function isCurrent(
  live: KubeObject | undefined,
  expressions: HealthExpressions,
): boolean {
  const told = live && expressions.isCurrent(live);
  return told ?? healthOf(live).status === 'Current';
}
