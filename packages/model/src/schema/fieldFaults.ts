import { isRecord } from '../source/pointer';
import type { FieldType, Structure } from './FieldType';

/** A field that its kind doesn't have, or a value that the field doesn't take. */
export type FieldFault =
  | { steps: Step[]; unknown: true; known: readonly string[] }
  | {
      steps: Step[];
      unknown: false;
      wants: FieldType['holds'];
      value: unknown;
    };

/** A key of a map, or the number of a list's item. */
export type Step = string | number;

/** Maps and lists in which nothing is wrong, as values of a type: what many objects share is walked once. */
const sound = new WeakMap<object, FieldType>();
const learnt = new WeakSet<object>();

/** Remembers the sound parts of an object from which others are made. */
export function learnSound(object: object, type: FieldType): void {
  if (learnt.has(object)) return;
  learnt.add(object);
  faultsIn(object, type, [], true);
}

/** What the API server would refuse or drop of a value. `null` is nothing to it. */
export function fieldFaults(value: unknown, type: FieldType): FieldFault[] {
  return faultsIn(value, type, [], false);
}

function faultsIn(
  value: unknown,
  type: FieldType,
  steps: Step[],
  learn: boolean,
): FieldFault[] {
  if (value === null || value === undefined) return [];
  if (type.holds === 'anything') return [];
  if (typeof value !== 'object') {
    return takes(type.holds, value) ? [] : [wrongType(type, value, steps)];
  }
  if (sound.get(value) === type) return [];
  const faults = faultsInside(value, type, steps, learn);
  if (learn && faults.length === 0) sound.set(value, type);
  return faults;
}

function faultsInside(
  value: object,
  type: FieldType,
  steps: Step[],
  learn: boolean,
): FieldFault[] {
  if (type.holds === 'list' && Array.isArray(value)) {
    return value.flatMap((item, i) =>
      faultsIn(item, type.of, [...steps, i], learn),
    );
  }
  if (isRecord(value)) {
    if (type.holds === 'map') {
      return Object.entries(value).flatMap(([key, item]) =>
        faultsIn(item, type.of, [...steps, key], learn),
      );
    }
    if (type.holds === 'fields') {
      return Object.entries(value).flatMap(([key, item]) =>
        faultsOfField(key, item, type, steps, learn),
      );
    }
  }
  return [wrongType(type, value, steps)];
}

function faultsOfField(
  key: string,
  value: unknown,
  { fields, open }: Structure,
  steps: Step[],
  learn: boolean,
): FieldFault[] {
  const type = fields.get(key);
  if (type) return faultsIn(value, type, [...steps, key], learn);
  if (open || value === null || value === undefined) return [];
  return [{ steps: [...steps, key], unknown: true, known: [...fields.keys()] }];
}

function wrongType(
  { holds: wants }: FieldType,
  value: unknown,
  steps: Step[],
): FieldFault {
  return { steps, unknown: false, wants, value };
}

function takes(wants: FieldType['holds'], value: unknown): boolean {
  switch (wants) {
    case 'string':
    case 'boolean':
      return typeof value === wants;
    case 'number':
      return typeof value === 'number';
    case 'integer':
      return Number.isInteger(value);
    case 'integer or string':
      return typeof value === 'string' || Number.isInteger(value);
    case 'quantity':
      return typeof value === 'string' || typeof value === 'number';
    default:
      return false;
  }
}
