import type { Composition, PlacedComponent } from '../compose/composition';
import type { FleetSources } from '../load/sources';
import { compareText } from '../problems';
import type { Problem } from '../problems';
import type { BuiltObject, BuiltPart } from './built';
import { patchFromCluster, renderComponent } from './component';
import { outsideChart } from './engineRendered';
import { fromOutside } from './firstParts';
import { componentNamespaces } from './namespaces';
import { renderWorkspace } from './workspace';

const withNamespaces = new WeakMap<
  readonly BuiltObject[],
  readonly BuiltObject[]
>();

/** A component's objects after its namespace: the same list again for the same objects. */
function withNamespace(
  namespace: readonly BuiltObject[] | undefined,
  built: readonly BuiltObject[],
): readonly BuiltObject[] {
  if (!namespace || namespace.length === 0) return built;
  const known = withNamespaces.get(built);
  if (known) return known;
  const all = [...namespace, ...built];
  withNamespaces.set(built, all);
  return all;
}

/**
 * The components of a cluster as parts in dependency order, and those that its manager installs from
 * outside, as objects for the manager.
 */
export function buildComponents(composition: Composition): {
  parts: BuiltPart[];
  outside: BuiltObject[];
  problems: Problem[];
} {
  const charts = fromOutside(composition);
  const inside = composition.components.filter(c => !charts.includes(c));
  const parts = componentParts({ ...composition, components: inside });
  const outside = charts.flatMap(component =>
    outsideChart(composition, component).map(object => ({
      object,
      from: sourceOf(component),
    })),
  );
  return { ...parts, outside };
}

function componentParts(composition: Composition): {
  parts: BuiltPart[];
  problems: Problem[];
} {
  const names = new Set(composition.components.map(({ name }) => name));
  const objects = new Map<PlacedComponent, readonly BuiltObject[]>();
  const problems: Problem[] = [];
  for (const component of composition.components) {
    const rendered = renderComponent(composition, component);
    objects.set(component, rendered.built);
    problems.push(...rendered.problems);
  }
  problems.push(...patchFromCluster(composition, objects));
  const namespaces = componentNamespaces(composition, objects);
  const parts = composition.components.map(component => {
    const extra = namespaces.get(component.name);
    return {
      name: `components/${component.name}`,
      layer: component.layer,
      dependsOn: [...new Set([...component.dependsOn, ...(extra?.after ?? [])])]
        .filter(other => names.has(other))
        .sort(compareText)
        .map(other => `components/${other}`),
      built: withNamespace(extra?.objects, objects.get(component) ?? []),
    };
  });
  return { parts, problems };
}

/** Where a component that the engine renders comes from. */
function sourceOf({ name, definition }: PlacedComponent) {
  return [
    {
      layer: `component ${name} ${definition.spec.version}`,
      source: definition.source,
      pointer: '/spec/source',
      value: {},
      at: '',
    },
  ];
}

const workspaces = new WeakMap<FleetSources, Map<string, BuiltObject[]>>();

export function buildWorkspaces({
  fleet,
  ...placed
}: Composition): BuiltPart[] {
  const known = workspaces.get(fleet) ?? new Map<string, BuiltObject[]>();
  workspaces.set(fleet, known);
  return placed.workspaces.map(one => {
    const { name } = one.workspace.metadata;
    // A workspace is the same on every cluster.
    const built = known.get(name) ?? renderWorkspace(fleet, one);
    known.set(name, built);
    return {
      name: `workspaces/${name}`,
      layer: one.layer,
      dependsOn: [],
      built,
    };
  });
}
