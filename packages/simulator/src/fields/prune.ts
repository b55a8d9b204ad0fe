import { Json } from '../objects/json';
import { Schema } from '../schema/Schema';
import { FieldSet } from './FieldSet';
import { removeFields } from './mergeApply';

/** Drops what the last apply set, this one doesn't, and nobody else owns. */
export function prune(
  merged: Json,
  lastSet: FieldSet | undefined,
  managed: FieldSet[],
  schema: Schema,
): Json {
  if (!lastSet || lastSet.isEmpty()) return merged;
  const last = lastSet.withParents(schema);
  const owned = managed
    .reduce((all, fields) => all.union(fields), FieldSet.EMPTY)
    .withParents(schema);
  const removable = withoutOwnedBelow(last, owned);
  return removeFields(merged, removable, schema) ?? {};
}

/**
 * Members of `last` that nobody owns, and under which nobody owns anything. Only for an item of a keyed list it doesn't
 * help that somebody owns a field of it: it stays with who owns the item.
 */
function withoutOwnedBelow(last: FieldSet, owned: FieldSet): FieldSet {
  const children = new Map<string, FieldSet>();
  for (const [key, child] of last.children) {
    const theirs = owned.child(key);
    const goesWhole = key.startsWith('k:') && child.member && !theirs?.member;
    const rest =
      theirs && !goesWhole ? withoutOwnedBelow(child, theirs) : child;
    if (!rest.isEmpty()) children.set(key, rest);
  }
  return new FieldSet(last.member && owned.isEmpty(), children);
}
