import { Place, Scalar, fieldIn } from '../path/step';
import { FieldType, childType } from '../schema/fieldType';
import { readsAsAbsent } from '../schema/emptiness';
import { indexByKey, keyOf } from './listKeys';
import { sameScalar } from './scalars';

/** A difference as found, before anything is said about it. */
export interface RawDifference {
  op: 'add' | 'replace' | 'remove';
  place: Place;
  desired?: unknown;
  live?: unknown;
  /** The type of the map that holds the field. */
  holder?: FieldType;
}

/**
 * Compares what is declared, and only that, with what is live. Fields that
 * only the live side has are never looked at here: they may be defaults.
 */
export function compareDeclared(
  desired: unknown,
  live: unknown,
  type: FieldType | undefined,
  place: Place | undefined,
  found: RawDifference[],
): void {
  if (desired === live) return;
  if (Array.isArray(desired)) {
    if (Array.isArray(live)) compareLists(desired, live, type, place, found);
    else replaced(desired, live, place, found);
  } else if (isMap(desired)) {
    if (isMap(live)) compareMaps(desired, live, type, place, found);
    else replaced(desired, live, place, found);
  } else if (!sameScalar(desired, live, type)) {
    replaced(desired, live, place, found);
  }
}

export function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function replaced(
  desired: unknown,
  live: unknown,
  place: Place | undefined,
  found: RawDifference[],
): void {
  if (place) found.push({ op: 'replace', place, desired, live });
}

function compareMaps(
  desired: Record<string, unknown>,
  live: Record<string, unknown>,
  type: FieldType | undefined,
  place: Place | undefined,
  found: RawDifference[],
): void {
  for (const name of Object.keys(desired)) {
    const declared = desired[name];
    const present = live[name];
    // A declared null asks for nothing.
    if (declared === present || declared === null || declared === undefined) {
      continue;
    }
    const child = childType(type, name);
    if (present === undefined || present === null) {
      if (!readsAsAbsent(declared, name, type, child)) {
        found.push({
          op: 'remove',
          place: fieldIn(place, name),
          desired: declared,
          holder: type,
        });
      }
    } else {
      const before = found.length;
      const at = fieldIn(place, name);
      compareDeclared(declared, present, child, at, found);
      if (found.length > before) holdBy(type, at, found[before]);
    }
  }
}

/** Notes what holds a field that differs as a whole. */
function holdBy(
  type: FieldType | undefined,
  place: Place,
  difference: RawDifference,
): void {
  if (difference.place === place) difference.holder = type;
}

function compareLists(
  desired: unknown[],
  live: unknown[],
  type: FieldType | undefined,
  place: Place | undefined,
  found: RawDifference[],
): void {
  if (type?.kind === 'keyed') {
    if (compareKeyed(desired, live, type, place, found)) return;
  } else if (type?.kind === 'set') {
    if (compareSets(desired, live, place, found)) return;
  } else if (type?.kind === 'unordered') {
    if (!sameUnordered(desired, live, type.items)) {
      replaced(desired, live, place, found);
    }
    return;
  }
  // A struct type on a list is that of its items: see `plain`.
  const items =
    type?.kind === 'list' || type?.kind === 'keyed' ? type.items : type;
  compareInOrder(desired, live, items, place, found);
}

function compareInOrder(
  desired: unknown[],
  live: unknown[],
  items: FieldType | undefined,
  place: Place | undefined,
  found: RawDifference[],
): void {
  if (desired.length !== live.length) {
    replaced(desired, live, place, found);
    return;
  }
  const inside: RawDifference[] = [];
  desired.forEach((item, index) =>
    compareDeclared(
      item,
      live[index],
      items,
      { parent: place, step: { kind: 'index', index } },
      inside,
    ),
  );
  // Lists of scalars are told whole: `args` reads better than `args[3]`.
  if (inside.length > 0 && !desired.some(isMap)) {
    replaced(desired, live, place, found);
  } else {
    found.push(...inside);
  }
}

/** False when an item lacks its keys, so that order is all there is. */
function compareKeyed(
  desired: unknown[],
  live: unknown[],
  type: Extract<FieldType, { kind: 'keyed' }>,
  place: Place | undefined,
  found: RawDifference[],
): boolean {
  const byKey = indexByKey(live, type);
  const wanted = desired.map(item => keyOf(item, type));
  if (!byKey || wanted.some(key => key === undefined)) return false;
  desired.forEach((item, at) => {
    const key = wanted[at];
    if (!key) return;
    const liveAt = byKey.get(key.text)?.shift();
    const step = { kind: 'keys' as const, keys: key.keys };
    if (liveAt === undefined) {
      found.push({
        op: 'remove',
        place: { parent: place, step, at },
        desired: item,
      });
    } else if (item !== live[liveAt]) {
      const itemPlace = { parent: place, step, at: liveAt };
      compareDeclared(item, live[liveAt], type.items, itemPlace, found);
    }
  });
  return true;
}

/** False when the items aren't scalars, so that order is all there is. */
function compareSets(
  desired: unknown[],
  live: unknown[],
  place: Place | undefined,
  found: RawDifference[],
): boolean {
  if (!desired.every(isText) || !live.every(isText)) return false;
  const present = new Set<Scalar>(live);
  desired.forEach((value, at) => {
    if (present.has(value)) return;
    found.push({
      op: 'remove',
      place: { parent: place, step: { kind: 'value', value }, at },
      desired: value,
    });
  });
  return true;
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function sameUnordered(
  desired: unknown[],
  live: unknown[],
  items: FieldType | undefined,
): boolean {
  if (desired.length !== live.length) return false;
  const left = [...live];
  return desired.every(item => {
    const match = left.findIndex(other => {
      const found: RawDifference[] = [];
      // A place is needed for differences to be noted at all.
      const place: Place = { parent: undefined, step: { kind: 'any' } };
      compareDeclared(item, other, items, place, found);
      return found.length === 0;
    });
    if (match >= 0) left.splice(match, 1);
    return match >= 0;
  });
}
