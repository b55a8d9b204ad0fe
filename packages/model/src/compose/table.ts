import type { Provider } from '../kinds';
import type { Sourced } from '../load/sources';
import { escapeStep } from '../source/pointer';
import type { EntryState } from './entryState';
import { providerTitle } from './layers';

/** A component as a provider's table of capabilities pins it. */
export interface Pinned {
  version: string;
  from: EntryState['from'];
}

/** What the provider's table has for a capability, and where it says so. */
export function pinnedFor(
  provider: Sourced<Provider>,
  capability: string,
): (Pinned & { name: string }) | undefined {
  const ref = provider.spec.capabilities?.[capability];
  if (!ref) return undefined;
  const layer = {
    title: providerTitle(provider),
    source: provider.source,
    pointer: '/spec',
  };
  const pointer = `/spec/capabilities/${escapeStep(capability)}`;
  return { ...ref, from: { layer, pointer } };
}

/** The table's version of a component, whatever capability it is there for. */
export function pinnedAs(
  provider: Sourced<Provider>,
  name: string,
): Pinned | undefined {
  const capability = Object.entries(provider.spec.capabilities ?? {}).find(
    ([, ref]) => ref.name === name,
  )?.[0];
  return capability === undefined ? undefined : pinnedFor(provider, capability);
}
