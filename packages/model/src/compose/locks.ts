import type { ComponentEntry } from '../kinds';
import type { FleetSources } from '../load/sources';
import { versionKey } from '../load/sources';
import { ruleAt } from '../source/complaints';
import type { Complaints } from '../source/complaints';
import { isWithin } from '../source/pointer';
import type { EntryLock, EntryState } from './entryState';
import { overlay } from './merge';
import { changedLeaves, numbered } from './named';

/** The locks that bind a component: of the layer that requires it, and of later ones that open less. */
export function locksOf({ lock, narrowed }: EntryState): EntryLock[] {
  return lock ? [lock, ...narrowed] : [];
}

/** The first lock that keeps a field of a component's entry as it is. */
export function lockOn(
  state: EntryState,
  pointer: string,
): EntryLock | undefined {
  return locksOf(state).find(
    ({ overridable }) =>
      !overridable.some(allowed => isWithin(pointer, allowed)),
  );
}

/** What every lock leaves open. */
export function openFields(state: EntryState): string[] {
  const all = locksOf(state).flatMap(({ overridable }) => overridable);
  return [...new Set(all)].filter(pointer => !lockOn(state, pointer));
}

/** Whether a later layer's entry leaves alone what earlier ones locked; complains where it doesn't. */
export function keepsLocks(
  fleet: FleetSources,
  state: EntryState,
  entry: ComponentEntry,
  pointer: string,
  to: Complaints,
): boolean {
  if (!state.lock) return true;
  const open = openFields(state);
  let kept = true;
  for (const { field, place, message } of [
    ...settingBreaches(state, entry),
    ...valueBreaches(fleet, state, entry),
  ]) {
    const lock = lockOn(state, field);
    if (!lock) continue;
    kept = false;
    to.add(`${pointer}${place}`, message, {
      rule: ruleAt(
        lock.layer.source,
        `${lock.pointer}/required`,
        'marks it required.',
      ),
      remedy:
        open.length > 0
          ? `Allowed here: ${open.join(', ')}.`
          : 'Nothing of it may be changed here.',
    });
  }
  return kept;
}

/** A change that a lock may forbid: of which field, where in the entry, and in words. */
interface Breach {
  field: string;
  place: string;
  message: string;
}

function settingBreaches(state: EntryState, entry: ComponentEntry): Breach[] {
  const { name } = state;
  const breaches: Breach[] = [];
  const add = (field: string, message: string) =>
    breaches.push({ field, place: field, message });
  if (entry.enabled !== undefined && entry.enabled !== state.enabled) {
    add(
      '/enabled',
      `${name} can't be ${entry.enabled ? 'enabled' : 'disabled'}`,
    );
  }
  if (entry.version !== undefined && entry.version !== state.version) {
    add('/version', versionBreach(state, entry.version));
  }
  if (entry.required === false) {
    add('/required', `${name} can't be made optional`);
  }
  if (entry.patchable !== undefined && entry.patchable !== state.patchable) {
    add(
      '/patchable',
      `${name} can't be made ${entry.patchable ? '' : 'un'}patchable`,
    );
  }
  const wider = (entry.overridable ?? []).find(wanted => lockOn(state, wanted));
  if (wider !== undefined) {
    add('/overridable', `${wider} of ${name} can't be made overridable`);
  }
  return breaches;
}

function versionBreach({ name, version }: EntryState, wanted: string): string {
  return version === undefined
    ? `${name} can't be set to ${wanted}`
    : `${name} can't be changed from ${version} to ${wanted}`;
}

/** Leaves of the values that would change. Saying again what holds already changes nothing. */
function valueBreaches(
  fleet: FleetSources,
  state: EntryState,
  entry: ComponentEntry,
): Breach[] {
  if (!entry.values) return [];
  const { values } = entry;
  const now = rawValues(fleet, state);
  const merged = overlay(now, values);
  return changedLeaves(now, merged).map(leaf => ({
    field: `/values${leaf}`,
    place: `/values${numbered(values, leaf)}`,
    message: `${state.name}: values${leaf.replace(
      /\//g,
      '.',
    )} can't be changed`,
  }));
}

/** A component's values as its layers so far give them, expressions unread. */
export function rawValues(fleet: FleetSources, state: EntryState): unknown {
  const own =
    state.version === undefined
      ? undefined
      : fleet.components.get(
          versionKey({ name: state.name, version: state.version }),
        );
  return state.values.reduce<unknown>(
    (values, layer) => overlay(values, layer.value),
    own?.spec.values ?? {},
  );
}
