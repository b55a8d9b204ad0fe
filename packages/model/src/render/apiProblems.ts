import { deprecationOf } from '../deprecations/deprecationOf';
import type { Deprecation } from '../deprecations/deprecationOf';
import type { Problem } from '../problems';
import type { BuiltObject } from './built';

/**
 * Objects whose API a version of Kubernetes no longer serves, which would fail when they are applied, and
 * those whose API is on its way out.
 *
 * @param kubernetes - the version of the cluster that the objects are applied to; absent where it isn't known
 */
export function apiProblems(
  built: readonly BuiltObject[],
  kubernetes: string | undefined,
): Problem[] {
  return built.flatMap(({ object, from }) => {
    const deprecation = deprecationOf(object, kubernetes);
    const origin = from[0];
    if (!deprecation || !origin) return [];
    const { source, pointer } = origin;
    const { apiVersion, kind, metadata } = object;
    const { replacement } = deprecation;
    return [
      {
        severity: deprecation.state === 'Removed' ? 'error' : 'warning',
        path: source.path,
        ...source.positionOf(`${pointer}/apiVersion`),
        message: `${kind} ${metadata.name}: ${apiVersion} ${inWords(
          deprecation,
          kubernetes,
        )}`,
        remedy: replacement
          ? `Write ${replacement} instead.`
          : `Nothing replaces it: see ${deprecation.source}.`,
      },
    ];
  });
}

function inWords(
  { state, deprecatedIn, removedIn }: Deprecation,
  kubernetes: string | undefined,
): string {
  if (state === 'Removed') {
    return `is gone since Kubernetes ${removedIn}, and this is for ${kubernetes}`;
  }
  const since = /^\d/.test(deprecatedIn)
    ? `Kubernetes ${deprecatedIn}`
    : deprecatedIn;
  return removedIn
    ? `is deprecated since ${since} and goes in ${removedIn}`
    : `is deprecated since ${since}`;
}
