import {
  builtInType,
  childType,
  indexByKey,
  listKeyOf,
  objectRef,
} from '@flotilla/drift';
import type { FieldType, KeyedType, KubeObject } from '@flotilla/drift';
import { compareText } from '../problems';
import { isKubeObject } from '../source/manifests';
import { escapeStep, isRecord } from '../source/pointer';
import type { FieldChange } from './change';

/** Fields that differ between two states of an object, or between two JSON values. @public */
export function fieldChanges(before: unknown, after: unknown): FieldChange[] {
  const changes: FieldChange[] = [];
  const type = typeOf(after) ?? typeOf(before);
  compareValues(before, after, { path: '', fieldPath: '', type }, changes);
  return changes;
}

function typeOf(value: unknown): FieldType | undefined {
  const object: KubeObject | undefined = isKubeObject(value)
    ? value
    : undefined;
  return object && builtInType(objectRef(object));
}

interface Place {
  path: string;
  fieldPath: string;
  /** What Kubernetes says of the field, where it's one of its own kinds. */
  type?: FieldType;
}

function compareValues(
  before: unknown,
  after: unknown,
  at: Place,
  changes: FieldChange[],
): void {
  if (before === after) return;
  if (isRecord(before) && isRecord(after)) {
    compareMaps(before, after, at, changes);
  } else if (Array.isArray(before) && Array.isArray(after)) {
    compareLists(before, after, at, changes);
  } else {
    changes.push(changeOf(before, after, at));
  }
}

function changeOf(before: unknown, after: unknown, at: Place): FieldChange {
  return {
    path: at.path,
    fieldPath: at.fieldPath,
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
      type: childType(at.type, key),
    };
    compareValues(own(before, key), own(after, key), inner, changes);
  }
}

/** What every map inherits is no field of it. */
function own(map: Record<string, unknown>, key: string): unknown {
  return Object.hasOwn(map, key) ? map[key] : undefined;
}

function fieldStep(key: string): string {
  return /^[A-Za-z_][A-Za-z0-9_-]*$/.test(key)
    ? `.${key}`
    : `[${JSON.stringify(key)}]`;
}

/** Lists of things with names are known by them where Kubernetes says nothing else. */
const BY_NAME: KeyedType = { kind: 'keyed', keys: ['name'] };

function compareLists(
  before: readonly unknown[],
  after: readonly unknown[],
  at: Place,
  changes: FieldChange[],
): void {
  if (at.type?.kind === 'set' && sameItems(before, after)) return;
  const type = at.type?.kind === 'keyed' ? at.type : BY_NAME;
  const old = uniqueKeys(before, type);
  const now = uniqueKeys(after, type);
  if (old && now) {
    compareKeyed({ before, after, old, now, type }, at, changes);
  } else {
    compareInOrder(before, after, at, changes);
  }
}

function sameItems(
  before: readonly unknown[],
  after: readonly unknown[],
): boolean {
  const sorted = (list: readonly unknown[]) =>
    JSON.stringify(list.map(item => JSON.stringify(item)).sort(compareText));
  return sorted(before) === sorted(after);
}

/** Positions by key, or nothing where an item has none or two have the same. */
function uniqueKeys(
  list: readonly unknown[],
  type: KeyedType,
): Map<string, number> | undefined {
  const positions = indexByKey(list, type);
  if (!positions) return undefined;
  const unique = new Map<string, number>();
  for (const [key, [at, ...others]] of positions) {
    if (others.length > 0) return undefined;
    unique.set(key, at);
  }
  return unique;
}

interface KeyedLists {
  before: readonly unknown[];
  after: readonly unknown[];
  old: ReadonlyMap<string, number>;
  now: ReadonlyMap<string, number>;
  type: KeyedType;
}

function compareKeyed(
  { before, after, old, now, type }: KeyedLists,
  at: Place,
  changes: FieldChange[],
): void {
  const items = type.items;
  for (const key of new Set([...old.keys(), ...now.keys()])) {
    const [was, is] = [old.get(key), now.get(key)];
    const item = is === undefined ? before[was ?? 0] : after[is];
    const inner = {
      path: `${at.path}/${is ?? was ?? 0}`,
      fieldPath: `${at.fieldPath}${keyStep(item, type)}`,
      ...(items && { type: items }),
    };
    compareValues(
      was === undefined ? undefined : before[was],
      is === undefined ? undefined : after[is],
      inner,
      changes,
    );
  }
  const order = (keys: Iterable<string>) =>
    [...keys].filter(key => old.has(key) && now.has(key));
  const [orderBefore, orderAfter] = [order(old.keys()), order(now.keys())];
  // The items are the same, but init containers run in this order and env may build on what came before.
  if (orderBefore.join('\n') !== orderAfter.join('\n')) {
    changes.push(changeOf(orderBefore, orderAfter, at));
  }
}

function keyStep(item: unknown, type: KeyedType): string {
  const keys = listKeyOf(item, type)?.keys ?? {};
  const shown = Object.keys(keys)
    .sort(compareText)
    .filter(name => Object.keys(keys).length === 1 || isGiven(item, name))
    .map(name => `${name}=${JSON.stringify(keys[name])}`);
  return `[${shown.join(',')}]`;
}

/** Whether a key stands in the item, rather than being what the server would add. */
function isGiven(item: unknown, name: string): boolean {
  return isRecord(item) && item[name] !== undefined;
}

/** Without keys an index means little: a list of plain values is one value. */
function compareInOrder(
  before: readonly unknown[],
  after: readonly unknown[],
  at: Place,
  changes: FieldChange[],
): void {
  if (JSON.stringify(before) === JSON.stringify(after)) return;
  const plain = [...before, ...after].some(item => !isRecord(item));
  if (plain || before.length !== after.length) {
    changes.push(changeOf(before, after, at));
    return;
  }
  const items = at.type?.kind === 'list' ? at.type.items : undefined;
  after.forEach((item, i) =>
    compareValues(
      before[i],
      item,
      {
        path: `${at.path}/${i}`,
        fieldPath: `${at.fieldPath}[${i}]`,
        ...(items && { type: items }),
      },
      changes,
    ),
  );
}
