import { KubeObject, ManagedFieldsEntry } from '../object';
import { membersOf, treeOf } from '../managers/ownedFields';
import { lookUp } from '../path/lookUp';
import { Step } from '../path/step';
import { canonicalJson } from '../scalar/canonicalJson';
import { OwnedLeaf } from './ownedLeaves';

/** A change of one declared place, as a person makes it. */
export interface Mutation {
  kind: 'replace' | 'remove';
  leaf: OwnedLeaf;
  live: KubeObject;
}

const AUTHOR = 'kubectl-edit';
const TIME = '2026-11-21T08:58:54Z';

/**
 * Changes a place of a live object, or takes it away, and does to
 * `managedFields` what the API server does: the author owns what was set, and
 * nobody owns what is gone.
 *
 * @param turn - a number that chooses among the ways to change a value
 * @returns undefined where there is nothing to change: the server holds no value there
 */
export function mutate(
  { desired, live }: { desired: KubeObject; live: KubeObject },
  leaf: OwnedLeaf,
  kind: Mutation['kind'],
  turn: number,
): Mutation | undefined {
  const value = lookUp(live, leaf.steps);
  if (value === undefined || value === null) return undefined;
  if (kind === 'remove') {
    const changed = edited(live, leaf.steps, undefined);
    return { kind, leaf, live: owned(changed, leaf.steps, false) };
  }
  const declared = lookUp(desired, leaf.steps);
  const other = leaf.isItem ? undefined : otherThan(value, turn, declared);
  // Some changes by hand only bring about what Git says.
  const isRight = canonicalJson(other ?? null) === canonicalJson(declared);
  if (other === undefined || isRight) return undefined;
  const changed = edited(live, leaf.steps, other);
  return { kind, leaf, live: owned(changed, leaf.steps, true) };
}

/**
 * A value of the same type that is another one; undefined where there is none.
 *
 * @param declared - within a list or map that is owned as a whole only what Git declares is changed
 */
export function otherThan(
  value: unknown,
  turn: number,
  declared: unknown = value,
): unknown {
  if (typeof value === 'string') return turn % 2 ? `${value}x` : `x${value}`;
  if (typeof value === 'number') return value + 1 + (turn % 3);
  if (typeof value === 'boolean') return !value;
  if (Array.isArray(value)) return otherList(value, turn, declared);
  if (!isMap(value) || !isMap(declared)) return undefined;
  const names = Object.keys(declared).filter(name => name in value);
  if (names.length === 0) return undefined;
  const name = names[turn % names.length];
  const other = otherThan(value[name], turn, declared[name]);
  return other === undefined ? undefined : { ...value, [name]: other };
}

/** An item less, the first one twice, or one that is different; never none at all, which has no author. */
function otherList(
  list: readonly unknown[],
  turn: number,
  declared: unknown,
): unknown {
  if (list.length === 0) return undefined;
  if (turn % 3 === 0 && list.length > 1) return list.slice(1);
  if (turn % 3 === 1) return [list[0], ...list];
  const at = turn % list.length;
  const known = Array.isArray(declared) ? declared[at] : undefined;
  const other = otherThan(list[at], turn, known);
  return other === undefined
    ? [...list, list[0]]
    : list.map((item, index) => (index === at ? other : item));
}

/** A copy with another value at a place; what isn't on the way there is shared. */
export function edited(
  object: KubeObject,
  steps: readonly Step[],
  value: unknown,
): KubeObject {
  const { metadata, ...rest } = object;
  const [first, ...others] = steps;
  if (first.kind !== 'field') return object;
  if (first.name === 'metadata') {
    const changed = withChange(metadata, others, value);
    return { ...object, metadata: { ...metadata, ...treeOf(changed) } };
  }
  const changed: Record<string, unknown> = { ...rest };
  if (steps.length > 1 || value !== undefined) {
    changed[first.name] = withChange(rest[first.name], others, value);
  } else delete changed[first.name];
  const { apiVersion, kind } = object;
  return { ...changed, apiVersion, kind, metadata };
}

function withChange(
  node: unknown,
  steps: readonly Step[],
  value: unknown,
): unknown {
  const [step, ...others] = steps;
  if (!step) return value;
  if (Array.isArray(node)) {
    const item = lookUp(node, [step]);
    if (others.length === 0 && value === undefined) {
      return node.filter(one => one !== item);
    }
    return node.map(one =>
      one === item ? withChange(one, others, value) : one,
    );
  }
  if (!isMap(node) || step.kind !== 'field') return node;
  const copy = { ...node };
  if (others.length === 0 && value === undefined) delete copy[step.name];
  else copy[step.name] = withChange(node[step.name], others, value);
  return copy;
}

function owned(
  live: KubeObject,
  steps: readonly Step[],
  byAuthor: boolean,
): KubeObject {
  const names = steps.map(memberOf);
  const managedFields: ManagedFieldsEntry[] = (
    live.metadata.managedFields ?? []
  ).map(entry => ({
    ...entry,
    fieldsV1: without(treeOf(entry.fieldsV1), names),
  }));
  if (byAuthor) {
    managedFields.push({
      manager: AUTHOR,
      operation: 'Update',
      time: TIME,
      fieldsV1: names.reduceRight<object>(
        (node, name) => ({ [name]: node }),
        {},
      ),
    });
  }
  return { ...live, metadata: { ...live.metadata, managedFields } };
}

function memberOf(step: Step): string {
  switch (step.kind) {
    case 'field':
      return `f:${step.name}`;
    case 'keys':
      return `k:${JSON.stringify(step.keys)}`;
    case 'value':
      return `v:${JSON.stringify(step.value)}`;
    case 'index':
      return `i:${step.index}`;
    default:
      throw new Error('no server owns any item');
  }
}

function without(
  node: Record<string, unknown>,
  names: readonly string[],
): Record<string, unknown> {
  const [name, ...others] = names;
  if (!(name in node)) return node;
  const { [name]: child, ...rest } = node;
  if (others.length === 0) return rest;
  const left = without(treeOf(child), others);
  // An entry of whose field nothing is left owns that field no more.
  return membersOf(left).length === 0 && !('.' in left)
    ? rest
    : { ...rest, [name]: left };
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
