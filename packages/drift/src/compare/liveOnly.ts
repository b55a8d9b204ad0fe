import { ManagedFieldsEntry } from '../object';
import { Place, Step } from '../path/step';
import { membersOf, treeOf } from '../managers/ownedFields';
import { FieldType, childType } from '../schema/fieldType';
import { RawDifference, compareDeclared, isMap } from './declared';

/** A place as desired and live have it. */
interface Pair {
  desired: unknown;
  live: unknown;
  type: FieldType | undefined;
  place: Place | undefined;
  holder?: FieldType;
}

/**
 * What one manager owns of the live object that Git doesn't say. Starting
 * from ownership, not from the live object, leaves defaults out: nobody owns
 * them.
 */
export function liveOnly(
  entry: ManagedFieldsEntry,
  desired: unknown,
  live: unknown,
  type: FieldType,
): RawDifference[] {
  const found: RawDifference[] = [];
  visit(
    treeOf(entry.fieldsV1),
    { desired, live, type, place: undefined },
    found,
  );
  return found;
}

function visit(
  node: Record<string, unknown>,
  at: Pair,
  found: RawDifference[],
): void {
  const members = membersOf(node);
  if (members.length === 0) {
    // `{".": {}}` owns that a map is there, not what is in it.
    const holdsOthers = '.' in node && isMap(at.live) && hasKeys(at.live);
    if (!holdsOthers) leaf(at, found);
    return;
  }
  for (const { step, node: child } of members) {
    const pair = stepInto(at, step);
    if (pair.live !== undefined && pair.live !== null) {
      const wholeItem =
        pair.desired === undefined &&
        (step.kind === 'keys' || step.kind === 'value');
      if (wholeItem) leaf(pair, found);
      else visit(child, pair, found);
    }
  }
}

function hasKeys(value: Record<string, unknown>): boolean {
  return Object.keys(value).length > 0;
}

function leaf(at: Pair, found: RawDifference[]): void {
  if (!at.place) return;
  if (at.desired === undefined || at.desired === null) {
    const { place, live, holder } = at;
    found.push({ op: 'add', place, live, holder });
  } else if (typeof at.desired === 'object') {
    found.push(...extrasOf(at));
  }
}

/**
 * A list or map owned as a whole by somebody who isn't the engine: what it
 * holds beyond the declared is theirs.
 */
function extrasOf(at: Pair): RawDifference[] {
  const forward: RawDifference[] = [];
  compareDeclared(at.desired, at.live, at.type, at.place, forward);
  if (forward.some(one => one.place === at.place)) return [];
  const backward: RawDifference[] = [];
  compareDeclared(at.live, at.desired, at.type, at.place, backward);
  return backward
    .filter(one => one.op === 'remove')
    .map(({ place, desired, holder }) => ({
      op: 'add',
      place,
      live: desired,
      holder,
    }));
}

function stepInto(at: Pair, step: Step): Pair {
  if (step.kind === 'field') {
    return {
      desired: fieldOf(at.desired, step.name),
      live: fieldOf(at.live, step.name),
      type: childType(at.type, step.name),
      place: { parent: at.place, step },
      holder: at.type,
    };
  }
  const desiredAt = positionOf(at.desired, step, at.type);
  const liveAt = positionOf(at.live, step, at.type);
  return {
    desired: itemAt(at.desired, desiredAt),
    live: itemAt(at.live, liveAt),
    type: at.type && 'items' in at.type ? at.type.items : at.type,
    place: { parent: at.place, step, at: liveAt },
  };
}

function fieldOf(value: unknown, name: string): unknown {
  return isMap(value) ? value[name] : undefined;
}

function itemAt(value: unknown, at: number): unknown {
  return Array.isArray(value) && at >= 0 ? value[at] : undefined;
}

function positionOf(
  value: unknown,
  step: Step,
  type: FieldType | undefined,
): number {
  if (!Array.isArray(value)) return -1;
  if (step.kind === 'index') return step.index;
  if (step.kind === 'value') return value.indexOf(step.value);
  if (step.kind !== 'keys') return -1;
  const defaults = type?.kind === 'keyed' ? type.defaults : undefined;
  return value.findIndex(
    item =>
      isMap(item) &&
      Object.entries(step.keys).every(
        ([name, one]) => (item[name] ?? defaults?.[name]) === one,
      ),
  );
}
