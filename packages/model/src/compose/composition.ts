import type { Cluster } from '../kinds';
import type { Scope } from '../expressions/scope';
import type { FleetSources, Sourced } from '../load/sources';
import type { ComposedCluster } from './composed';
import type { Ground, Layer } from './layers';
import type { Trace } from './merge';
import type { OrderedComponent, Placement } from './placement';
import type { ComposedShape } from './shape';
import type { ComposedVariables } from './variables';
import type { PlacedWorkspace } from './workspaces';

/** A component in its cluster, with all that rendering needs. */
export interface PlacedComponent extends OrderedComponent {
  values: Record<string, unknown>;
  trace: Trace;
}

/** A composed cluster with the sources and traces behind it. */
export interface Composition {
  fleet: FleetSources;
  cluster: Sourced<Cluster>;
  ground: Ground;
  layers: Layer[];
  variables: ComposedVariables;
  shape: ComposedShape;
  /** What expressions see, `values` and `pool` apart. */
  scope: Scope;
  placement: Placement;
  /** In dependency order; shared by clusters, so nobody may change it. */
  components: readonly PlacedComponent[];
  workspaces: PlacedWorkspace[];
  composed: ComposedCluster;
}
