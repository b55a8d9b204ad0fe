import { groupOf } from '@flotilla/drift';
import type { Composition, PlacedComponent } from '../compose/composition';
import type { Component } from '../kinds';
import { manifestsBeside } from '../load/manifests';
import type { Sourced } from '../load/sources';
import { asFollowing } from '../problems';
import type { Problem } from '../problems';
import { definitionOf } from '../schema/definition';
import { Complaints, ruleAt } from '../source/complaints';
import type { ManifestObject } from '../source/manifests';
import type { SourceFile } from '../source/sourceFile';
import type { BuiltObject } from './built';
import { engineRendered } from './engineRendered';
import { isClusterScoped } from './clusterScoped';
import { isTarget, patched } from './patches';
import type { PlacedPatch } from './patches';
import { fillTemplates } from './templates';

/** All of a cluster that its components may read, and that by expressions only. */
export type ComponentGround = Pick<Composition, 'fleet' | 'scope'>;

/** Objects, with what is wrong in them. */
export interface Rendered {
  built: readonly BuiltObject[];
  problems: readonly Problem[];
}

/** The objects of one component: its source, then its own patches. The cluster's patches come later. */
export function renderComponent(
  composition: ComponentGround,
  component: PlacedComponent,
): Rendered {
  const sourced = objectsOf(composition, component);
  const { definition, name } = component;
  const patches = (definition.spec.patches ?? []).map((patch, i) => ({
    patch,
    layer: `component ${name} ${definition.spec.version}`,
    source: definition.source,
    pointer: `/spec/patches/${i}`,
    component: name,
  }));
  const scope = { ...composition.scope, values: component.values };
  return patchAll(sourced, patches, () => scope);
}

/** Applies patches in order; one that meets nothing is a mistake. */
function patchAll(
  {
    built,
    problems,
  }: {
    built: readonly BuiltObject[];
    problems: readonly Problem[];
  },
  patches: readonly PlacedPatch[],
  scopeFor: (object: BuiltObject) => Composition['scope'],
): Rendered {
  let objects = built;
  const faults = [...problems];
  for (const placed of patches) {
    let met = false;
    objects = objects.map(object => {
      if (!isTarget(placed.patch, object)) return object;
      met = true;
      const result = patched(object, placed, scopeFor(object));
      faults.push(...result.problems);
      return result.built;
    });
    if (met) continue;
    const problem = meetsNothing(placed, objects);
    // Without any manifest that one is told, where files are loaded.
    faults.push(objects.length > 0 ? problem : asFollowing(problem));
  }
  return { built: objects, problems: faults };
}

function meetsNothing(
  { patch, source, pointer }: PlacedPatch,
  objects: readonly BuiltObject[],
): Problem {
  const { kind, namespace, name } = patch.target;
  const to = new Complaints(source);
  const there = objects
    .filter(({ object }) => object.kind === kind)
    .map(({ object }) =>
      [object.metadata.namespace, object.metadata.name]
        .filter(Boolean)
        .join('/'),
    );
  to.add(
    `${pointer}/target`,
    `no object ${[kind, namespace, name].filter(Boolean).join('/')} to patch`,
    {
      remedy:
        there.length > 0 && there.length <= 12
          ? `${kind} here: ${there.join(', ')}.`
          : undefined,
    },
  );
  return to.problems[0];
}

/** Objects of all components with their names, for patches that a cluster's own file makes. */
export type ObjectsByComponent = Map<PlacedComponent, readonly BuiltObject[]>;

/** Applies the cluster's patches; only objects of patchable components may be met. */
export function patchFromCluster(
  { cluster, scope }: Composition,
  objects: ObjectsByComponent,
): Problem[] {
  const problems: Problem[] = [];
  (cluster.spec.patches ?? []).forEach((patch, i) => {
    const pointer = `/spec/patches/${i}`;
    const layer = `cluster ${cluster.metadata.name}`;
    const owners = [...objects].filter(([, built]) =>
      built.some(o => isTarget(patch, o)),
    );
    if (owners.length === 0) {
      problems.push(
        meetsNothing(
          { patch, layer, source: cluster.source, pointer },
          [...objects.values()].flat(),
        ),
      );
    }
    for (const [component, built] of owners) {
      if (!component.state.patchable) {
        problems.push(notPatchable(cluster.source, pointer, component));
        continue;
      }
      const placed = {
        patch,
        layer,
        source: cluster.source,
        pointer,
        component: component.name,
      };
      const result = patchAll({ built, problems: [] }, [placed], () => ({
        ...scope,
        values: component.values,
      }));
      objects.set(component, result.built);
      problems.push(...result.problems);
    }
  });
  return problems;
}

function notPatchable(
  source: Composition['cluster']['source'],
  pointer: string,
  { name, state }: PlacedComponent,
): Problem {
  const to = new Complaints(source);
  const { layer, pointer: at } = state.lock ?? state.from;
  to.add(`${pointer}/target`, `${name} can't be patched`, {
    rule: ruleAt(layer.source, at, `names ${name} without patchable: true.`),
    remedy: 'Set its values instead, or ask for patchable: true in the model.',
  });
  return to.problems[0];
}

function objectsOf(
  { fleet, scope }: ComponentGround,
  { name, definition, values }: PlacedComponent,
): Rendered {
  const { manifests } = definition.spec.source;
  const layer = `component ${name} ${definition.spec.version}`;
  if (manifests) {
    const { objects, problems } = manifestsBeside(
      fleet.files,
      definition.source.path,
      manifests.path,
    );
    if (!manifests.expressions) {
      return { built: asWritten(objects, definition, layer), problems };
    }
    const filled = fillTemplates(objects, { ...scope, values }, layer);
    return {
      built: inPlace(filled.built, definition),
      problems: [...problems, ...filled.problems],
    };
  }
  const from = [
    {
      layer,
      source: definition.source,
      pointer: '/spec/source',
      value: {},
      at: '',
    },
  ];
  const { objects, problems } = engineRendered(fleet, definition, values);
  return { built: objects.map(object => ({ object, from })), problems };
}

const written = new WeakMap<
  readonly ManifestObject[],
  { source: SourceFile; built: BuiltObject[] }
>();

/** Objects of manifests without expressions: the very same ones for every cluster. */
function asWritten(
  objects: readonly ManifestObject[],
  definition: Sourced<Component>,
  layer: string,
): BuiltObject[] {
  const known = written.get(objects);
  if (known?.source === definition.source) return known.built;
  const plain = objects.map(({ object, source }) => ({
    object,
    from: [{ layer, source, pointer: '', value: object, at: '' }],
  }));
  const built = inPlace(plain, definition);
  written.set(objects, { source: definition.source, built });
  return built;
}

/** Objects in the component's namespace, with the component whose values their expressions read. */
function inPlace(
  built: readonly BuiltObject[],
  definition: Component,
): BuiltObject[] {
  const component = definition.metadata.name;
  return inNamespace(built, definition).map(({ object, from }) => ({
    object,
    from: from.map(ingredient => ({ ...ingredient, component })),
  }));
}

/** Objects without a namespace get the component's, where their kind has one. */
function inNamespace(
  built: readonly BuiltObject[],
  { spec }: Component,
): BuiltObject[] {
  const { namespace } = spec;
  if (!namespace) return [...built];
  const wide = new Set(
    built.flatMap(({ object }) => {
      const definition = definitionOf(object);
      return definition?.scope === 'Cluster' ? [definition.key] : [];
    }),
  );
  return built.map(({ object, from }) => {
    const { metadata } = object;
    if (
      metadata.namespace !== undefined ||
      isClusterScoped(object) ||
      wide.has(`${groupOf(object)}/${object.kind}`)
    ) {
      return { object, from };
    }
    return {
      object: { ...object, metadata: { ...metadata, namespace } },
      from,
    };
  });
}
