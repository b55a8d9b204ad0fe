import { BUILT_IN_NAMESPACES } from '../compose/builtInNamespaces';
import type { Composition, PlacedComponent } from '../compose/composition';
import type { BuiltObject } from './built';

/** What a component's part gets so that its namespace is there before its objects. */
export interface NamespaceNeeds {
  objects: BuiltObject[];
  /** Components whose part brings the namespace. */
  after: string[];
}

/**
 * The namespaces of components that no manifest brings: the first component in dependency order
 * brings it, the others come after that one.
 */
export function componentNamespaces(
  { components }: Composition,
  objects: ReadonlyMap<PlacedComponent, readonly BuiltObject[]>,
): Map<string, NamespaceNeeds> {
  const owners = new Map<string, string>();
  for (const [component, built] of objects) {
    for (const { object } of built) {
      if (object.kind === 'Namespace')
        owners.set(object.metadata.name, component.name);
    }
  }
  const needs = new Map<string, NamespaceNeeds>();
  for (const { name, definition } of components) {
    const { namespace, version } = definition.spec;
    if (namespace === undefined || BUILT_IN_NAMESPACES.has(namespace)) continue;
    const owner = owners.get(namespace);
    if (owner === undefined) {
      owners.set(namespace, name);
      const object = {
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: { name: namespace },
      };
      const layer = `component ${name} ${version}`;
      const from = [
        {
          layer,
          source: definition.source,
          pointer: '/spec/namespace',
          at: '/metadata/name',
          value: namespace,
        },
      ];
      needs.set(name, { objects: [{ object, from }], after: [] });
    } else if (owner !== name) {
      needs.set(name, { objects: [], after: [owner] });
    }
  }
  return needs;
}
