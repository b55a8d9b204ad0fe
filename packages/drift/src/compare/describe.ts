import { KubeObject, ObjectRef } from '../object';
import { reportedValue } from '../hide/hideValue';
import { scaledBy } from '../ignore/autoscalers';
import { ignores } from '../ignore/ignoreRules';
import { managerKind } from '../managers/managerKind';
import { ownerOf } from '../managers/managerOf';
import { fieldManager } from '../managers/ownedFields';
import { formatFieldPath } from '../path/fieldPath';
import { Step, pointerOf, stepsOf } from '../path/step';
import { isDefault } from '../schema/defaults';
import { builtInType } from '../schema/kindTypes';
import { severityOf } from '../severity/severityOf';
import { FieldDrift, FieldManager, IgnoreRule, IgnoredBy } from '../types';
import type { CompareInput, Difference } from './CompareInput';
import { harmlessReason, isServerOwned } from './neverDrift';

export interface Subject {
  input: CompareInput;
  live: KubeObject;
  ref: ObjectRef;
  rules: readonly IgnoreRule[];
}

/**
 * Says what people need to know of a difference: where, who, how bad, and
 * whether something excuses it. Undefined for what is never worth a word.
 */
export function describe(
  difference: Difference,
  subject: Subject,
): FieldDrift | undefined {
  const { ref, input } = subject;
  const steps = stepsOf(difference.place);
  if (difference.op === 'add' && isServerOwned(steps)) return undefined;
  const manager = difference.ownedBy
    ? fieldManager(difference.ownedBy)
    : managerOfDifference(difference, steps, subject);
  const fieldPath = formatFieldPath(steps);
  const drift: FieldDrift = {
    op: difference.op,
    path: pointerOf(difference.place),
    fieldPath,
    severity: severityOf(ref, fieldPath),
  };
  if (difference.op !== 'add') {
    drift.desired = reportedValue(difference.desired, ref, steps, input.hmac);
  }
  if (difference.op !== 'remove') {
    drift.live = reportedValue(difference.live, ref, steps, input.hmac);
  }
  if (manager) drift.manager = manager;
  if (manager?.time) drift.since = manager.time;
  const ignoredBy = excuseOf(difference, drift, steps, subject);
  if (ignoredBy) drift.ignoredBy = ignoredBy;
  return drift;
}

/** What is gone has no owner any more. */
function managerOfDifference(
  difference: Difference,
  steps: readonly Step[],
  { live }: Subject,
): FieldManager | undefined {
  return difference.op === 'remove' ? undefined : ownerOf(live, steps);
}

function excuseOf(
  difference: Difference,
  drift: FieldDrift,
  steps: readonly Step[],
  subject: Subject,
): IgnoredBy | undefined {
  const { ref, input, rules } = subject;
  const { path, fieldPath, manager } = drift;
  const rule = rules.find(one => ignores(one, { path, steps, manager }));
  if (rule) return { reason: rule.reason, rule };
  if (fieldPath === '.spec.replicas') {
    const reason = scaledBy(ref, difference.live, input.autoscalers ?? []);
    if (reason) return { reason };
  }
  const reason =
    difference.op === 'add'
      ? liveOnlyExcuse(difference, steps, subject)
      : placeholderExcuse(difference, steps, subject);
  return reason ? { reason } : undefined;
}

function liveOnlyExcuse(
  { ownedBy, live }: Difference,
  steps: readonly Step[],
  { ref, input }: Subject,
): string | undefined {
  const name = ownedBy?.manager ?? '';
  if (managerKind(name, input.controllers) === 'controller') {
    return `owned by ${name}, a controller that belongs to the cluster`;
  }
  const harmless = harmlessReason(ref, steps);
  if (harmless) return harmless;
  const last = steps[steps.length - 1];
  const defaulted =
    last.kind === 'field' &&
    builtInType(ref) !== undefined &&
    ref.kind !== 'ConfigMap' &&
    isDefault(last.name, live);
  return defaulted ? "the value is Kubernetes' own default" : undefined;
}

/**
 * A placeholder (`Cg==` is a lone line feed) for what an injector fills in,
 * or a switch that Git sets the other way.
 */
function placeholderExcuse(
  { desired }: Difference,
  steps: readonly Step[],
  { ref }: Subject,
): string | undefined {
  const placeholder = desired === '' || desired === 'Cg==' || desired === false;
  return placeholder ? harmlessReason(ref, steps) : undefined;
}
