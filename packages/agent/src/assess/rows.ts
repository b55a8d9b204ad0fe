import type {
  Health,
  IgnoredResource,
  PartReport,
  ResourceReport,
} from '@flotilla/backstage-plugin-flotilla-common';
import { DriftState, Health as HealthOf, ObjectDrift } from '@flotilla/drift';
import { DesiredPart } from '../desired/DesiredState';
import { PartSync } from '../engine/Engine';
import { Expected } from './basis';
import { FIELDS_PER_OBJECT, cutValues } from './limits';

/** What is known of one desired object. */
export interface ObjectVerdict {
  expected: Expected;
  drift: ObjectDrift;
  health: HealthOf;
  since?: string;
  /** Why the API server wasn't asked about it, where it should have been. */
  untried?: string;
}

const DRIFTED: ReadonlySet<DriftState> = new Set(['Modified', 'Missing']);

export function hasDrifted({ drift }: ObjectVerdict): boolean {
  return DRIFTED.has(drift.state);
}

/** A row of the report; undefined for objects that are as they should be. */
export function resourceReport(
  verdict: ObjectVerdict,
): ResourceReport | undefined {
  const { expected, drift, health, since } = verdict;
  if (health.status === 'Current' && drift.state === 'InSync') return undefined;
  const { severity, reason } = drift;
  const degraded = [drift.degraded, verdict.untried].filter(Boolean).join('; ');
  return {
    key: expected.key,
    cluster: expected.cluster,
    ref: expected.ref,
    part: expected.part,
    health: health.status,
    ...(health.message ? { message: health.message } : {}),
    state: drift.state,
    ...(severity ? { severity } : {}),
    ...(reason ? { reason } : {}),
    ...(degraded ? { degraded } : {}),
    ...(since ? { since } : {}),
    fields: drift.fields.slice(0, FIELDS_PER_OBJECT).map(cutValues),
    totalFields: drift.fields.length,
  };
}

/** What was left out of an object's drift, and why. */
export function ignoredResource({
  expected,
  drift,
}: ObjectVerdict): IgnoredResource | undefined {
  if (drift.ignored.length === 0) return undefined;
  return {
    ref: expected.ref,
    part: expected.part,
    fields: drift.ignored.slice(0, FIELDS_PER_OBJECT).map(field => {
      const { path, fieldPath, live, manager } = cutValues(field);
      return {
        path,
        fieldPath,
        reason: field.ignoredBy?.reason ?? '',
        ...(live ? { live } : {}),
        ...(manager ? { manager } : {}),
      };
    }),
  };
}

/** Worst first: the health of a part is that of its worst object. */
const WORST: readonly Health[] = [
  'Failed',
  'Unknown',
  'Terminating',
  'NotFound',
  'InProgress',
  'Current',
];

export function partReport(
  part: DesiredPart,
  sync: PartSync,
  objects: readonly ObjectVerdict[],
): PartReport {
  const state = partState(part, sync, objects);
  const counted = objects.filter(one => one.drift.state !== 'Excluded');
  const worst = worstOf(counted);
  const isUnwell = worst !== undefined && worst.health.status !== 'Current';
  const unwell = isUnwell ? worst.health.message : undefined;
  const message =
    part.problem ??
    (state === 'Applied' ? unwell ?? sync.message : sync.message);
  return {
    cluster: part.cluster,
    name: part.name,
    digest: part.digest,
    applied: state === 'Applied' && sync.settled,
    state,
    health: part.problem ? 'Unknown' : worst?.health.status ?? 'Current',
    ...(message ? { message } : {}),
    objects: part.objects.length,
    drifted: objects.filter(hasDrifted).length,
  };
}

function partState(
  part: DesiredPart,
  sync: PartSync,
  objects: readonly ObjectVerdict[],
): PartReport['state'] {
  if (part.problem) return 'Unknown';
  if (sync.state !== 'Unclear') return sync.state;
  // Nobody knows what the content was that the engine has applied: then the objects themselves tell.
  const states = new Set(objects.map(one => one.drift.state));
  if (states.has('NotApplied') || states.has('Missing')) return 'NotApplied';
  if (states.has('Unknown')) return 'Unknown';
  return 'Applied';
}

function worstOf(objects: readonly ObjectVerdict[]): ObjectVerdict | undefined {
  for (const status of WORST) {
    const found = objects.find(one => one.health.status === status);
    if (found) return found;
  }
  return undefined;
}
