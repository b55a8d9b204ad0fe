import { KubeObject, objectKey, objectRef } from '../object';
import { severityOf } from '../severity/severityOf';
import { ObjectDrift } from '../types';
import { Tracker, trackerOf } from './tracking';

/**
 * One of an engine's objects that apply things, with what it answers for.
 *
 * @public
 */
export interface EngineOwner {
  kind: Tracker['kind'];
  namespace?: string;
  name: string;
  /** What it answers for, by `objectKey`. */
  inventory: ReadonlySet<string>;
  /** It has applied what it should, so that what is to be pruned is gone. */
  settled: boolean;
}

/**
 * What is held against live objects that Git may not know.
 *
 * @public
 */
export interface OrphanInput {
  /** What Git declares, by `objectKey`. */
  desired: ReadonlySet<string>;
  /** All of the engine's objects that apply things, those of teams too. */
  owners: readonly EngineOwner[];
}

/**
 * Whether an engine once put an object into the cluster that neither Git nor
 * the engine answers for any more: `Orphaned`, else undefined. Nothing is
 * said while the engine is still at work, nor of what is being deleted.
 *
 * @public
 */
export function orphaned(
  object: KubeObject,
  { desired, owners }: OrphanInput,
): ObjectDrift | undefined {
  const tracker = trackerOf(object);
  const ref = objectRef(object);
  const key = objectKey(ref);
  if (!tracker || desired.has(key) || object.metadata.deletionTimestamp) {
    return undefined;
  }
  const owner = owners.find(
    one =>
      one.kind === tracker.kind &&
      one.name === tracker.name &&
      (tracker.namespace === undefined || one.namespace === tracker.namespace),
  );
  const title = `${tracker.kind} ${
    tracker.namespace ? `${tracker.namespace}/` : ''
  }${tracker.name}`;
  if (owner && (!owner.settled || owner.inventory.has(key))) return undefined;
  return {
    ref,
    state: 'Orphaned',
    severity: severityOf(ref, 'Orphaned'),
    reason: owner
      ? `${title} put it there and answers for it no more; Git doesn't declare it.`
      : `${title}, which put it there, is gone; Git doesn't declare it.`,
    fields: [],
    ignored: [],
    method: 'Inventory',
  };
}
