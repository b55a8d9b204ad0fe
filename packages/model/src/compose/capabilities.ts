import type { Component } from '../kinds';
import type { FleetSources, Sourced } from '../load/sources';
import { versionKey } from '../load/sources';
import { compareText } from '../problems';
import type { Complaints } from '../source/complaints';
import { ruleAt } from '../source/complaints';
import { newState } from './entryState';
import type { EntryState } from './entryState';
import type { Ground, Layer } from './layers';
import { pinnedFor } from './table';
import type { ComposedShape } from './shape';

/** A component that is in the cluster, with its definition. */
export interface PlacedEntry {
  state: EntryState;
  definition: Sourced<Component>;
  /** The capability for which the provider's table brought it. */
  capability?: string;
}

/** Who asks for a capability, and where. */
interface Asking {
  source: Layer['source'];
  pointer: string;
}

/** What pools with bounds ask for; where the provider's table lacks it, the infrastructure scales them itself. */
const AUTOSCALING = 'autoscaling';

/**
 * The capabilities of a cluster: those that its provider's nodes need to become Ready, those of the
 * last layer that lists any, and an autoscaler for pools that want one.
 *
 * @param shape - absent where nobody has chosen yet what pools there are
 */
export function capabilitiesOf(
  { provider }: Ground,
  layers: readonly Layer[],
  shape?: ComposedShape,
): { names: string[]; askedBy: Map<string, Asking> } {
  const askedBy = new Map<string, Asking>();
  for (const name of provider.spec.nodesNeed ?? []) {
    askedBy.set(name, { source: provider.source, pointer: '/spec/nodesNeed' });
  }
  const layer = [...layers].reverse().find(l => l.capabilities);
  for (const name of layer?.capabilities ?? []) {
    if (!layer || askedBy.has(name)) continue;
    const pointer = `${layer.pointer}/capabilities`;
    askedBy.set(name, { source: layer.source, pointer });
  }
  const scaled = shape && askingToScale(shape);
  if (scaled && provider.spec.capabilities?.[AUTOSCALING]) {
    askedBy.set(AUTOSCALING, askedBy.get(AUTOSCALING) ?? scaled);
  }
  return { names: [...askedBy.keys()], askedBy };
}

/** Where the bounds of the first pool that has some were set. */
function askingToScale({ shape, trace }: ComposedShape): Asking | undefined {
  const pools = shape.workerPools ?? [];
  const index = pools.findIndex(({ autoscaling }) => autoscaling);
  if (index < 0) return undefined;
  return trace.at(`/workerPools/${index}/autoscaling`).at(-1);
}

/**
 * Gives each capability one component: one that a layer named, otherwise the one of the provider's
 * table. `to` is the cluster's file.
 */
export function placeComponents(
  fleet: FleetSources,
  ground: Ground,
  layers: readonly Layer[],
  entries: Map<string, EntryState>,
  to: Complaints,
  shape?: ComposedShape,
): Map<string, PlacedEntry> {
  const capabilities = capabilitiesOf(ground, layers, shape);
  const broughtFor = new Map<string, string>();
  for (const capability of capabilities.names) {
    const named = [...entries.values()].some(
      state =>
        state.enabled &&
        definitionOf(fleet, state)?.spec.provides?.includes(capability),
    );
    if (named) continue;
    const name = fromTable(
      fleet,
      ground,
      capability,
      entries,
      capabilities.askedBy.get(capability),
      to,
    );
    if (name) broughtFor.set(name, capability);
  }
  const result = placed(fleet, entries, broughtFor, to);
  rivalProblems(result, to);
  return result;
}

/** One provider a capability, asked for or not: two would both answer. */
function rivalProblems(
  all: ReadonlyMap<string, PlacedEntry>,
  to: Complaints,
): void {
  const providers = new Map<string, string[]>();
  for (const [name, { definition }] of all) {
    for (const capability of new Set(definition.spec.provides)) {
      const rivals = providers.get(capability);
      if (rivals) rivals.push(name);
      else providers.set(capability, [name]);
    }
  }
  for (const [capability, names] of providers) {
    if (names.length === 1) continue;
    to.add(
      '/spec/components',
      `${capability} has two providers: ${[...names]
        .sort(compareText)
        .join(' and ')}`,
      { remedy: 'Disable one of them.' },
    );
  }
}

/** Brings in what the provider's table names for a capability; returns its name. */
function fromTable(
  fleet: FleetSources,
  { provider }: Ground,
  capability: string,
  entries: Map<string, EntryState>,
  asking: Asking | undefined,
  to: Complaints,
): string | undefined {
  const ref = pinnedFor(provider, capability);
  const who = {
    rule:
      asking &&
      ruleAt(asking.source, asking.pointer, `asks for ${capability}.`),
  };
  const could = [...fleet.components.values()]
    .filter(c => c.spec.provides?.includes(capability))
    .map(c => `${c.metadata.name} ${c.spec.version}`);
  const remedy =
    could.length > 0
      ? `These could: ${could.join(', ')}.`
      : `No component of this fleet provides ${capability}.`;
  if (!ref) {
    to.add(
      '/spec/provider',
      `nothing provides ${capability} on ${provider.metadata.name}`,
      { ...who, remedy },
    );
    return undefined;
  }
  const state = entries.get(ref.name);
  if (state && !state.enabled && state.disabledBy) {
    const { layer, pointer } = state.disabledBy;
    to.add(
      '/spec/components',
      `nothing provides ${capability}: ${ref.name} is disabled`,
      {
        rule: ruleAt(layer.source, `${pointer}/enabled`, 'disables it.'),
        remedy,
      },
    );
    return undefined;
  }
  const { from } = ref;
  if (!state) {
    const brought = newState(ref.name, from.layer, from.pointer);
    entries.set(ref.name, { ...brought, version: ref.version });
    return ref.name;
  }
  if (state.version === undefined) {
    state.version = ref.version;
    state.from = from;
  }
  return ref.name;
}

function definitionOf(
  fleet: FleetSources,
  { name, version }: EntryState,
): Sourced<Component> | undefined {
  return version === undefined
    ? undefined
    : fleet.components.get(versionKey({ name, version }));
}

function placed(
  fleet: FleetSources,
  entries: Map<string, EntryState>,
  broughtFor: Map<string, string>,
  to: Complaints,
): Map<string, PlacedEntry> {
  const result = new Map<string, PlacedEntry>();
  for (const [name, state] of entries) {
    if (!state.enabled) continue;
    const definition = definitionOf(fleet, state);
    if (definition) {
      result.set(name, { state, definition, capability: broughtFor.get(name) });
    } else {
      complainUnplaced(fleet, state, to);
    }
  }
  return result;
}

function complainUnplaced(
  fleet: FleetSources,
  { name, version, from }: EntryState,
  to: Complaints,
): void {
  const rule = ruleAt(from.layer.source, from.pointer, `names ${name}.`);
  const versions = [...fleet.components.values()]
    .filter(c => c.metadata.name === name)
    .map(c => c.spec.version);
  const remedy =
    versions.length > 0 ? `There is: ${versions.join(', ')}.` : undefined;
  if (version === undefined) {
    to.add('/spec/components', `${name} has no version in this cluster`, {
      rule,
      remedy,
    });
  } else {
    to.addFollowing(
      '/spec/components',
      `${name} ${version} is missing or has errors of its own`,
      { rule, remedy },
    );
  }
}
