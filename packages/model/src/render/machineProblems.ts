import type { Composition } from '../compose/composition';
import type { Problem } from '../problems';
import type { ManifestObject } from '../source/manifests';
import { apiProblems } from './apiProblems';
import type { BuiltObject } from './built';
import { fieldProblems } from './fieldProblems';
import { machineNetworkProblems } from './machineNetworks';
import { infrastructureProblems } from './objectProblems';
import { uniqueProblems } from './uniqueProblems';

/** Objects of a cluster's machines, by what they are checked for: each is in all, where one cluster is looked at alone. */
export interface CheckedMachines {
  /** For what is the same on every cluster: which objects there are, and what fields they have. */
  built: readonly BuiltObject[];
  /** For addresses. */
  addressed: readonly BuiltObject[];
  /** For fields that no two pools may have alike. */
  unique: readonly BuiltObject[];
}

/** All that can be wrong with the machines of a cluster once they are made of its provider's templates. */
export function machineProblems(
  composition: Composition,
  templates: readonly ManifestObject[],
  { built, addressed, unique }: CheckedMachines,
): Problem[] {
  const {
    fleet,
    cluster,
    composed: { kubernetes },
  } = composition;
  return [
    ...infrastructureProblems(cluster, built),
    ...fieldProblems({ fleet, kubernetes }, built, built),
    // These are applied to managedBy, of whose version this cluster's model says nothing.
    ...apiProblems(built, undefined),
    ...machineNetworkProblems(composition, addressed),
    ...uniqueProblems(composition, templates, unique),
  ];
}
