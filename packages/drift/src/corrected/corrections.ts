import { KubeObject, ManagedFieldsEntry, ObjectRef } from '../object';
import { managerKind } from '../managers/managerKind';
import { ownerOf } from '../managers/managerOf';
import { highestSeverity } from '../severity/severityOf';
import { fieldManager } from '../managers/ownedFields';
import { parseFieldPath } from '../path/fieldPath';
import {
  CorrectedDrift,
  FieldDrift,
  FieldManager,
  ObjectDrift,
} from '../types';

/**
 * One object as a watch event showed it, with what comparing it gave.
 *
 * @public
 */
export interface Observation {
  /** Undefined when the event was a deletion. */
  live: KubeObject | undefined;
  drift: ObjectDrift;
  /** RFC 3339 UTC: when it was seen. */
  at: string;
}

/** What managedFields can't tell: a deletion, or a removed field. */
const NOBODY: FieldManager = { name: 'unknown', operation: 'Update' };

/**
 * Keeps the author of findings that persist. Before an engine reverts a
 * change it takes the fields over, and the author's entry is gone: so the
 * author has to be remembered from the event that brought the change.
 *
 * @param before - the findings of the event before
 * @param drift - what comparing the present object gave
 *
 * @public
 */
export function keepAuthors(
  before: readonly FieldDrift[],
  drift: ObjectDrift,
): ObjectDrift {
  const known = new Map(before.map(one => [one.fieldPath, one]));
  const fields = drift.fields.map(field => {
    const earlier = known.get(field.fieldPath);
    if (!earlier?.manager || !isSameChange(earlier, field)) return field;
    return isByHand(field.manager) || !isByHand(earlier.manager)
      ? field
      : { ...field, manager: earlier.manager, since: earlier.since };
  });
  const byHand = fields.filter(({ manager }) => isByHand(manager));
  // What hides no hand edit hides none that the engine has taken over.
  return drift.state === 'NotApplied' && byHand.length > 0
    ? modified(drift, byHand)
    : { ...drift, fields };
}

function modified(
  { reason, ...drift }: ObjectDrift,
  fields: FieldDrift[],
): ObjectDrift {
  const severity = highestSeverity(fields.map(one => one.severity));
  return { ...drift, state: 'Modified', severity, fields };
}

function isSameChange(one: FieldDrift, other: FieldDrift): boolean {
  return (
    one.op === other.op &&
    JSON.stringify(one.live) === JSON.stringify(other.live)
  );
}

function isByHand(manager: FieldManager | undefined): boolean {
  return manager !== undefined && managerKind(manager.name) !== 'engine';
}

/**
 * The drift that the GitOps engine put back between two events of one object,
 * a record for each author. What a person put back isn't among them.
 *
 * @param during - the object while it had drifted, with authors kept
 * @param after - the object at the next event
 *
 * @public
 */
export function correctionsOf(
  during: Observation,
  after: Observation,
): CorrectedDrift[] {
  const { ref } = during.drift;
  if (during.drift.state === 'Missing') {
    const recreated = after.live && hasEngineEntry(after.live);
    return recreated ? [record(ref, NOBODY, [], during, after)] : [];
  }
  const { live } = after;
  if (during.drift.state !== 'Modified' || !during.live || !live) return [];
  const still = new Set(after.drift.fields.map(one => one.fieldPath));
  const acted = engineActed(during.live, live);
  const corrected = during.drift.fields.filter(
    field =>
      !still.has(field.fieldPath) &&
      // What the engine wrote itself was a change of Git, not of a person.
      (!field.manager || isByHand(field.manager)) &&
      (field.op === 'add' ? acted : isEnginesNow(live, field.fieldPath)),
  );
  return byAuthor(corrected).map(([manager, fields]) =>
    record(ref, manager, fields, during, after),
  );
}

function record(
  ref: ObjectRef,
  manager: FieldManager,
  fields: FieldDrift[],
  during: Observation,
  after: Observation,
): CorrectedDrift {
  const correctedBy = after.live && lastEngine(after.live);
  return {
    ref,
    manager,
    ...(correctedBy ? { correctedBy } : {}),
    fields,
    detectedAt: during.at,
    correctedAt: after.at,
    count: 1,
  };
}

/** The engine's manager that wrote last. */
function lastEngine(live: KubeObject): FieldManager | undefined {
  const [last] = (live.metadata.managedFields ?? [])
    .filter(isEngine)
    .sort((one, other) => ((one.time ?? '') < (other.time ?? '') ? 1 : -1));
  return last && fieldManager(last);
}

function byAuthor(fields: FieldDrift[]): [FieldManager, FieldDrift[]][] {
  const groups = new Map<string, [FieldManager, FieldDrift[]]>();
  for (const field of fields) {
    const manager = field.manager ?? NOBODY;
    const group = groups.get(manager.name);
    if (group) group[1].push(field);
    else groups.set(manager.name, [manager, [field]]);
  }
  return [...groups.values()];
}

function isEngine(entry: ManagedFieldsEntry): boolean {
  return managerKind(entry.manager ?? '') === 'engine';
}

function hasEngineEntry(live: KubeObject): boolean {
  return (live.metadata.managedFields ?? []).some(isEngine);
}

function isEnginesNow(live: KubeObject, fieldPath: string): boolean {
  const owner = ownerOf(live, parseFieldPath(fieldPath));
  return owner !== undefined && managerKind(owner.name) === 'engine';
}

/** A field that is gone has no owner; but an engine's change leaves its mark. */
function engineActed(during: KubeObject, after: KubeObject): boolean {
  const marks = (live: KubeObject) =>
    JSON.stringify((live.metadata.managedFields ?? []).filter(isEngine));
  return marks(during) !== marks(after);
}

/**
 * Adds a correction to those known: the same manager changing the same fields
 * of the same object again is one record with a higher count.
 *
 * @public
 */
export function countCorrection(
  known: readonly CorrectedDrift[],
  correction: CorrectedDrift,
): CorrectedDrift[] {
  const key = correctionKey(correction);
  const at = known.findIndex(one => correctionKey(one) === key);
  if (at < 0) return [...known, correction];
  const counted = { ...correction, count: known[at].count + correction.count };
  return [...known.slice(0, at), ...known.slice(at + 1), counted];
}

function correctionKey({ ref, part, manager, fields }: CorrectedDrift): string {
  const paths = fields.map(one => one.fieldPath).sort();
  return JSON.stringify([ref, part, manager?.name, paths]);
}
