import { equal, isJsonObject, Json, JsonObject } from '../objects/json';
import { Schema, schemaOfField } from '../schema/Schema';
import { FieldSet, FieldSetBuilder } from './FieldSet';
import { itemsByStep } from './listItems';
import { isAtomic } from './ownedFields';

export interface FieldChanges {
  added: FieldSet;
  modified: FieldSet;
  removed: FieldSet;
}

interface Position {
  added: FieldSetBuilder;
  modified: FieldSetBuilder;
  removed: FieldSetBuilder;
}

class ComparingWalk {
  readonly added = new FieldSetBuilder();
  readonly modified = new FieldSetBuilder();
  readonly removed = new FieldSetBuilder();

  compare(
    before: Json | undefined,
    after: Json | undefined,
    schema: Schema,
    at: Position,
  ): void {
    if (isLeaf(before, after, schema)) {
      if (before === undefined) at.added.own();
      else if (after === undefined) at.removed.own();
      else if (!equal(before, after)) at.modified.own();
      return;
    }
    if (schema.type === 'list') {
      this.#children(
        itemsByStep(schema, Array.isArray(before) ? before : []),
        itemsByStep(schema, Array.isArray(after) ? after : []),
        () => schema.items,
        at,
      );
    } else {
      this.#children(
        entriesByStep(before),
        entriesByStep(after),
        step => schemaOfField(schema, step.slice(2)) ?? { type: 'any' },
        at,
      );
    }
    if (before === undefined) at.added.own();
    else if (after === undefined) at.removed.own();
  }

  #children(
    before: Map<string, Json>,
    after: Map<string, Json>,
    schemaAt: (step: string) => Schema,
    at: Position,
  ): void {
    for (const step of new Set([...before.keys(), ...after.keys()])) {
      const left = before.get(step);
      const right = after.get(step);
      if (left === right) continue;
      this.compare(left, right, schemaAt(step), {
        added: at.added.at(step),
        modified: at.modified.at(step),
        removed: at.removed.at(step),
      });
    }
  }
}

/** What differs between two states of an object, as sets of fields. */
export function compareFields(
  before: Json,
  after: Json,
  schema: Schema,
): FieldChanges {
  const walk = new ComparingWalk();
  walk.compare(before, after, schema, {
    added: walk.added,
    modified: walk.modified,
    removed: walk.removed,
  });
  return {
    added: walk.added.build(),
    modified: walk.modified.build(),
    removed: walk.removed.build(),
  };
}

function entriesByStep(value: Json | undefined): Map<string, Json> {
  const result = new Map<string, Json>();
  if (!isJsonObject(value)) return result;
  for (const [key, entry] of Object.entries(value)) {
    if (entry !== undefined) result.set(`f:${key}`, entry);
  }
  return result;
}

/** Leaves are compared whole: atomic values, scalars, and where both sides are empty. */
function isLeaf(
  before: Json | undefined,
  after: Json | undefined,
  schema: Schema,
): boolean {
  if (isAtomic(schema)) return true;
  if (schema.type === 'list') {
    return size(before) === 0 && size(after) === 0;
  }
  const granular = isJsonObject(before) || isJsonObject(after);
  return !granular || (size(before) === 0 && size(after) === 0);
}

function size(value: Json | JsonObject | undefined): number {
  if (Array.isArray(value)) return value.length;
  return isJsonObject(value)
    ? Object.values(value).filter(entry => entry !== undefined).length
    : 0;
}
