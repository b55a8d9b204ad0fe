import { ManagedFieldsEntry } from '../object';
import { isScalar } from '../path/fieldPath';
import { Scalar, Step } from '../path/step';
import { FieldManager } from '../types';

/** One member of a `fieldsV1` node, read. */
export interface OwnedMember {
  step: Step;
  node: Record<string, unknown>;
}

/** The members of a `fieldsV1` node, without the node itself (`.`). */
export function membersOf(node: Record<string, unknown>): OwnedMember[] {
  const members: OwnedMember[] = [];
  for (const name of Object.keys(node)) {
    const step = stepOf(name);
    if (step) members.push({ step, node: treeOf(node[name]) });
  }
  return members;
}

export function treeOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null
    ? (value as Record<string, unknown>)
    : {};
}

function stepOf(member: string): Step | undefined {
  const rest = member.slice(2);
  switch (member.slice(0, 2)) {
    case 'f:':
      return { kind: 'field', name: rest };
    case 'i:':
      return { kind: 'index', index: Number(rest) };
    case 'k:': {
      const keys = scalars(readJson(rest));
      return keys && { kind: 'keys', keys };
    }
    case 'v:': {
      const value = readJson(rest);
      return isScalar(value) ? { kind: 'value', value } : undefined;
    }
    default:
      return undefined;
  }
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function scalars(value: unknown): Record<string, Scalar> | undefined {
  const keys: Record<string, Scalar> = {};
  for (const [name, one] of Object.entries(treeOf(value))) {
    if (!isScalar(one)) return undefined;
    keys[name] = one;
  }
  return keys;
}

/** Whether an entry owns a place, something above it as a whole, or something in it. */
export function owns(
  entry: ManagedFieldsEntry,
  steps: readonly Step[],
): 'exactly' | 'partly' | undefined {
  let node = treeOf(entry.fieldsV1);
  for (let depth = 0; depth < steps.length; depth++) {
    const member = membersOf(node).find(one =>
      sameStep(one.step, steps[depth]),
    );
    if (!member) {
      // A leaf above the place is an atomic list or map, owned as a whole.
      const atomic =
        depth > 0 && membersOf(node).length === 0 && !('.' in node);
      return atomic ? 'exactly' : undefined;
    }
    node = member.node;
  }
  return membersOf(node).length === 0 || '.' in node ? 'exactly' : 'partly';
}

/** Whether an entry owns something in what stands at a place. */
export function ownsWithin(
  entry: ManagedFieldsEntry,
  steps: readonly Step[],
): boolean {
  let node = treeOf(entry.fieldsV1);
  for (const step of steps) {
    const member = membersOf(node).find(one => sameStep(one.step, step));
    if (!member) return false;
    node = member.node;
  }
  return membersOf(node).length > 0;
}

function sameStep(one: Step, other: Step): boolean {
  if (one.kind === 'field') {
    return other.kind === 'field' && one.name === other.name;
  }
  if (one.kind === 'keys') {
    return (
      other.kind === 'keys' &&
      Object.entries(one.keys).every(
        ([name, value]) => other.keys[name] === value,
      )
    );
  }
  if (one.kind === 'value') {
    return other.kind === 'value' && one.value === other.value;
  }
  return (
    one.kind === 'index' && other.kind === 'index' && one.index === other.index
  );
}

/** An entry of `managedFields` as findings name it. */
export function fieldManager(entry: ManagedFieldsEntry): FieldManager {
  return {
    name: entry.manager || 'unknown',
    operation: entry.operation === 'Apply' ? 'Apply' : 'Update',
    ...(entry.subresource ? { subresource: entry.subresource } : {}),
    ...(entry.time ? { time: entry.time } : {}),
  };
}
