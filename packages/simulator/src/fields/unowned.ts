import { isJsonObject, JsonObject } from '../objects/json';
import { FieldSet } from './FieldSet';

/** Fields that no manager ever owns. */
const UNOWNED = FieldSet.parse({
  'f:apiVersion': {},
  'f:kind': {},
  'f:metadata': {
    'f:name': {},
    'f:namespace': {},
    'f:creationTimestamp': {},
    'f:deletionTimestamp': {},
    'f:deletionGracePeriodSeconds': {},
    'f:selfLink': {},
    'f:uid': {},
    'f:clusterName': {},
    'f:generation': {},
    'f:managedFields': {},
    'f:resourceVersion': {},
  },
});

/** `metadata` itself is never a member, though its labels and annotations are owned. */
export function withoutUnowned(fields: FieldSet): FieldSet {
  const owned = fields.difference(UNOWNED);
  const metadata = owned.child('f:metadata');
  if (!metadata?.member) return owned;
  const children = new Map(owned.children);
  const inner = new FieldSet(false, metadata.children);
  if (inner.isEmpty()) children.delete('f:metadata');
  else children.set('f:metadata', inner);
  return new FieldSet(owned.member, children);
}

/** The object without its ownership, which nobody owns either. */
export function withoutManagedFields(object: JsonObject): JsonObject {
  if (
    !isJsonObject(object.metadata) ||
    object.metadata.managedFields === undefined
  )
    return object;
  const { managedFields, ...metadata } = object.metadata;
  return { ...object, metadata };
}
