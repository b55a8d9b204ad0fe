import { ObjectRef } from '../object';
import { managerKind } from '../managers/managerKind';
import { highestSeverity, severityOf } from '../severity/severityOf';
import { FieldDrift, ObjectDrift } from '../types';
import type { CompareInput } from './CompareInput';

export function verdict(
  ref: ObjectRef,
  state: ObjectDrift['state'],
): ObjectDrift {
  return { ref, state, fields: [], ignored: [], method: 'DeclaredFields' };
}

/** Of an object that isn't there. */
export function absent(ref: ObjectRef, applied: boolean): ObjectDrift {
  if (applied) {
    return {
      ...verdict(ref, 'Missing'),
      severity: severityOf(ref, 'Missing'),
      reason: 'The engine applied it, and it is gone.',
    };
  }
  return {
    ...verdict(ref, 'NotApplied'),
    reason: 'The engine has not created it yet.',
  };
}

/** Of an object some of whose fields differ. */
export function differing(
  ref: ObjectRef,
  fields: FieldDrift[],
  { applied, controllers }: CompareInput,
): ObjectDrift {
  // What a person did is drift even while the engine is behind; what else differs the engine has yet to write.
  const told = applied
    ? fields
    : fields.filter(({ manager }) => {
        const kind = manager && managerKind(manager.name, controllers);
        return kind === 'person' || kind === 'unknown';
      });
  if (told.length > 0) {
    const severity = highestSeverity(told.map(one => one.severity));
    return { ...verdict(ref, 'Modified'), severity, fields: told };
  }
  return {
    ...verdict(ref, 'NotApplied'),
    reason: 'The engine has not applied the latest content yet.',
    fields,
  };
}
