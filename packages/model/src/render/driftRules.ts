import type { IgnoreRule } from '@flotilla/drift';
import { composeCluster } from '../compose/compose';
import { lineageOf } from '../load/lineage';
import { versionKey } from '../load/sources';
import type { FleetSources } from '../load/sources';

/** A rule about what isn't drift in a cluster, or in one part of it. @public */
export interface DriftRule extends IgnoreRule {
  /** Absent: in every part. */
  part?: string;
}

/**
 * What isn't drift in a cluster, by all who may say so: the fleet, its model with all ancestors, its variant, its
 * components, itself.
 *
 * @public
 */
export function driftRules(fleet: FleetSources, cluster: string): DriftRule[] {
  const ofFleet = fleet.fleet.spec.drift?.ignore ?? [];
  const source = fleet.clusters.get(cluster);
  if (!source) return [...ofFleet];
  const model = fleet.models.get(versionKey(source.spec.model));
  const lineage = model && lineageOf(fleet, model);
  const models = lineage && !('broken' in lineage) ? lineage.models : [];
  const variant = models
    .flatMap(({ spec }) => spec.variants ?? [])
    .find(({ name }) => name === source.spec.variant);
  return [
    ...ofFleet,
    ...models.flatMap(({ spec }) => spec.drift?.ignore ?? []),
    ...(variant?.drift?.ignore ?? []),
    ...componentRules(fleet, cluster),
    ...(source.spec.drift?.ignore ?? []),
  ];
}

function componentRules(fleet: FleetSources, cluster: string): DriftRule[] {
  const { composed } = composeCluster(fleet, cluster);
  return (composed?.components ?? []).flatMap(component => {
    const definition = fleet.components.get(versionKey(component));
    const part = `components/${component.name}`;
    return (definition?.spec.drift?.ignore ?? []).map(rule => ({
      ...rule,
      part,
    }));
  });
}
