import { objectKey, objectRef } from '@flotilla/drift';
import type { KubeObject } from '@flotilla/drift';
import { compareText } from '../problems';
import type { ObjectChange } from './change';
import { consequencesOf } from './consequences';
import { fieldChanges } from './fieldChanges';

/** A change of an object, with the object itself. @public */
export interface ObjectDifference {
  change: ObjectChange;
  /** Absent where the object is new. */
  before?: KubeObject;
  /** Absent where the object is gone. */
  after?: KubeObject;
}

/**
 * What differs between two sets of objects: objects by their reference, fields by their path, lists
 * by the keys that Kubernetes knows them by. Objects that are equal aren't mentioned.
 *
 * @public
 */
export function diffObjects(
  before: readonly KubeObject[],
  after: readonly KubeObject[],
): ObjectChange[] {
  return objectDifferences(before, after).map(({ change }) => change);
}

/** {@link diffObjects}, with both states of each object. */
export function objectDifferences(
  before: readonly KubeObject[],
  after: readonly KubeObject[],
): ObjectDifference[] {
  const old = byKey(before);
  const now = byKey(after);
  return [...new Set([...old.keys(), ...now.keys()])]
    .sort(compareText)
    .flatMap(key => {
      const states = { before: old.get(key), after: now.get(key) };
      const change = changeOf(states.before, states.after);
      return change ? [{ change, ...states }] : [];
    });
}

function byKey(objects: readonly KubeObject[]): Map<string, KubeObject> {
  return new Map(objects.map(object => [objectKey(objectRef(object)), object]));
}

function changeOf(
  before: KubeObject | undefined,
  after: KubeObject | undefined,
): ObjectChange | undefined {
  const object = after ?? before;
  if (!object) return undefined;
  const ref = objectRef(object);
  const fields = before && after ? fieldChanges(before, after) : [];
  if (before && after && fields.length === 0) return undefined;
  const change = { op: opOf(before, after), ref, fields };
  return {
    ...change,
    consequences: consequencesOf({ ...change, before, after }),
  };
}

function opOf(
  before: KubeObject | undefined,
  after: KubeObject | undefined,
): ObjectChange['op'] {
  if (!before) return 'add';
  return after ? 'change' : 'remove';
}
