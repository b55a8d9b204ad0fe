import type { ComponentEntry, Provider } from '../kinds';
import type { FleetSources, Sourced } from '../load/sources';
import type { Problem } from '../problems';
import { Complaints, ruleAt } from '../source/complaints';
import type { Layer } from './layers';
import { newState } from './entryState';
import type { EntryState } from './entryState';
import { keepsLocks } from './locks';
import { pinnedAs } from './table';

/** Takes the `components` of every layer together by name, with locks holding. */
export function composeEntries(
  fleet: FleetSources,
  provider: Sourced<Provider>,
  layers: readonly Layer[],
): { entries: Map<string, EntryState>; problems: Problem[] } {
  const entries = new Map<string, EntryState>();
  const problems = layers.flatMap(layer => {
    const to = new Complaints(layer.source);
    (layer.components ?? []).forEach((entry, i) => {
      const pointer = `${layer.pointer}/components/${i}`;
      const known = entries.get(entry.name);
      const state = known ?? newState(entry.name, layer, pointer);
      entries.set(entry.name, state);
      const opens = opensItself(known, entry, layer, pointer, to);
      if (!opens && keepsLocks(fleet, state, entry, pointer, to)) {
        apply(state, entry, layer, pointer);
        takePinned(provider, state);
      }
    });
    return to.problems;
  });
  return { entries, problems };
}

/**
 * `patchable` opens a component to later layers, and none comes after the cluster: of what others
 * brought it can't open anything for itself.
 */
function opensItself(
  known: EntryState | undefined,
  { name, version, patchable }: ComponentEntry,
  layer: Layer,
  pointer: string,
  to: Complaints,
): boolean {
  const ownAddition = !known && version !== undefined;
  if (!layer.ofCluster || !patchable || known?.patchable || ownAddition) {
    return false;
  }
  to.add(`${pointer}/patchable`, `a cluster can't make ${name} patchable`, {
    ...(known && {
      rule: ruleAt(known.from.layer.source, known.from.pointer, 'names it.'),
    }),
    remedy: 'Set its values instead, or ask for patchable: true in the model.',
  });
  return true;
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
  if (!entry.required) return;
  const lock = { layer, pointer, overridable: entry.overridable ?? [] };
  if (state.lock) state.narrowed.push(lock);
  else state.lock = lock;
}

/** What a required component without a version of its own is: a lock holds the provider's. */
function takePinned(provider: Sourced<Provider>, state: EntryState): void {
  if (!state.lock || state.version !== undefined) return;
  const pinned = pinnedAs(provider, state.name);
  if (pinned) Object.assign(state, pinned);
}
