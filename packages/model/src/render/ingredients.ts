import type { ComposedCluster } from '../compose/composed';
import type { Composition } from '../compose/composition';
import type { BuiltPart } from './built';
import { workspaceParts } from './componentParts';
import type { Inside } from './componentParts';
import { partsSourceOf } from './partsSource';
import type { PartsSource } from './partsSource';

/** What a cluster's own parts are made from. */
export interface Ingredients {
  source: PartsSource;
  components: Inside;
  workspaces: readonly BuiltPart[];
  kubernetes: ComposedCluster['kubernetes'];
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
  };
}
