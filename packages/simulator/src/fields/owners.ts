import { KubeObject, ManagedFields } from '../objects/KubeObject';
import { FieldSet } from './FieldSet';

/** Who writes, as `metadata.managedFields` names it. */
export interface Writer {
  manager: string;
  operation: 'Apply' | 'Update';
  subresource?: string;
}

/** A writer with the fields that it owns. */
export interface Owner extends Writer {
  apiVersion: string;
  time?: string;
  fields: FieldSet;
}

export function isSameWriter(a: Writer, b: Writer): boolean {
  return (
    a.manager === b.manager &&
    a.operation === b.operation &&
    a.subresource === b.subresource
  );
}

export function readOwners(object: KubeObject): Owner[] {
  return (object.metadata.managedFields ?? []).map(entry => ({
    manager: entry.manager,
    operation: entry.operation,
    ...(entry.subresource ? { subresource: entry.subresource } : {}),
    apiVersion: entry.apiVersion,
    ...(entry.time ? { time: entry.time } : {}),
    fields: FieldSet.parse(entry.fieldsV1),
  }));
}

/** The server's order: Apply before Update, then by time and name. Managers that own nothing go. */
export function writeOwners(owners: Owner[]): ManagedFields[] {
  return owners
    .filter(owner => !owner.fields.isEmpty())
    .sort(
      (a, b) =>
        compareText(a.operation, b.operation) ||
        compareText(a.time ?? '', b.time ?? '') ||
        compareText(a.manager, b.manager) ||
        compareText(a.apiVersion, b.apiVersion) ||
        compareText(a.subresource ?? '', b.subresource ?? ''),
    )
    .map(owner => ({
      manager: owner.manager,
      operation: owner.operation,
      apiVersion: owner.apiVersion,
      ...(owner.time ? { time: owner.time } : {}),
      fieldsType: 'FieldsV1',
      fieldsV1: owner.fields.toFieldsV1(),
      ...(owner.subresource ? { subresource: owner.subresource } : {}),
    }));
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
