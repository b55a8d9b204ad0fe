import { FieldSet } from '../fields/FieldSet';
import { ownsPointer } from '../fields/ownsPointer';
import {
  Pointer,
  valueAtPointer,
  withoutPointer,
  withPointer,
} from '../fields/pointer';
import { equal, isJsonObject, Json } from '../objects/json';
import { isKubeObject, KubeObject } from '../objects/KubeObject';
import { Schema } from '../schema/Schema';
import { APPLY_MANAGER } from './fluxTypes';

/** What the server sets by itself whenever anything changes. */
const SERVER_FIELDS: readonly Pointer[] = [
  ['metadata', 'generation'],
  ['metadata', 'managedFields'],
];

/** Whether two states of an object differ anywhere but at the ignored paths. */
export function differsBesides(
  live: KubeObject,
  next: KubeObject,
  ignored: readonly Pointer[],
): boolean {
  const left = (object: KubeObject): Json =>
    [...SERVER_FIELDS, ...ignored].reduce<Json>(
      (rest, pointer) => withoutPointer(rest, pointer) ?? {},
      object,
    );
  return !equal(left(live), left(next));
}

/**
 * What is sent so that ignored paths keep their live values: where another Apply manager owns one,
 * Flux lets go of it; else it sends, and so owns, the value that it found.
 *
 * @param next - what the server would make of `sent` as it is
 */
export function spareIgnored(
  sent: KubeObject,
  live: KubeObject,
  next: KubeObject,
  ignored: readonly Pointer[],
  schema: Schema,
): KubeObject {
  const spared = ignored.reduce<Json>((object, pointer) => {
    const found = valueAtPointer(live, pointer);
    if (equal(found, valueAtPointer(next, pointer))) return object;
    if (isAppliedByOthers(live, schema, pointer))
      return withoutPointer(object, pointer) ?? {};
    // What isn't there is declared as Git has it, never as null.
    return found === undefined ? object : withPointer(object, pointer, found);
  }, sent);
  return isJsonObject(spared) && isKubeObject(spared) ? spared : sent;
}

function isAppliedByOthers(
  live: KubeObject,
  schema: Schema,
  pointer: Pointer,
): boolean {
  return (live.metadata.managedFields ?? []).some(
    ({ manager, operation, fieldsV1 }) =>
      operation === 'Apply' &&
      manager !== APPLY_MANAGER &&
      ownsPointer(FieldSet.parse(fieldsV1), live, schema, pointer),
  );
}
