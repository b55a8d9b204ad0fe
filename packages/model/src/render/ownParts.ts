import type { Problem } from '../problems';
import type { BuiltPart } from './built';
import type { Ingredients } from './ingredients';
import { makeParts } from './makeParts';
import { contentProblems, partProblems } from './partProblems';

/** The parts that start a cluster's engine or are applied by it: all but its infrastructure. */
export interface OwnParts {
  parts: readonly BuiltPart[];
  problems: readonly Problem[];
}

/** The parts of a cluster but its infrastructure, made and checked for it alone. */
export function ownParts(ingredients: Ingredients): OwnParts {
  const { source, components, workspaces } = ingredients;
  const parts = makeParts(source, components, workspaces);
  const problems = [
    ...partProblems(source.cluster, parts),
    ...parts.flatMap(part => contentProblems(ingredients, part, parts)),
  ];
  return { parts, problems };
}
