import { isJsonObject, Json } from '../objects/json';
import { Schema, schemaOfField } from '../schema/Schema';
import { FieldSet } from './FieldSet';
import { stepOfItem } from './listItems';
import { isAtomic } from './ownedFields';
import { Pointer } from './pointer';

/** Whether a manager's fields hold what a pointer names in an object, or anything below it. */
export function ownsPointer(
  fields: FieldSet,
  object: Json | undefined,
  schema: Schema,
  [step, ...rest]: Pointer,
): boolean {
  if (step === undefined || isAtomic(schema)) return !fields.isEmpty();
  if (Array.isArray(object)) {
    const item = object[Number(step)];
    if (schema.type !== 'list' || item === undefined) return fields.member;
    const inner = fields.child(stepOfItem(schema, item));
    return !!inner && ownsPointer(inner, item, schema.items, rest);
  }
  const inner = fields.child(`f:${step}`);
  const value = isJsonObject(object) ? object[step] : undefined;
  const below = schemaOfField(schema, step) ?? { type: 'any' };
  return !!inner && ownsPointer(inner, value, below, rest);
}
