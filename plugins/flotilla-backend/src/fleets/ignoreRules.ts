import type { DesiredIgnore } from '@flotilla/backstage-plugin-flotilla-common';
import {
  composeCluster,
  FleetSources,
  Model,
  versionKey,
} from '@flotilla/model';

/** Rules about what isn't drift in a cluster: of the fleet, its model with all ancestors, its components, its own. */
export function ignoreRules(
  sources: FleetSources,
  cluster: string,
): DesiredIgnore[] {
  const source = sources.clusters.get(cluster);
  if (!source) {
    return [...(sources.fleet.spec.drift?.ignore ?? [])];
  }
  const models = modelChain(sources, source.spec.model);
  const variant = models
    .flatMap(model => model.spec.variants ?? [])
    .find(({ name }) => name === source.spec.variant);
  return [
    ...(sources.fleet.spec.drift?.ignore ?? []),
    ...models.flatMap(model => model.spec.drift?.ignore ?? []),
    ...(variant?.drift?.ignore ?? []),
    ...componentRules(sources, cluster),
    ...(source.spec.drift?.ignore ?? []),
  ];
}

function componentRules(
  sources: FleetSources,
  cluster: string,
): DesiredIgnore[] {
  const { composed } = composeCluster(sources, cluster);
  return (composed?.components ?? []).flatMap(component =>
    (
      sources.components.get(versionKey(component))?.spec.drift?.ignore ?? []
    ).map(rule => ({ ...rule, part: `components/${component.name}` })),
  );
}

/** A model and its ancestors. Loading has refused cycles; this ends on one all the same. */
function modelChain(
  sources: FleetSources,
  of: { name: string; version: string },
): Model[] {
  const chain = new Map<string, Model>();
  let next: { name: string; version: string } | undefined = of;
  while (next && !chain.has(versionKey(next))) {
    const model = sources.models.get(versionKey(next));
    if (!model) {
      break;
    }
    chain.set(versionKey(next), model);
    next = model.spec.extends;
  }
  return [...chain.values()].reverse();
}
