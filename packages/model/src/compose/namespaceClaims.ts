import type { Cluster, Workspace } from '../kinds';
import type { FleetFiles } from '../files';
import { ByIdentity } from '../memory/ByIdentity';
import type { Sourced } from '../load/sources';
import type { Problem } from '../problems';
import { Complaints, ruleAt } from '../source/complaints';
import { BUILT_IN_NAMESPACES } from './builtInNamespaces';
import type { PlacedEntry } from './capabilities';
import { namespacesUsedBy } from './dependencies';

type Users = ReadonlyMap<string, PlacedEntry['definition']>;

/** Many clusters have the same components. */
const known = new ByIdentity<Users>();

/** The namespaces that components' objects are in. */
function usersOf(files: FleetFiles, components: readonly PlacedEntry[]): Users {
  return new Map(
    components.flatMap(({ definition }) =>
      namespacesUsedBy(files, definition).map(
        namespace => [namespace, definition] as const,
      ),
    ),
  );
}

/**
 * Workspaces that claim a namespace which isn't theirs to have: one that every cluster has, or one
 * that a component's objects are in. A namespace that a component brings itself has two owners, and
 * is told as such where objects are.
 */
export function namespaceClaims(
  files: FleetFiles,
  cluster: Cluster,
  components: readonly PlacedEntry[],
  workspaces: readonly Sourced<Workspace>[],
): Problem[] {
  if (workspaces.length === 0) return [];
  const users = known.of([files, components], '', () =>
    usersOf(files, components),
  );
  return workspaces.flatMap(workspace => {
    const to = new Complaints(workspace.source);
    workspace.spec.namespaces.forEach(({ name }, i) => {
      const pointer = `/spec/namespaces/${i}/name`;
      const user = users.get(name);
      if (BUILT_IN_NAMESPACES.has(name)) {
        to.add(pointer, `namespace ${name} is not for workspaces`, {
          remedy: 'Every cluster has it already: choose a name of your own.',
        });
      } else if (user) {
        const title = `${user.metadata.name} ${user.spec.version}`;
        to.add(
          pointer,
          `namespace ${name} on ${cluster.metadata.name} is used by component ${title}`,
          {
            rule: ruleAt(user.source, '/spec/source', 'has objects in it.'),
            remedy: 'Choose another name.',
          },
        );
      }
    });
    return to.problems;
  });
}
