import type { ComposedCluster } from '../compose/composed';
import type { Composition } from '../compose/composition';
import type { BuiltPart } from './built';
import { workspaceParts } from './componentParts';
import type { Inside } from './componentParts';
import type { Filling } from './Filling';
import { Gaps } from './Gaps';
import { partsSourceOf } from './partsSource';
import type { PartsSource } from './partsSource';

/** What a cluster's own parts are made from. */
export interface Ingredients {
  source: PartsSource;
  components: Inside;
  workspaces: readonly BuiltPart[];
  kubernetes: ComposedCluster['kubernetes'];
  /** What stands in for it may be in the objects. */
  filling: Filling;
}

export function ingredientsOf(
  composition: Composition,
  components: Inside,
): Ingredients {
  return {
    source: partsSourceOf(composition),
    components,
    workspaces: workspaceParts(composition),
    kubernetes: composition.composed.kubernetes,
    filling: Gaps.of(composition).filling,
  };
}
