import type { Cluster } from '../kinds';
import type { PartsSource } from './partsSource';

/** What one of those who may say so says of drift. */
export interface DriftLayer {
  /** The part that it's about; absent: all. */
  part?: string;
  drift: Omit<NonNullable<Cluster['spec']['drift']>, 'dryRun'>;
}

/** What is said of drift in a cluster: by the fleet, the models, the variant, the components, the cluster; in this order. */
export function driftLayers({
  fleet: { fleet },
  ground: { lineage },
  cluster,
  components,
}: PartsSource): DriftLayer[] {
  const variants = lineage
    .flatMap(model => model.spec.variants ?? [])
    .filter(({ name }) => name === cluster.spec.variant);
  const layers: { part?: string; drift?: DriftLayer['drift'] }[] = [
    fleet.spec,
    ...lineage.map(model => model.spec),
    ...variants,
    ...components.map(({ name, definition }) => ({
      part: `components/${name}`,
      drift: definition.spec.drift,
    })),
    cluster.spec,
  ];
  return layers.flatMap(({ part, drift }) => (drift ? { part, drift } : []));
}
