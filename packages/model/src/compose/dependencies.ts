import type { Component } from '../kinds';
import type { FleetFiles } from '../files';
import { manifestsBeside } from '../load/manifests';
import type { Sourced } from '../load/sources';
import { definitionOf } from '../schema/definition';
import { Complaints } from '../source/complaints';
import type { ManifestObject } from '../source/manifests';
import type { Problem } from '../problems';
import type { PlacedEntry } from './capabilities';
import { dependencyOrder } from './order';

/** Kinds and namespaces that a component brings, and those that it needs. */
interface Footprint {
  definedKinds: Set<string>;
  usedKinds: Set<string>;
  definedNamespaces: Set<string>;
  usedNamespaces: Set<string>;
}

/** By a component's list of objects, which is another one as soon as a file of it changes. */
const footprints = new WeakMap<readonly ManifestObject[], Footprint>();
const NOTHING: readonly ManifestObject[] = [];

function footprintOf(
  files: FleetFiles,
  definition: Sourced<Component>,
): Footprint {
  const { manifests } = definition.spec.source;
  const { objects } = manifests
    ? manifestsBeside(files, definition.source.path, manifests.path)
    : { objects: NOTHING };
  const known = footprints.get(objects);
  if (known) return known;
  const footprint: Footprint = {
    definedKinds: new Set(),
    usedKinds: new Set(),
    definedNamespaces: new Set(),
    usedNamespaces: new Set(),
  };
  for (const { object } of objects) {
    const { namespace, name } = object.metadata;
    const defined = definitionOf(object);
    if (defined) footprint.definedKinds.add(defined.key);
    if (object.kind === 'Namespace') footprint.definedNamespaces.add(name);
    if (namespace) footprint.usedNamespaces.add(namespace);
    footprint.usedKinds.add(
      `${object.apiVersion.split('/')[0]}/${object.kind}`,
    );
  }
  footprints.set(objects, footprint);
  return footprint;
}

/** Namespaces that a component's objects are in, without it bringing them. */
export function namespacesUsedBy(
  files: FleetFiles,
  definition: Sourced<Component>,
): string[] {
  const { usedNamespaces, definedNamespaces } = footprintOf(files, definition);
  const { namespace } = definition.spec;
  return [...usedNamespaces].filter(
    name => name !== namespace && !definedNamespaces.has(name),
  );
}

/**
 * What each component comes after: what it says by `dependsOn`, and those that define a kind or
 * namespace that it uses.
 */
export function dependenciesOf(
  files: FleetFiles,
  placed: ReadonlyMap<string, PlacedEntry>,
): Map<string, string[]> {
  const kinds = new Map<string, string>();
  const namespaces = new Map<string, string>();
  for (const [name, { definition }] of placed) {
    const footprint = footprintOf(files, definition);
    footprint.definedKinds.forEach(kind => kinds.set(kind, name));
    footprint.definedNamespaces.forEach(ns => namespaces.set(ns, name));
  }
  const dependencies = new Map<string, string[]>();
  for (const [name, { definition }] of placed) {
    const footprint = footprintOf(files, definition);
    const needed = new Set(
      (definition.spec.dependsOn ?? []).filter(other => placed.has(other)),
    );
    for (const kind of footprint.usedKinds)
      addOwner(needed, kinds.get(kind), name);
    for (const ns of footprint.usedNamespaces) {
      addOwner(needed, namespaces.get(ns), name);
    }
    dependencies.set(name, [...needed].sort());
  }
  return dependencies;
}

function addOwner(
  needed: Set<string>,
  owner: string | undefined,
  self: string,
): void {
  if (owner !== undefined && owner !== self) needed.add(owner);
}

/**
 * Names in dependency order; complains about what is missing and about cycles.
 *
 * @param isAsked - whether a component that couldn't be placed was asked for, which is told by itself
 */
export function orderComponents(
  placed: ReadonlyMap<string, PlacedEntry>,
  dependencies: ReadonlyMap<string, readonly string[]>,
  clusterName: string,
  isAsked: (name: string) => boolean = () => false,
): { order: string[]; problems: Problem[] } {
  const problems: Problem[] = [];
  for (const [name, { definition }] of placed) {
    const to = new Complaints(definition.source);
    (definition.spec.dependsOn ?? []).forEach((other, i) => {
      if (placed.has(other) || isAsked(other)) return;
      to.add(
        `/spec/dependsOn/${i}`,
        `${name} needs ${other}, which ${clusterName} doesn't have`,
        {
          remedy: `Add ${other} to the model or the cluster, or leave ${name} out.`,
        },
      );
    });
    problems.push(...to.problems);
  }
  const { order, cycle } = dependencyOrder(dependencies);
  const first = cycle && placed.get(cycle[0]);
  if (cycle && first) {
    const to = new Complaints(first.definition.source);
    to.add(
      '/spec/dependsOn',
      `components wait for each other: ${cycle.join(' → ')}`,
    );
    problems.push(...to.problems);
  }
  return { order, problems };
}
