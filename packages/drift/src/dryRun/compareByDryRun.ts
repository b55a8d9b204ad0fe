import type { CompareInput } from '../compare/CompareInput';
import { compareObject } from '../compare/compareObject';
import { differing, verdict } from '../compare/verdict';
import { KubeObject } from '../object';
import { isWithin } from '../path/fieldPath';
import { FieldDrift, ObjectDrift } from '../types';

const NO_CHANGE =
  'The API server was asked, and would change nothing here by applying what Git says.';

/**
 * As {@link compareObject}, with the API server's own word on what is declared: what it would have made of the object
 * by applying what Git says, as the engine does. A difference that the server wouldn't remove is none; one that only
 * the server knows of is told. What somebody added and Git doesn't declare the server would leave alone; that is
 * judged as ever.
 *
 * @param answer - what server-side apply of `desired` gave, in a dry-run on the very object that `live` is
 *
 * @public
 */
export function compareByDryRun(
  input: CompareInput,
  answer: KubeObject,
): ObjectDrift {
  const declared = compareObject(input);
  const isCompared = declared.state === 'InSync' || declared.fields.length > 0;
  if (!input.live || !isCompared) return declared;
  const server = compareObject({ ...input, desired: answer });
  if (server.state === 'Unknown') return declared;
  const told = [...server.fields, ...server.ignored];
  const known = [...declared.fields, ...declared.ignored];
  const refuted = declared.fields.filter(
    field => field.op !== 'add' && !told.some(one => isSamePlace(one, field)),
  );
  const fields = [
    ...declared.fields.filter(field => !refuted.includes(field)),
    ...server.fields.filter(
      field =>
        field.op !== 'add' && !known.some(one => isSamePlace(one, field)),
    ),
  ];
  return {
    ...(fields.length === 0
      ? verdict(declared.ref, 'InSync')
      : differing(declared.ref, fields, input)),
    ignored: [...declared.ignored, ...refuted.map(excused)],
    method: 'DryRun',
    ...(declared.degraded ? { degraded: declared.degraded } : {}),
  };
}

/** One of the two is at the place of the other, or within it. */
function isSamePlace(
  { fieldPath: one }: FieldDrift,
  { fieldPath: other }: FieldDrift,
): boolean {
  return isWithin(one, other) || isWithin(other, one);
}

function excused(field: FieldDrift): FieldDrift {
  return { ...field, ignoredBy: { reason: NO_CHANGE } };
}
