import type { Composition, PlacedComponent } from '../compose/composition';
import type { OrderedComponent } from '../compose/placement';
import { ByIdentity } from '../memory/ByIdentity';
import { compareText } from '../problems';
import type { Problem } from '../problems';
import type { BuiltObject, BuiltPart, PartObjects } from './built';
import { patchFromCluster, renderComponent } from './component';
import { outsideChart } from './engineRendered';
import { fromOutside } from './firstParts';
import { componentNamespaces } from './namespaces';
import { sharedComponent } from './sharedComponent';
import { renderWorkspace } from './workspace';

/** The components that a cluster's own engine applies, and their objects. */
export interface Inside {
  /** In dependency order. */
  inside: readonly OrderedComponent[];
  /** Of each of them, in the same order. */
  objects: readonly PartObjects[];
}

/** The components of a cluster with their objects, and those that its manager installs from outside. */
export interface ComponentObjects extends Inside {
  inside: readonly PlacedComponent[];
  /** Objects for the manager. */
  outside: BuiltObject[];
  problems: Problem[];
}

/** Objects that other clusters have too, where this one patches none of them. */
export function componentObjects(composition: Composition): ComponentObjects {
  return composition.cluster.spec.patches
    ? ownObjects(composition)
    : objectsBy(sharedComponent, composition);
}

/** Objects that no other cluster has. */
export function ownObjects(composition: Composition): ComponentObjects {
  const given = objectsBy(renderComponent, composition);
  const { objects } = given;
  const patched = new Map(
    given.inside.map((one, i) => [one, objects[i].built]),
  );
  const problems = patchFromCluster(composition, patched);
  return {
    ...given,
    objects: [...patched.values()].map(built => ({ built })),
    problems: [...given.problems, ...problems],
  };
}

function objectsBy(
  render: typeof sharedComponent,
  composition: Composition,
): ComponentObjects {
  const charts = fromOutside(composition);
  const inside =
    charts.length === 0
      ? composition.components
      : composition.components.filter(one => !charts.includes(one));
  const objects = inside.map(one => render(composition, one));
  const outside = charts.flatMap(component =>
    outsideChart(composition, component).map(object => ({
      object,
      from: sourceOf(component),
    })),
  );
  const problems = objects.flatMap(one => one.problems);
  return { inside, objects, outside, problems };
}

/** Components as parts: each after those that it depends on, with its namespace where nobody else brings it. */
export function componentParts({ inside, objects }: Inside): BuiltPart[] {
  const names = new Set(inside.map(({ name }) => name));
  const needs = componentNamespaces(inside, objects);
  return inside.map(({ name, layer, dependsOn }, i) => {
    const { namespace = [], after = [] } = needs.get(name) ?? {};
    return {
      name: `components/${name}`,
      layer,
      dependsOn: [...new Set([...dependsOn, ...after])]
        .filter(other => names.has(other))
        .sort(compareText)
        .map(other => `components/${other}`),
      namespace,
      ...withNamespace(namespace, objects[i]),
    };
  });
}

const withNamespaces = new ByIdentity<readonly BuiltObject[]>();

/** A component's objects after its namespace. */
export function withNamespace(
  namespace: readonly BuiltObject[],
  { built }: PartObjects,
): PartObjects {
  const all = () => [...namespace, ...built];
  return {
    built: namespace.length > 0 ? withNamespaces.of([built], '', all) : built,
  };
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

const workspaces = new ByIdentity<readonly BuiltObject[]>();

export function workspaceParts({
  fleet,
  workspaces: placed,
}: Pick<Composition, 'fleet' | 'workspaces'>): BuiltPart[] {
  return placed.map(({ workspace, layer }) => ({
    name: `workspaces/${workspace.metadata.name}`,
    layer,
    dependsOn: [],
    // Most are the same on every cluster.
    built: workspaces.of([fleet, workspace], '', () =>
      renderWorkspace(fleet, workspace),
    ),
  }));
}
