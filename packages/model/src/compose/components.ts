import type { Scope } from '../expressions/scope';
import { ByIdentity } from '../memory/ByIdentity';
import type { Problem } from '../problems';
import type { PlacedComponent } from './composition';
import type { Placement } from './placement';
import { composeValues } from './values';

const known = new ByIdentity<readonly PlacedComponent[]>();

/** The components of a cluster with their values: the very same list where placement and values are the same. */
export function composeComponents(
  placement: Placement,
  scope: Scope,
): { components: readonly PlacedComponent[]; problems: readonly Problem[] } {
  const { components: ordered } = placement;
  const composed = ordered.map(entry => composeValues(entry, scope));
  const components = known.of([placement, ...composed], '', () =>
    ordered.map((entry, i) => {
      const { values, trace } = composed[i];
      return { ...entry, values, trace };
    }),
  );
  const problems = composed.flatMap(values => values.problems);
  return { components, problems: [...placement.problems, ...problems] };
}
