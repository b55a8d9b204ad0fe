import { objectKey, objectRef } from '@flotilla/drift';
import type { KubeObject, ObjectRef } from '@flotilla/drift';
import { compareText } from '../problems';
import { escapeStep, isRecord } from '../source/pointer';

/** One field that differs between two states of an object. @public */
export interface FieldChange {
  /** RFC 6901 pointer: into the state after, or for what is gone into the state before. */
  path: string;
  /** The same place with list keys: `.spec.containers[name="app"].image`. */
  fieldPath: string;
  /** Absent where the field is new. */
  before?: unknown;
  /** Absent where the field is gone. */
  after?: unknown;
}

/** One object that differs between two states of a cluster. @public */
export interface ObjectChange {
  op: 'add' | 'change' | 'remove';
  ref: ObjectRef;
  /** The rendered part, where known. */
  part?: string;
  /** Empty for objects that are new or gone as a whole. */
  fields: FieldChange[];
}

/**
 * What differs between two sets of objects: objects by their reference, fields by their path, lists
 * by name. Objects that are equal aren't mentioned.
 *
 * @public
 */
export function diffObjects(
  before: readonly KubeObject[],
  after: readonly KubeObject[],
): ObjectChange[] {
  const old = new Map(
    before.map(object => [objectKey(objectRef(object)), object]),
  );
  const changes: [string, ObjectChange][] = [];
  const seen = new Set<string>();
  for (const object of after) {
    const ref = objectRef(object);
    const key = objectKey(ref);
    seen.add(key);
    const known = old.get(key);
    if (!known) changes.push([key, { op: 'add', ref, fields: [] }]);
    else {
      const fields = fieldChanges(known, object);
      if (fields.length > 0) changes.push([key, { op: 'change', ref, fields }]);
    }
  }
  for (const [key, object] of old) {
    if (!seen.has(key)) {
      changes.push([key, { op: 'remove', ref: objectRef(object), fields: [] }]);
    }
  }
  return changes
    .sort(([a], [b]) => compareText(a, b))
    .map(([, change]) => change);
}

/** Fields that differ between two JSON values. @public */
export function fieldChanges(before: unknown, after: unknown): FieldChange[] {
  const changes: FieldChange[] = [];
  compareValues(before, after, { path: '', fieldPath: '' }, changes);
  return changes;
}

interface Place {
  path: string;
  fieldPath: string;
}

function compareValues(
  before: unknown,
  after: unknown,
  at: Place,
  changes: FieldChange[],
): void {
  if (before === after) return;
  if (isRecord(before) && isRecord(after))
    compareMaps(before, after, at, changes);
  else if (Array.isArray(before) && Array.isArray(after))
    compareLists(before, after, at, changes);
  else changes.push(changeOf(before, after, at));
}

function changeOf(before: unknown, after: unknown, at: Place): FieldChange {
  return {
    ...at,
    ...(before !== undefined && { before }),
    ...(after !== undefined && { after }),
  };
}

function compareMaps(
  before: Record<string, unknown>,
  after: Record<string, unknown>,
  at: Place,
  changes: FieldChange[],
): void {
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  for (const key of [...keys].sort(compareText)) {
    const inner = {
      path: `${at.path}/${escapeStep(key)}`,
      fieldPath: `${at.fieldPath}${fieldStep(key)}`,
    };
    compareValues(before[key], after[key], inner, changes);
  }
}

function fieldStep(key: string): string {
  return /^[A-Za-z_][A-Za-z0-9_-]*$/.test(key)
    ? `.${key}`
    : `[${JSON.stringify(key)}]`;
}

function compareLists(
  before: readonly unknown[],
  after: readonly unknown[],
  at: Place,
  changes: FieldChange[],
): void {
  const old = namesOf(before);
  const now = namesOf(after);
  if (old && now) {
    compareNamed(old, now, at, changes);
    return;
  }
  // Without names an index means nothing: a list of plain values is one value.
  if (JSON.stringify(before) === JSON.stringify(after)) return;
  const plain = [...before, ...after].some(item => !isRecord(item));
  if (plain || before.length !== after.length) {
    changes.push(changeOf(before, after, at));
    return;
  }
  after.forEach((item, i) =>
    compareValues(
      before[i],
      item,
      { path: `${at.path}/${i}`, fieldPath: `${at.fieldPath}[${i}]` },
      changes,
    ),
  );
}

type Named = Map<string, { index: number; item: unknown }>;

function namesOf(list: readonly unknown[]): Named | undefined {
  const names: Named = new Map();
  for (const [index, item] of list.entries()) {
    if (
      !isRecord(item) ||
      typeof item.name !== 'string' ||
      names.has(item.name)
    )
      return undefined;
    names.set(item.name, { index, item });
  }
  return names;
}

function compareNamed(
  before: Named,
  after: Named,
  at: Place,
  changes: FieldChange[],
): void {
  for (const name of new Set([...before.keys(), ...after.keys()])) {
    const old = before.get(name);
    const now = after.get(name);
    const index = (now ?? old)?.index ?? 0;
    compareValues(
      old?.item,
      now?.item,
      {
        path: `${at.path}/${index}`,
        fieldPath: `${at.fieldPath}[name=${JSON.stringify(name)}]`,
      },
      changes,
    );
  }
}
