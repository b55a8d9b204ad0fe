import type { Problem } from '../problems';
import { apiProblems } from './apiProblems';
import type { BuiltObject, BuiltPart } from './built';
import { definitionProblems } from './definitionProblems';
import { fieldProblems } from './fieldProblems';
import type { Ingredients } from './ingredients';
import { ownerProblems, secretProblems } from './objectProblems';
import type { PartsCluster } from './partsSource';

/** What is wrong with the objects of a cluster's own parts together, by what they are called. */
export function partProblems(
  cluster: PartsCluster,
  parts: readonly BuiltPart[],
): Problem[] {
  const built = builtIn(parts);
  return [...ownerProblems(cluster, parts), ...definitionProblems(built)];
}

/**
 * What is wrong with the objects of a part, each by itself.
 *
 * @param all - the parts among which definitions are
 */
export function contentProblems(
  { source, kubernetes }: Ingredients,
  part: BuiltPart,
  all: readonly BuiltPart[],
): Problem[] {
  const { fleet, cluster } = source;
  const { built } = part;
  const judging = { fleet, kubernetes };
  return [
    ...secretProblems(cluster, built),
    ...apiProblems(built, kubernetes?.version ?? kubernetes?.minor),
    ...(isComponent(part)
      ? fieldProblems(judging, built, builtIn(all.filter(isComponent)))
      : []),
  ];
}

function builtIn(parts: readonly BuiltPart[]): BuiltObject[] {
  return parts.flatMap(({ built }) => built);
}

function isComponent({ name }: BuiltPart): boolean {
  return name.startsWith('components/');
}
