import { intersects, satisfies, validRange } from 'semver';
import { Complaints, ruleAt } from '../source/complaints';
import type { PlacedEntry } from './capabilities';
import type { Ground } from './layers';
import type { ComposedShape } from './shape';

/** What `requires` of a component says against the provider and the Kubernetes version. `to` is the cluster's file. */
export function requirementProblems(
  components: readonly PlacedEntry[],
  { provider }: Ground,
  kubernetes: ComposedShape['kubernetes'],
  to: Complaints,
): void {
  const { name } = provider.metadata;
  for (const { definition } of components) {
    const { requires, version } = definition.spec;
    const title = `${definition.metadata.name} ${version}`;
    if (requires?.providers && !requires.providers.includes(name)) {
      const allowed = requires.providers.join(', ');
      to.add('/spec/provider', `${title} doesn't run on ${name}`, {
        rule: ruleAt(
          definition.source,
          '/spec/requires/providers',
          `allows ${allowed}.`,
        ),
      });
    }
    const range = requires?.kubernetes;
    if (range && kubernetes && !runsOn(range, kubernetes)) {
      const runs = kubernetes.version?.replace(/^v/, '') ?? kubernetes.minor;
      to.add('/spec/model', `${title} doesn't run on Kubernetes ${runs}`, {
        rule: ruleAt(
          definition.source,
          '/spec/requires/kubernetes',
          `wants ${range}.`,
        ),
      });
    }
  }
}

/** A minor version alone fits when any of its patches does. A broken range is reported where it stands. */
function runsOn(
  range: string,
  { minor, version }: NonNullable<ComposedShape['kubernetes']>,
): boolean {
  if (validRange(range) === null) return true;
  return version ? satisfies(version, range) : intersects(`~${minor}`, range);
}
