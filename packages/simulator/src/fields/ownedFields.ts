import { isJsonObject, Json } from '../objects/json';
import { Schema, schemaOfField } from '../schema/Schema';
import { FieldSet, FieldSetBuilder } from './FieldSet';
import { stepOfItem } from './listItems';

/** The fields that a configuration sets: what its applier comes to own. */
export function ownedFields(value: Json, schema: Schema): FieldSet {
  const builder = new FieldSetBuilder();
  walk(value, schema, builder);
  return builder.build();
}

function walk(value: Json, schema: Schema, at: FieldSetBuilder): void {
  if (isAtomic(schema)) {
    at.own();
    return;
  }
  if (isJsonObject(value) && schema.type !== 'list') {
    for (const [key, child] of Object.entries(value)) {
      if (child === undefined) continue;
      const below = schemaOfField(schema, key);
      const next = at.at(`f:${key}`);
      walk(child, below ?? { type: 'any' }, next);
      const isField = schema.type === 'struct' && schema.fields.has(key);
      if (!isField || child === null || isEmptyMap(child)) next.own();
    }
  } else if (Array.isArray(value) && schema.type === 'list') {
    if (value.length === 0) at.own();
    for (const item of value) {
      const next = at.at(stepOfItem(schema, item));
      if (schema.merge === 'map') walk(item, schema.items, next);
      next.own();
    }
  } else {
    at.own();
  }
}

function isEmptyMap(value: Json): boolean {
  return isJsonObject(value) && Object.keys(value).length === 0;
}

/** Whether the value is owned and replaced as a whole. */
export function isAtomic(schema: Schema): boolean {
  switch (schema.type) {
    case 'scalar':
      return true;
    case 'list':
      return schema.merge === 'atomic';
    case 'struct':
    case 'map':
      return schema.atomic === true;
    default:
      return false;
  }
}
