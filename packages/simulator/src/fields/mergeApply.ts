import { copy, isJsonObject, Json, JsonObject } from '../objects/json';
import { ListOf, Schema, schemaOfField } from '../schema/Schema';
import { FieldSet, schemaBelow } from './FieldSet';
import { itemsByStep, stepOfItem } from './listItems';
import { isAtomic } from './ownedFields';

/** Puts an applied configuration over the live object: what isn't declared stays. */
export function mergeApply(
  live: Json | undefined,
  declared: Json,
  schema: Schema,
): Json {
  if (live === undefined || isAtomic(schema)) return copy(declared);
  if (schema.type === 'list') {
    return Array.isArray(live) && Array.isArray(declared)
      ? mergeList(live, declared, schema)
      : copy(declared);
  }
  if (!isJsonObject(live) || !isJsonObject(declared)) return copy(declared);
  const result: JsonObject = { ...live };
  for (const [key, value] of Object.entries(declared)) {
    if (value === undefined) continue;
    result[key] = mergeApply(
      live[key],
      value,
      schemaOfField(schema, key) ?? { type: 'any' },
    );
  }
  return result;
}

/**
 * The order of structured-merge-diff: shared items take the declared order, live-only items keep
 * their place before declared-only ones. So an item that a person removed comes back last.
 */
function mergeList(live: Json[], declared: Json[], list: ListOf): Json[] {
  const liveItems = itemsByStep(list, live);
  const declaredItems = itemsByStep(list, declared);
  const liveSteps = [...liveItems.keys()];
  const declaredSteps = [...declaredItems.keys()];
  const shared = declaredSteps.filter(step => liveItems.has(step));
  const result: Json[] = [];
  const take = (step: string) => {
    const declaredItem = declaredItems.get(step);
    const liveItem = liveItems.get(step);
    if (declaredItem === undefined) result.push(copy(liveItem ?? null));
    else if (list.merge === 'set') result.push(copy(declaredItem));
    else result.push(mergeApply(liveItem, declaredItem, list.items));
  };
  let l = 0;
  let d = 0;
  let nextShared = 0;
  while (l < liveSteps.length || d < declaredSteps.length) {
    const liveStep = liveSteps[l];
    const declaredStep = declaredSteps[d];
    if (l < liveSteps.length && d < declaredSteps.length) {
      if (liveStep === declaredStep) {
        take(liveStep);
        l += 1;
        d += 1;
        nextShared += 1;
        continue;
      }
      if (declaredItems.has(liveStep) && shared[nextShared] !== liveStep) {
        l += 1;
        continue;
      }
    }
    if (l < liveSteps.length && !declaredItems.has(liveStep)) {
      take(liveStep);
      l += 1;
    } else if (d < declaredSteps.length) {
      take(declaredStep);
      if (liveItems.has(declaredStep)) nextShared += 1;
      d += 1;
    } else {
      l += 1;
    }
  }
  return result;
}

/** Removes the members of a field set from a value. What becomes empty by it goes too. */
export function removeFields(
  value: Json,
  fields: FieldSet,
  schema: Schema,
): Json | undefined {
  if (isAtomic(schema) || fields.children.size === 0) return value;
  if (Array.isArray(value) && schema.type === 'list') {
    const kept = value.flatMap(item => {
      const inner = fields.child(stepOfItem(schema, item));
      if (!inner) return [item];
      if (inner.member) return [];
      const rest = removeFields(item, inner, schema.items);
      return rest === undefined ? [] : [rest];
    });
    return kept.length > 0 ? kept : undefined;
  }
  if (!isJsonObject(value)) return value;
  const result: JsonObject = {};
  for (const [key, entry] of Object.entries(value)) {
    const inner = fields.child(`f:${key}`);
    if (inner?.member || entry === undefined) continue;
    const rest = inner
      ? removeFields(entry, inner, schemaBelow(schema, `f:${key}`))
      : entry;
    if (rest !== undefined) result[key] = rest;
  }
  return Object.keys(result).length > 0 ? result : undefined;
}
