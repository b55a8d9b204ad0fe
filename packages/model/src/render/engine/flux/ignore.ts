import type { IgnoreRule } from '@flotilla/drift';
import type { AppliedPart } from '../Engine';
import { aimsAt, lastingRules, plainPointer, stepsOf } from '../ignoreRules';

interface FluxIgnore {
  paths: string[];
  target: Record<string, string>;
}

/**
 * What Flux leaves alone in a part. It takes pointers only, and a place in a list may be another one in
 * the cluster: a field path through a list stays a matter of the comparison.
 */
export function fluxIgnore({ ignore, objects }: AppliedPart): FluxIgnore[] {
  return lastingRules(ignore)
    .filter(rule => !rule.managers && objects.some(one => aimsAt(rule, one)))
    .flatMap(rule => {
      const paths = pointersOf(rule);
      const { group, kind, name, namespace } = rule.target;
      const target = {
        ...(group && { group }),
        ...(kind && { kind }),
        ...(name && { name }),
        ...(namespace && { namespace }),
      };
      return paths.length > 0 ? [{ paths, target }] : [];
    });
}

function pointersOf({ paths = [], fieldPaths = [] }: IgnoreRule): string[] {
  return [
    ...paths,
    ...fieldPaths.flatMap(path => plainPointer(stepsOf(path) ?? []) || []),
  ];
}
