import type { IgnoreRule } from '@flotilla/drift';
import { driftLayers } from './driftLayers';
import type { PartsSource } from './partsSource';

const NONE: readonly IgnoreRule[] = [];

/** The rules about what isn't drift in a part: of the fleet, the models, the part's component, the cluster. */
export function ignoreRulesOf(
  source: PartsSource,
): (part: string) => readonly IgnoreRule[] {
  const layers = driftLayers(source);
  return name =>
    layers
      .filter(({ part }) => part === undefined || part === name)
      .flatMap(({ drift }) => drift.ignore ?? NONE);
}
