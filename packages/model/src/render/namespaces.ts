import { BUILT_IN_NAMESPACES } from '../compose/builtInNamespaces';
import type { OrderedComponent } from '../compose/placement';
import type { BuiltObject, PartObjects } from './built';

/** What a component's part gets so that its namespace is there before its objects. */
export interface NamespaceNeeds {
  namespace: BuiltObject[];
  /** Components whose part brings the namespace. */
  after: string[];
}

/**
 * The namespaces of components that no manifest brings: the first component in dependency order
 * brings it, the others come after that one.
 *
 * @param objects - of each component, in the same order
 */
export function componentNamespaces(
  components: readonly OrderedComponent[],
  objects: readonly PartObjects[],
): Map<string, NamespaceNeeds> {
  const owners = new Map<string, string>();
  components.forEach(({ name }, i) => {
    for (const { object } of objects[i].built) {
      if (object.kind === 'Namespace') owners.set(object.metadata.name, name);
    }
  });
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
      needs.set(name, { namespace: [{ object, from }], after: [] });
    } else if (owner !== name) {
      needs.set(name, { namespace: [], after: [owner] });
    }
  }
  return needs;
}
