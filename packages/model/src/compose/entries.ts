import type { ComponentEntry } from '../kinds';
import type { FleetSources } from '../load/sources';
import { versionKey } from '../load/sources';
import type { Problem } from '../problems';
import { Complaints, ruleAt } from '../source/complaints';
import { escapeStep, isRecord, isWithin, valueAt } from '../source/pointer';
import type { Layer } from './layers';
import { merge } from './merge';
import type { Contribution } from './merge';

/** A component on its way through the layers. */
export interface EntryState {
  name: string;
  version?: string;
  enabled: boolean;
  patchable: boolean;
  /** The layer that first gave the version, or that named it first. */
  from: { layer: Layer; pointer: string };
  /** The layer that switched it off last. */
  disabledBy?: { layer: Layer; pointer: string };
  /** Each layer's values, the earliest first. */
  values: Contribution[];
  lock?: EntryLock;
}

/** What a layer said with `required`: it binds every later layer. */
export interface EntryLock {
  layer: Layer;
  pointer: string;
  overridable: string[];
}

/** Takes the `components` of every layer together by name, with locks holding. */
export function composeEntries(
  fleet: FleetSources,
  layers: readonly Layer[],
): { entries: Map<string, EntryState>; problems: Problem[] } {
  const entries = new Map<string, EntryState>();
  const problems = layers.flatMap(layer => {
    const to = new Complaints(layer.source);
    (layer.components ?? []).forEach((entry, i) => {
      const pointer = `${layer.pointer}/components/${i}`;
      const state = entries.get(entry.name) ?? newState(entry, layer, pointer);
      entries.set(entry.name, state);
      if (keepsLock(fleet, state, entry, pointer, to)) {
        apply(state, entry, layer, pointer);
      }
    });
    return to.problems;
  });
  return { entries, problems };
}

function newState(
  entry: ComponentEntry,
  layer: Layer,
  pointer: string,
): EntryState {
  return {
    name: entry.name,
    enabled: true,
    patchable: false,
    from: { layer, pointer },
    values: [],
  };
}

function apply(
  state: EntryState,
  entry: ComponentEntry,
  layer: Layer,
  pointer: string,
): void {
  if (entry.version !== undefined && entry.version !== state.version) {
    state.version = entry.version;
    state.from = { layer, pointer };
  }
  if (entry.enabled !== undefined) {
    state.enabled = entry.enabled;
    state.disabledBy = entry.enabled ? undefined : { layer, pointer };
  }
  if (entry.patchable !== undefined) state.patchable = entry.patchable;
  if (entry.values) {
    state.values.push({
      layer: layer.title,
      source: layer.source,
      pointer: `${pointer}/values`,
      value: entry.values,
    });
  }
  if (entry.required && !state.lock) {
    state.lock = { layer, pointer, overridable: entry.overridable ?? [] };
  }
}

/** Whether a later layer's entry leaves alone what an earlier one locked; complains where it doesn't. */
function keepsLock(
  fleet: FleetSources,
  state: EntryState,
  entry: ComponentEntry,
  pointer: string,
  to: Complaints,
): boolean {
  const { lock } = state;
  if (!lock) return true;
  const breaches = [
    ...settingBreaches(state, entry),
    ...valueBreaches(fleet, state, entry),
  ].filter(([at]) => !lock.overridable.some(allowed => isWithin(at, allowed)));
  for (const [at, message] of breaches) {
    to.add(`${pointer}${at}`, message, {
      rule: ruleAt(
        lock.layer.source,
        `${lock.pointer}/required`,
        'marks it required.',
      ),
      remedy:
        lock.overridable.length > 0
          ? `Allowed here: ${lock.overridable.join(', ')}.`
          : 'Nothing of it may be changed here.',
    });
  }
  return breaches.length === 0;
}

type Breach = [pointer: string, message: string];

function settingBreaches(state: EntryState, entry: ComponentEntry): Breach[] {
  const { name } = state;
  const breaches: Breach[] = [];
  if (entry.enabled === false) {
    breaches.push(['/enabled', `${name} can't be disabled`]);
  }
  if (entry.version !== undefined && entry.version !== state.version) {
    breaches.push([
      '/version',
      `${name} can't be changed from ${state.version} to ${entry.version}`,
    ]);
  }
  if (entry.required === false) {
    breaches.push(['/required', `${name} can't be made optional`]);
  }
  if (entry.patchable !== undefined && entry.patchable !== state.patchable) {
    breaches.push([
      '/patchable',
      `${name} can't be made ${entry.patchable ? '' : 'un'}patchable`,
    ]);
  }
  const wider = (entry.overridable ?? []).find(
    wanted =>
      !state.lock?.overridable.some(allowed => isWithin(wanted, allowed)),
  );
  if (wider !== undefined) {
    breaches.push([
      '/overridable',
      `${wider} of ${name} can't be made overridable`,
    ]);
  }
  return breaches;
}

/** Leaves of the values that would change. Saying again what holds already changes nothing. */
function valueBreaches(
  fleet: FleetSources,
  state: EntryState,
  entry: ComponentEntry,
): Breach[] {
  if (!entry.values) return [];
  const now = rawValues(fleet, state);
  return leavesOf(entry.values).flatMap(([pointer, value]): Breach[] => {
    const before = valueAt(now, pointer);
    const gone = value === null && before === undefined;
    if (gone || JSON.stringify(before) === JSON.stringify(value)) return [];
    return [
      [
        `/values${pointer}`,
        `${state.name}: values${pointer.replace(/\//g, '.')} can't be changed`,
      ],
    ];
  });
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
    (values, layer) => merge(values, layer),
    own?.spec.values ?? {},
  );
}

function leavesOf(value: unknown, pointer = ''): [string, unknown][] {
  if (!isRecord(value)) return [[pointer, value]];
  return Object.entries(value).flatMap(([key, item]) =>
    leavesOf(item, `${pointer}/${escapeStep(key)}`),
  );
}
