import { JsonObject } from '../objects/json';
import { KubeObject, ManagedFields } from '../objects/KubeObject';
import { Schema } from '../schema/Schema';
import { compareFields } from './compareFields';
import { FieldSet } from './FieldSet';
import { isSameWriter, Owner, readOwners, writeOwners, Writer } from './owners';
import { withoutManagedFields, withoutUnowned } from './unowned';

/**
 * Notes in `managedFields` what a plain write (create, replace or patch) changed: the writer comes
 * to own what it added or modified, everybody loses what was modified by somebody else or removed.
 */
export function trackUpdate(
  before: KubeObject | JsonObject,
  after: KubeObject,
  schema: Schema,
  writer: Writer,
  now: string,
): ManagedFields[] {
  const owners = readOwners(after);
  const changes = compareFields(
    withoutManagedFields(before),
    withoutManagedFields(after),
    schema,
  );
  const taken = withoutUnowned(changes.modified.union(changes.added));
  const removed = changes.removed;
  const rest = owners.map(owner => ({
    ...owner,
    fields: owner.fields.difference(taken).difference(removed),
  }));
  if (!taken.isEmpty()) addToOwner(rest, writer, after.apiVersion, taken, now);
  return writeOwners(rest);
}

function addToOwner(
  owners: Owner[],
  writer: Writer,
  apiVersion: string,
  taken: FieldSet,
  time: string,
): void {
  const index = owners.findIndex(
    owner => isSameWriter(owner, writer) && owner.apiVersion === apiVersion,
  );
  const previous = index < 0 ? FieldSet.EMPTY : owners[index].fields;
  const owner: Owner = {
    ...writer,
    apiVersion,
    time,
    fields: previous.union(taken),
  };
  if (index < 0) owners.push(owner);
  else owners[index] = owner;
}
