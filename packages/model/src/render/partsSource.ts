import type { Composition } from '../compose/composition';
import type { OrderedComponent } from '../compose/placement';
import type { Cluster } from '../kinds';
import type { Sourced } from '../load/sources';
import { firstPartsOf } from './firstParts';

/** What of a cluster's own file decides about its parts, besides what was composed of it. */
export interface PartsCluster {
  metadata: { name: string };
  /** Where problems are told. */
  source: Sourced<Cluster>['source'];
  spec: Pick<
    Cluster['spec'],
    'variant' | 'lifecycle' | 'removal' | 'deletionPolicy' | 'drift'
  >;
}

/**
 * All that the parts which a cluster's own engine applies are made from, once the objects of components and workspaces
 * are there. It's what {@link ownParts} are remembered by: whoever makes them reads nothing else.
 */
export interface PartsSource extends Pick<Composition, 'fleet' | 'ground'> {
  components: readonly OrderedComponent[];
  cluster: PartsCluster;
  /** Parts that the cluster gets from its manager. */
  first: ReadonlySet<string>;
}

export function partsSourceOf(composition: Composition): PartsSource {
  const { fleet, ground, cluster } = composition;
  const { components } = composition.placement;
  return {
    fleet,
    ground,
    components,
    cluster,
    first: firstPartsOf(composition),
  };
}
