import { equal, isJsonObject, Json, JsonObject, copy } from '../objects/json';
import { KubeObject, ManagedFields } from '../objects/KubeObject';
import { Schema } from '../schema/Schema';
import { compareFields } from './compareFields';
import { FieldSet } from './FieldSet';
import { mergeApply, removeFields } from './mergeApply';
import { ownedFields } from './ownedFields';

/** Who writes, as `metadata.managedFields` names it. */
export interface Writer {
  manager: string;
  operation: 'Apply' | 'Update';
  subresource?: string;
}

interface Owner extends Writer {
  apiVersion: string;
  time: string;
  fields: FieldSet;
}

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
function withoutUnowned(fields: FieldSet): FieldSet {
  const owned = fields.difference(UNOWNED);
  const metadata = owned.child('f:metadata');
  if (!metadata?.member) return owned;
  const children = new Map(owned.children);
  const inner = new FieldSet(false, metadata.children);
  if (inner.isEmpty()) children.delete('f:metadata');
  else children.set('f:metadata', inner);
  return new FieldSet(owned.member, children);
}

/** Another Apply manager owns a field that this apply would change. */
export class ApplyConflict extends Error {
  constructor(readonly managers: string[]) {
    super(
      `Apply failed with ${managers.length} conflict${
        managers.length === 1 ? '' : 's'
      }: conflicts with ${managers.map(name => `"${name}"`).join(', ')}`,
    );
  }
}

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

export interface Applied {
  object: KubeObject;
  /** Whether the apply changes the object's content, ownership aside. */
  changed: boolean;
}

/**
 * Server-side apply, after structured-merge-diff: merges the declared fields over the live object,
 * removes what this manager declared before and nobody else owns, and moves ownership.
 *
 * @throws {@link ApplyConflict} without `force`, when a field to change belongs to somebody else.
 */
export function serverSideApply(
  live: KubeObject | undefined,
  declared: KubeObject,
  schema: Schema,
  manager: string,
  options: { force: boolean; now: string; subresource?: string },
): Applied {
  const writer: Writer = {
    manager,
    operation: 'Apply',
    ...(options.subresource ? { subresource: options.subresource } : {}),
  };
  const base: KubeObject = live ?? emptyObject(declared);
  const owners = readOwners(base);
  const own = owners.find(owner => isSameWriter(owner, writer));
  const others = owners.filter(owner => owner !== own);
  const wanted = withoutUnowned(
    ownedFields(withoutManagedFields(declared), schema),
  );
  const merged = mergeApply(
    withoutManagedFields(base),
    withoutManagedFields(declared),
    schema,
  );
  const pruned = prune(
    merged,
    own?.fields,
    [wanted, ...others.map(owner => owner.fields)],
    schema,
  );
  const changes = compareFields(withoutManagedFields(base), pruned, schema);
  const touched = changes.modified.union(changes.added);
  const conflicts = others.filter(
    owner => !owner.fields.intersection(touched).isEmpty(),
  );
  if (conflicts.length > 0 && !options.force) {
    throw new ApplyConflict(conflicts.map(owner => owner.manager));
  }
  const changed =
    live === undefined || !equal(withoutManagedFields(base), pruned);
  const rest = others.map(owner => ({
    ...owner,
    fields: owner.fields.difference(touched).difference(changes.removed),
  }));
  const time = changed || !own ? options.now : own.time;
  const entry: Owner = {
    ...writer,
    apiVersion: declared.apiVersion,
    time,
    fields: wanted,
  };
  const result = copy(pruned);
  if (!isJsonObject(result)) throw new Error('an applied object is a map');
  const object: KubeObject = {
    ...result,
    apiVersion: base.apiVersion,
    kind: base.kind,
    metadata: { ...copy(base.metadata), ...ownMetadata(result) },
  };
  forgetRemovedMetadata(object, result);
  object.metadata.managedFields = writeOwners([...rest, entry]);
  return { object, changed };
}

function emptyObject(declared: KubeObject): KubeObject {
  const { name, namespace } = declared.metadata;
  return {
    apiVersion: declared.apiVersion,
    kind: declared.kind,
    metadata: { name, ...(namespace ? { namespace } : {}) },
  };
}

function ownMetadata(result: JsonObject): JsonObject {
  return isJsonObject(result.metadata) ? result.metadata : {};
}

/** Metadata maps that pruning emptied must not come back from the base. */
function forgetRemovedMetadata(object: KubeObject, result: JsonObject): void {
  const kept = ownMetadata(result);
  for (const key of Object.keys(object.metadata)) {
    if (key !== 'managedFields' && kept[key] === undefined)
      delete object.metadata[key];
  }
}

/** Drops what the last apply set, this one doesn't, and nobody else owns. */
function prune(
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

/** Members of `last` that nobody owns, and under which nobody owns anything. */
function withoutOwnedBelow(last: FieldSet, owned: FieldSet): FieldSet {
  const children = new Map<string, FieldSet>();
  for (const [key, child] of last.children) {
    const theirs = owned.child(key);
    const rest = theirs ? withoutOwnedBelow(child, theirs) : child;
    if (!rest.isEmpty()) children.set(key, rest);
  }
  return new FieldSet(last.member && owned.isEmpty(), children);
}

function withoutManagedFields(object: JsonObject): JsonObject {
  if (
    !isJsonObject(object.metadata) ||
    object.metadata.managedFields === undefined
  )
    return object;
  const { managedFields, ...metadata } = object.metadata;
  return { ...object, metadata };
}

function isSameWriter(a: Writer, b: Writer): boolean {
  return (
    a.manager === b.manager &&
    a.operation === b.operation &&
    a.subresource === b.subresource
  );
}

function readOwners(object: KubeObject): Owner[] {
  return (object.metadata.managedFields ?? []).map(entry => ({
    manager: entry.manager,
    operation: entry.operation,
    ...(entry.subresource ? { subresource: entry.subresource } : {}),
    apiVersion: entry.apiVersion,
    time: entry.time,
    fields: FieldSet.parse(entry.fieldsV1),
  }));
}

/** The server's order: Apply before Update, then by time and name. Managers that own nothing go. */
function writeOwners(owners: Owner[]): ManagedFields[] {
  return owners
    .filter(owner => !owner.fields.isEmpty())
    .sort(
      (a, b) =>
        compareText(a.operation, b.operation) ||
        compareText(a.time, b.time) ||
        compareText(a.manager, b.manager) ||
        compareText(a.apiVersion, b.apiVersion) ||
        compareText(a.subresource ?? '', b.subresource ?? ''),
    )
    .map(owner => ({
      manager: owner.manager,
      operation: owner.operation,
      apiVersion: owner.apiVersion,
      time: owner.time,
      fieldsType: 'FieldsV1',
      fieldsV1: owner.fields.toFieldsV1(),
      ...(owner.subresource ? { subresource: owner.subresource } : {}),
    }));
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/**
 * Gives the fields of other writers' entries to one Apply manager: what Flux does with the entries of
 * `kubectl` managers before it applies, so that what it doesn't send is removed by the server.
 */
export function takeOverEntries(
  object: KubeObject,
  manager: string,
  isTaken: (entry: ManagedFields) => boolean,
): KubeObject {
  const entries = object.metadata.managedFields ?? [];
  const taken = entries.filter(isTaken);
  if (taken.length === 0) return object;
  const own = entries.find(
    entry =>
      entry.manager === manager &&
      entry.operation === 'Apply' &&
      !entry.subresource,
  );
  const fields = [...(own ? [own] : []), ...taken]
    .map(entry => FieldSet.parse(entry.fieldsV1))
    .reduce((all, set) => all.union(set), FieldSet.EMPTY);
  const merged: ManagedFields = {
    manager,
    operation: 'Apply',
    apiVersion: own?.apiVersion ?? taken[0].apiVersion,
    time: own?.time ?? taken[0].time,
    fieldsType: 'FieldsV1',
    fieldsV1: fields.toFieldsV1(),
  };
  const rest = entries.filter(entry => entry !== own && !taken.includes(entry));
  return {
    ...object,
    metadata: { ...object.metadata, managedFields: [merged, ...rest] },
  };
}
