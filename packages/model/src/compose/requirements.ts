import { intersects, satisfies, validRange } from 'semver';
import { ByIdentity } from '../memory/ByIdentity';
import type { Problem } from '../problems';
import { Complaints, ruleAt } from '../source/complaints';
import type { PlacedEntry } from './capabilities';
import type { Ground } from './layers';
import type { ComposedShape } from './shape';

/** Many clusters have the same components. */
const known = new ByIdentity<readonly Problem[]>();

/**
 * What `requires` of a component says against the provider and the Kubernetes version, told where the component
 * was chosen.
 */
export function requirementProblems(
  components: readonly PlacedEntry[],
  ground: Ground,
  kubernetes: ComposedShape['kubernetes'],
): readonly Problem[] {
  return known.of([ground, components], JSON.stringify(kubernetes) ?? '', () =>
    problemsOf(components, ground, kubernetes),
  );
}

function problemsOf(
  components: readonly PlacedEntry[],
  { provider }: Ground,
  kubernetes: ComposedShape['kubernetes'],
): Problem[] {
  return components.flatMap(({ state, definition }) => {
    const { requires } = definition.spec;
    const to = new Complaints(state.from.layer.source);
    const refuse = (where: string, field: string, reason: string) =>
      to.add(
        state.from.pointer,
        `${definition.metadata.name} ${definition.spec.version} doesn't run on ${where}`,
        {
          rule: ruleAt(definition.source, `/spec/requires/${field}`, reason),
          remedy:
            'Choose another version or component, or disable it where it came in.',
        },
      );
    const { name } = provider.metadata;
    const { providers, kubernetes: range } = requires ?? {};
    if (providers && !providers.includes(name)) {
      refuse(name, 'providers', `allows ${providers.join(', ')}.`);
    }
    if (range && kubernetes && !runsOn(range, kubernetes)) {
      const runs = kubernetes.version?.replace(/^v/, '') ?? kubernetes.minor;
      refuse(`Kubernetes ${runs}`, 'kubernetes', `wants ${range}.`);
    }
    return to.problems;
  });
}

/** A minor version alone fits when any of its patches does. A broken range is reported where it stands. */
function runsOn(
  range: string,
  { minor, version }: NonNullable<ComposedShape['kubernetes']>,
): boolean {
  if (validRange(range) === null) return true;
  return version ? satisfies(version, range) : intersects(`~${minor}`, range);
}
