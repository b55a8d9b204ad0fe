import type { IgnoreRule } from '@flotilla/drift';
import type { PartsSource } from './partsSource';

const NONE: readonly IgnoreRule[] = [];

/** The rules about what isn't drift in a part: of the fleet, the models, the part's component, the cluster. */
export function ignoreRulesOf({
  fleet: { fleet },
  ground: { lineage },
  cluster,
  components,
}: PartsSource): (part: string) => readonly IgnoreRule[] {
  const variants = lineage
    .flatMap(model => model.spec.variants ?? [])
    .filter(({ name }) => name === cluster.spec.variant);
  const before = [
    fleet.spec,
    ...lineage.map(model => model.spec),
    ...variants,
  ].flatMap(({ drift }) => drift?.ignore ?? NONE);
  const after = cluster.spec.drift?.ignore ?? NONE;
  const byPart = new Map(
    components.map(({ name, definition }) => [
      `components/${name}`,
      definition.spec.drift?.ignore ?? NONE,
    ]),
  );
  return part => [...before, ...(byPart.get(part) ?? NONE), ...after];
}
