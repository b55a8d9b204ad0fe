import type { Layer } from './layers';
import type { Contribution } from './merge';

/** A component on its way through the layers. */
export interface EntryState {
  name: string;
  version?: string;
  enabled: boolean;
  patchable: boolean;
  /** The layer that gave the version, or that named it first. */
  from: { layer: Layer; pointer: string };
  /** The layer that switched it off last. */
  disabledBy?: { layer: Layer; pointer: string };
  /** Each layer's values, the earliest first. */
  values: Contribution[];
  /** The layer that requires it. */
  lock?: EntryLock;
  /** Later layers that require it too: what one of them doesn't leave open is locked. */
  narrowed: EntryLock[];
}

/** What a layer said with `required`: it binds every later layer. */
export interface EntryLock {
  layer: Layer;
  pointer: string;
  overridable: string[];
}

/** A component that nothing has been said of yet. */
export function newState(
  name: string,
  layer: Layer,
  pointer: string,
): EntryState {
  return {
    name,
    enabled: true,
    patchable: false,
    from: { layer, pointer },
    values: [],
    narrowed: [],
  };
}
