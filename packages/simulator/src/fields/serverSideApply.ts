import { copy, equal, isJsonObject, JsonObject } from '../objects/json';
import { KubeObject } from '../objects/KubeObject';
import { Schema } from '../schema/Schema';
import { StatusError } from '../store/StatusError';
import { compareFields } from './compareFields';
import { mergeApply } from './mergeApply';
import { ownedFields } from './ownedFields';
import { isSameWriter, Owner, readOwners, writeOwners, Writer } from './owners';
import { prune } from './prune';
import { withoutManagedFields, withoutUnowned } from './unowned';

/** Somebody else owns a field that an apply would change. */
export class ApplyConflict extends StatusError {
  constructor(
    readonly conflicts: readonly { manager: string; field: string }[],
  ) {
    const causes = conflicts.map(({ manager, field }) => ({
      reason: 'FieldManagerConflict',
      message: `conflict with "${manager}"`,
      field,
    }));
    const managers = [...new Set(conflicts.map(({ manager }) => manager))];
    super(
      409,
      'Conflict',
      `Apply failed with ${conflicts.length} conflict${
        conflicts.length === 1 ? '' : 's'
      }: conflicts with ${managers.map(name => `"${name}"`).join(', ')}`,
      { causes },
    );
  }
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
  const conflicts = others.flatMap(owner =>
    owner.fields
      .intersection(touched)
      .paths()
      .map(field => ({ manager: owner.manager, field })),
  );
  if (conflicts.length > 0 && !options.force) {
    throw new ApplyConflict(conflicts);
  }
  const changed =
    live === undefined || !equal(withoutManagedFields(base), pruned);
  const rest = others.map(owner => ({
    ...owner,
    fields: owner.fields.difference(touched).difference(changes.removed),
  }));
  // An apply that changes no content isn't given a time, even where it's the first.
  const time = changed ? options.now : own?.time;
  const entry: Owner = {
    ...writer,
    apiVersion: declared.apiVersion,
    ...(time ? { time } : {}),
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
