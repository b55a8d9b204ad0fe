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
  /**
   * What it says itself that Git has no more and that it hasn't taken away, by `objectKey`. An engine that says so is
   * believed, whatever else isn't in its inventory.
   */
  leftBehind?: ReadonlySet<string>;
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
  const ref = objectRef(object);
  const key = objectKey(ref);
  if (desired.has(key) || object.metadata.deletionTimestamp) return undefined;
  const found = ownerOf(object, key, owners);
  if (!found) return undefined;
  const { owner, title } = found;
  if (owner && (!owner.settled || answersFor(owner, key))) return undefined;
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

/** Who put it there: who says so itself, or whose mark it has; without an owner that one is gone. */
function ownerOf(
  object: KubeObject,
  key: string,
  owners: readonly EngineOwner[],
): { owner?: EngineOwner; title: string } | undefined {
  const confessing = owners.find(({ leftBehind }) => leftBehind?.has(key));
  if (confessing) return { owner: confessing, title: titleOf(confessing) };
  const tracker = trackerOf(object);
  if (!tracker) return undefined;
  const owner = owners.find(
    one =>
      one.kind === tracker.kind &&
      one.name === tracker.name &&
      (tracker.namespace === undefined || one.namespace === tracker.namespace),
  );
  return { owner, title: titleOf(tracker) };
}

function answersFor(
  { inventory, leftBehind }: EngineOwner,
  key: string,
): boolean {
  return leftBehind ? !leftBehind.has(key) : inventory.has(key);
}

function titleOf({
  kind,
  namespace,
  name,
}: Pick<Tracker, 'kind' | 'namespace' | 'name'>): string {
  return `${kind} ${namespace ? `${namespace}/` : ''}${name}`;
}
