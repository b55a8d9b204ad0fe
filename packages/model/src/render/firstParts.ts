import { compose } from '../compose/compose';
import type { Composition, PlacedComponent } from '../compose/composition';
import type { Cluster } from '../kinds';
import type { FleetSources } from '../load/sources';
import type { Problem } from '../problems';
import { Complaints } from '../source/complaints';
import type { FirstPart } from './engine/Engine';

/** What a component provides that installs the engine itself. */
export const ENGINE_CAPABILITY = 'gitops';

const known = new WeakMap<FleetSources, Map<string, readonly FirstPart[]>>();

/**
 * The parts that a new cluster's engine can't run without, and the engine: what its nodes need to become
 * Ready, and whatever those depend on. The cluster's manager hands them over.
 */
export function firstPartsOf(
  fleet: FleetSources,
  { metadata: { name } }: Cluster,
): readonly FirstPart[] {
  const byName = known.get(fleet) ?? new Map<string, readonly FirstPart[]>();
  known.set(fleet, byName);
  const before = byName.get(name);
  if (before) return before;
  const { composition } = compose(fleet, name);
  const parts = composition
    ? firstComponents(composition)
        .filter(isReady)
        .map(({ name: component, dependsOn }) => ({ component, dependsOn }))
    : [];
  const names = new Set(parts.map(({ component }) => component));
  const first = parts.map(({ component, dependsOn }) => ({
    name: `components/${component}`,
    dependsOn: dependsOn
      .filter(other => names.has(other))
      .map(other => `components/${other}`),
  }));
  byName.set(name, first);
  return first;
}

/** In dependency order. */
function firstComponents({
  ground: { provider },
  components,
}: Composition): PlacedComponent[] {
  const needed = new Set([
    ...(provider.spec.nodesNeed ?? []),
    ENGINE_CAPABILITY,
  ]);
  const first = new Set<string>();
  // Dependents come later in the list: from its end, whoever is needed makes what it depends on needed.
  for (const component of [...components].reverse()) {
    const { provides = [] } = component.definition.spec;
    if (!first.has(component.name) && !provides.some(c => needed.has(c))) {
      continue;
    }
    first.add(component.name);
    component.dependsOn.forEach(other => first.add(other));
  }
  return components.filter(({ name }) => first.has(name));
}

/** Whether its objects work without an engine beside them. */
function isReady({ definition }: PlacedComponent): boolean {
  return definition.spec.source.manifests !== undefined;
}

/** What a new cluster needs first can't be rendered by an engine that isn't there yet. */
export function firstPartProblems(composition: Composition): Problem[] {
  const { cluster, ground } = composition;
  const hasMachines = ground.provider.spec.infrastructure !== undefined;
  if (!hasMachines || cluster.spec.managedBy === undefined) return [];
  return firstComponents(composition)
    .filter(component => !isReady(component))
    .flatMap(({ name, definition }) => {
      const to = new Complaints(definition.source);
      to.warn(
        '/spec/source',
        `a new cluster needs ${name} before it has an engine that could render it`,
        `Run flotilla component vendor ${name}, or install it on ${cluster.metadata.name} by hand.`,
      );
      return to.problems;
    });
}
