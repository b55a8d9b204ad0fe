import { KubeObject, ManagedFields } from '../objects/KubeObject';
import { FieldSet } from './FieldSet';

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
