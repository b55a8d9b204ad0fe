import { KubeObject, ManagedFieldsEntry } from '../object';
import { parseFieldPath } from '../path/fieldPath';
import { Step } from '../path/step';
import { FieldManager } from '../types';
import { managerKind } from './managerKind';
import { fieldManager, owns } from './ownedFields';

/**
 * Who owns a field of a live object. Of several owners the one that changed
 * it last is named, and a person before the engine.
 *
 * @param live - the object with its `metadata.managedFields`
 * @param fieldPath - such as `.spec.template.spec.containers[name="app"].image`
 * @returns undefined when nobody owns it: a default, or a field that is gone
 * @throws Error when `fieldPath` can't be read
 *
 * @public
 */
export function managerOf(
  live: KubeObject,
  fieldPath: string,
): FieldManager | undefined {
  return ownerOf(live, parseFieldPath(fieldPath));
}

export function ownerOf(
  live: KubeObject,
  steps: readonly Step[],
): FieldManager | undefined {
  let best: { entry: ManagedFieldsEntry; rank: string } | undefined;
  for (const entry of live.metadata.managedFields ?? []) {
    const owned =
      entry.subresource === 'status' ? undefined : owns(entry, steps);
    if (owned) {
      const rank = rankOf(entry, owned);
      if (!best || rank > best.rank) best = { entry, rank };
    }
  }
  return best && fieldManager(best.entry);
}

/** Sorts by how exactly it owns, then by time, then people before engines. */
function rankOf(entry: ManagedFieldsEntry, owned: 'exactly' | 'partly') {
  const exact = owned === 'exactly' ? '1' : '0';
  const hand = managerKind(entry.manager ?? '') === 'engine' ? '0' : '1';
  return `${exact} ${entry.time ?? ''} ${hand}`;
}
