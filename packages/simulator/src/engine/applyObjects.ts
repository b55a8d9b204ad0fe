import { takeOverEntries } from '../fields/takeOverEntries';
import {
  describeObject,
  KubeObject,
  ManagedFields,
} from '../objects/KubeObject';
import { ApiServer } from '../store/ApiServer';
import { targetOf } from '../store/Target';
import { StatusError } from '../store/StatusError';
import { desiredShape } from './desiredShape';
import {
  APPLY_MANAGER,
  OWNER_NAME,
  OWNER_NAMESPACE,
  RECONCILE,
  SSA,
} from './fluxTypes';

/** One object can't be applied, so nothing of its stage is. */
export class ApplyError extends Error {}

export interface AppliedObject {
  object: KubeObject;
  outcome: 'created' | 'configured' | 'unchanged' | 'skipped';
}

/** What was found in order at the last look, so that an unchanged object costs nothing. */
export type KnownState = Map<
  string,
  { desired: KubeObject; resourceVersion: string | undefined }
>;

interface Candidate {
  desired: KubeObject;
  sent: KubeObject;
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
  owner: { namespace: string; name: string },
  known: KnownState,
): AppliedObject[] {
  const results: AppliedObject[] = [];
  const drifted: Candidate[] = [];
  for (const desired of stage) {
    const target = targetOf(desired);
    const key = describeObject(desired);
    const live = api.find(target);
    const seen = known.get(key);
    const isKnown =
      live !== undefined &&
      seen?.desired === desired &&
      seen.resourceVersion === live.metadata.resourceVersion;
    const mode = annotation(desired, SSA) ?? annotation(live, SSA);
    if (
      annotation(desired, RECONCILE) === 'disabled' ||
      annotation(live, RECONCILE) === 'disabled'
    ) {
      results.push({ object: desired, outcome: 'skipped' });
    } else if (isKnown || (mode === 'IfNotPresent' && live)) {
      results.push({ object: desired, outcome: 'unchanged' });
    } else {
      const sent = withOwner(desiredShape(desired), owner);
      if (live && mode !== 'Merge') takeOver(api, live);
      if (hasDrifted(api, sent)) drifted.push({ desired, sent });
      else {
        remember(known, key, desired, api.find(target));
        results.push({ object: desired, outcome: 'unchanged' });
      }
    }
  }
  for (const { desired, sent } of drifted) {
    const { object, outcome } = api.apply(sent, {
      manager: APPLY_MANAGER,
      force: true,
    });
    remember(known, describeObject(desired), desired, object);
    results.push({ object: desired, outcome });
  }
  return results;
}

function remember(
  known: KnownState,
  key: string,
  desired: KubeObject,
  live: KubeObject | undefined,
): void {
  known.set(key, { desired, resourceVersion: live?.metadata.resourceVersion });
}

/** Whether applying would change the object, ownership aside. */
function hasDrifted(api: ApiServer, sent: KubeObject): boolean {
  try {
    return api.apply(sent, {
      manager: APPLY_MANAGER,
      force: true,
      dryRun: true,
    }).contentChanged;
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    const reason = error.message.startsWith('no matches for kind')
      ? ''
      : ` (${error.reason})`;
    throw new ApplyError(
      `${describeObject(sent)} dry-run failed${reason}: ${error.message}`,
    );
  }
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

/** Writers whose fields Flux makes its own before it applies, unless they wrote a subresource. */
function isTakenOver(entry: ManagedFields): boolean {
  if (entry.subresource) return false;
  return (
    entry.manager.startsWith('kubectl') ||
    entry.manager === 'before-first-apply' ||
    (entry.manager === APPLY_MANAGER && entry.operation === 'Update')
  );
}

function takeOver(api: ApiServer, live: KubeObject): void {
  const taken = takeOverEntries(live, APPLY_MANAGER, isTakenOver);
  if (taken !== live) api.replaceManagedFields(targetOf(live), taken);
}
