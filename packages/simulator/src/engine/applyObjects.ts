import { describeObject, KubeObject } from '../objects/KubeObject';
import { ApiServer } from '../store/ApiServer';
import { targetOf } from '../store/Target';
import { desiredShape } from './desiredShape';
import { dryRun } from './dryRun';
import {
  APPLY_MANAGER,
  FORCE,
  OWNER_NAME,
  OWNER_NAMESPACE,
  RECONCILE,
  SSA,
} from './fluxTypes';
import { IgnoreRules } from './ignoreRules';
import { differsBesides, spareIgnored } from './spareIgnored';
import { takeOver } from './takeOver';

export interface AppliedObject {
  object: KubeObject;
  outcome: 'created' | 'configured' | 'unchanged' | 'skipped';
}

/** How a Kustomization's objects are applied. */
export interface ApplyPolicy {
  owner: { namespace: string; name: string };
  /** What is left alone. */
  ignore: IgnoreRules;
  /** Whether an object that can't be changed in place is recreated. */
  force: boolean;
  /** Managers besides kubectl's whose fields Flux makes its own. */
  overrideManagers: readonly string[];
}

/** What was found in order at the last look, so that an unchanged object costs nothing. */
export type KnownState = Map<
  string,
  { desired: KubeObject; resourceVersion: string | undefined }
>;

interface Candidate {
  desired: KubeObject;
  sent: KubeObject;
  outcome: 'created' | 'configured';
}

/** Flux applies what others need, waits, and then applies the rest. */
export function inStages(objects: readonly KubeObject[]): KubeObject[][] {
  const first = objects.filter(isDefinition);
  const rest = objects.filter(object => !isDefinition(object));
  return [first, rest].filter(stage => stage.length > 0);
}

function isDefinition(object: KubeObject): boolean {
  return (
    (object.apiVersion === 'v1' && object.kind === 'Namespace') ||
    object.kind === 'CustomResourceDefinition' ||
    /^(StorageClass|IngressClass|PriorityClass|RuntimeClass|ClusterClass)$/.test(
      object.kind,
    )
  );
}

/**
 * Applies one stage: a dry run of all first, then what has drifted.
 *
 * @throws ApplyError when the dry run of any object fails; nothing has been applied then
 */
export function applyStage(
  api: ApiServer,
  stage: readonly KubeObject[],
  policy: ApplyPolicy,
  known: KnownState,
): AppliedObject[] {
  const results: AppliedObject[] = [];
  const drifted: Candidate[] = [];
  for (const desired of stage) {
    const live = api.find(targetOf(desired));
    if (isExcluded(desired) || isExcluded(live)) {
      results.push({ object: desired, outcome: 'skipped' });
    } else if (
      live &&
      (isKnown(known, desired, live) ||
        annotation(desired, SSA) === 'IfNotPresent')
    ) {
      results.push({ object: desired, outcome: 'unchanged' });
    } else {
      const candidate = candidateFor(api, desired, policy);
      if (candidate) drifted.push(candidate);
      else {
        remember(known, desired, api.find(targetOf(desired)));
        results.push({ object: desired, outcome: 'unchanged' });
      }
    }
  }
  for (const { desired, sent, outcome } of drifted) {
    const applied = api.apply(sent, { manager: APPLY_MANAGER, force: true });
    remember(known, desired, applied.object);
    results.push({ object: desired, outcome });
  }
  return results;
}

/** What has to be sent for an object; undefined when it's as it should be. */
function candidateFor(
  api: ApiServer,
  desired: KubeObject,
  policy: ApplyPolicy,
): Candidate | undefined {
  const target = targetOf(desired);
  const sent = withOwner(desiredShape(desired), policy.owner);
  const live = api.find(target);
  const force = policy.force || isForced(desired) || isForced(live);
  const first = dryRun(api, sent, force);
  const found = api.find(target);
  if (!found) return { desired, sent, outcome: 'created' };
  const taken =
    modeOf(desired, found) !== 'Merge' &&
    takeOver(api, found, policy.overrideManagers);
  // With kubectl's fields its own, Flux also removes what kubectl added.
  const { object, contentChanged } = taken ? dryRun(api, sent, false) : first;
  const current = api.find(target) ?? found;
  const ignored = policy.ignore.pathsOf(object);
  const hasDrifted =
    contentChanged &&
    (ignored.length === 0 || differsBesides(current, object, ignored));
  if (!taken && !hasDrifted) return undefined;
  const { schema } = api.kindOf(sent);
  return {
    desired,
    sent: spareIgnored(sent, current, object, ignored, schema),
    outcome: 'configured',
  };
}

function isKnown(
  known: KnownState,
  desired: KubeObject,
  live: KubeObject,
): boolean {
  const seen = known.get(describeObject(desired));
  return (
    seen?.desired === desired &&
    seen.resourceVersion === live.metadata.resourceVersion
  );
}

function remember(
  known: KnownState,
  desired: KubeObject,
  live: KubeObject | undefined,
): void {
  const { resourceVersion } = live?.metadata ?? {};
  known.set(describeObject(desired), { desired, resourceVersion });
}

function modeOf(desired: KubeObject, live: KubeObject): string | undefined {
  return annotation(desired, SSA) ?? annotation(live, SSA);
}

function isExcluded(object: KubeObject | undefined): boolean {
  return (
    annotation(object, RECONCILE) === 'disabled' ||
    annotation(object, SSA) === 'Ignore'
  );
}

function isForced(object: KubeObject | undefined): boolean {
  return annotation(object, FORCE) === 'enabled';
}

function annotation(
  object: KubeObject | undefined,
  key: string,
): string | undefined {
  return object?.metadata.annotations?.[key];
}

function withOwner(
  object: KubeObject,
  owner: { namespace: string; name: string },
): KubeObject {
  object.metadata.labels = {
    ...object.metadata.labels,
    [OWNER_NAME]: owner.name,
    [OWNER_NAMESPACE]: owner.namespace,
  };
  return object;
}
