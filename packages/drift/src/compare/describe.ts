import { reportedValue } from '../hide/hideValue';
import { ownerOf } from '../managers/managerOf';
import { fieldManager } from '../managers/ownedFields';
import { formatFieldPath } from '../path/fieldPath';
import { pointerOf, stepsOf } from '../path/step';
import { isImmutable } from '../server/immutable';
import { severityOf } from '../severity/severityOf';
import { FieldDrift } from '../types';
import type { Difference, Subject } from './CompareInput';
import { excuseOf } from './excuses';
import { isServerOwned } from './neverDrift';

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
    : // Who took a field out isn't kept, but for lists and maps that are owned as a whole.
      ownerOf(subject.live, steps);
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
  if (difference.op === 'replace' && isFixed(difference, fieldPath, subject)) {
    drift.immutable = true;
  }
  if (manager) drift.manager = manager;
  if (manager?.time) drift.since = manager.time;
  const ignoredBy = excuseOf(difference, drift, steps, subject);
  if (ignoredBy) drift.ignoredBy = ignoredBy;
  return drift;
}

function isFixed(
  { place, holder }: Difference,
  fieldPath: string,
  { ref, input }: Subject,
): boolean {
  const { step } = place;
  const bySchema =
    step.kind === 'field' &&
    holder?.kind === 'struct' &&
    holder.isImmutable?.(step.name);
  return bySchema || isImmutable(ref, fieldPath, input.desired);
}
