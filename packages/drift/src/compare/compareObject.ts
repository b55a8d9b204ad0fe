import {
  KubeObject,
  ManagedFieldsEntry,
  ObjectRef,
  objectRef,
} from '../object';
import { excludesObject, rulesFor } from '../ignore/ignoreRules';
import { managerKind } from '../managers/managerKind';
import { ownsWithin } from '../managers/ownedFields';
import { stepsOf } from '../path/step';
import { FieldType } from '../schema/fieldType';
import { typeOfObject } from '../schema/typeOfObject';
import { FieldDrift, ObjectDrift } from '../types';
import type { CompareInput, Difference, Subject } from './CompareInput';
import { RawDifference, compareDeclared, isMap } from './declared';
import { describe } from './describe';
import { exclusionOf } from './exclusion';
import { liveOnly } from './liveOnly';
import { declaredPart } from './prepare';
import { absent, differing, verdict } from './verdict';

/**
 * Compares one desired object with the live one: declared fields only, and
 * live-only fields that a person or an unknown manager owns. The verdict is
 * read off the list of fields, so the two can't disagree. A comparison that
 * fails is `Unknown`, never `InSync`.
 *
 * @public
 */
export function compareObject(input: CompareInput): ObjectDrift {
  const ref = objectRef(input.desired);
  try {
    return compare(input, ref);
  } catch (error) {
    return unknownDrift(ref, `Comparison failed: ${String(error)}`);
  }
}

/**
 * The verdict on an object that couldn't be compared.
 *
 * @param reason - for people: what couldn't be read, and why
 *
 * @public
 */
export function unknownDrift(ref: ObjectRef, reason: string): ObjectDrift {
  return { ...verdict(ref, 'Unknown'), reason };
}

function compare(input: CompareInput, ref: ObjectRef): ObjectDrift {
  const { desired, live, now } = input;
  const rules = rulesFor(ref, input.ignore ?? [], now);
  const rule = rules.find(excludesObject);
  const reason = rule?.reason ?? exclusionOf(desired, live);
  if (reason) {
    const ignoredBy = { reason, ...(rule ? { rule } : {}) };
    return { ...verdict(ref, 'Excluded'), reason, ignoredBy };
  }
  if (!live) return absent(ref, input.applied);

  const { type, degraded, isGo } = typeOfObject(desired, input.schema);
  const mark = degraded ? { degraded } : {};
  const found = differences(input, live, type);
  if (found.length === 0) return { ...verdict(ref, 'InSync'), ...mark };
  const all = describeAll(found, { input, live, ref, rules, isGo });
  const fields = all.filter(one => !one.ignoredBy);
  const ignored = all.filter(one => one.ignoredBy);
  return {
    ...(fields.length === 0
      ? verdict(ref, 'InSync')
      : differing(ref, fields, input)),
    ignored,
    ...mark,
  };
}

/** Several managers may own one field; it is told once, and excused if one owner is. */
function describeAll(found: Difference[], subject: Subject): FieldDrift[] {
  const byPath = new Map<string, FieldDrift>();
  for (const one of found) {
    const drift = describe(one, subject);
    const known = drift && byPath.get(drift.fieldPath);
    if (drift && (!known || (drift.ignoredBy && !known.ignoredBy))) {
      byPath.set(drift.fieldPath, drift);
    }
  }
  return [...byPath.values()];
}

function differences(
  { desired, controllers }: CompareInput,
  live: KubeObject,
  type: FieldType,
): Difference[] {
  const declared = declaredPart(desired);
  const found: Difference[] = [];
  compareDeclared(declared, live, type, undefined, found);
  const { managedFields = [] } = live.metadata;
  for (const entry of managedFields) {
    const kind = managerKind(entry.manager ?? '', controllers);
    if (kind !== 'engine' && entry.subresource !== 'status') {
      for (const one of liveOnly(entry, declared, live, type)) {
        if (!isOthers(one, entry, managedFields))
          found.push({ ...one, ownedBy: entry });
      }
    }
  }
  return found;
}

/** Who applied a null owns a map and nothing in it: what is in it is theirs who own that. */
function isOthers(
  { live, place }: RawDifference,
  entry: ManagedFieldsEntry,
  all: readonly ManagedFieldsEntry[],
): boolean {
  if (!isMap(live)) return false;
  const steps = stepsOf(place);
  return (
    !ownsWithin(entry, steps) && all.some(other => ownsWithin(other, steps))
  );
}
