import { KubeObject } from '../object';
import { membersOf, treeOf } from '../managers/ownedFields';
import { formatFieldPath } from '../path/fieldPath';
import { Step } from '../path/step';

/** A place that an engine owns, as the server noted it: what it declares there, and how lists are told apart. */
export interface OwnedLeaf {
  steps: readonly Step[];
  fieldPath: string;
  /** A whole list item or a whole entry, with all that is in it. */
  isItem: boolean;
}

/** Marks of the engine, which aren't Git's. */
const OWN = /^\.metadata\.labels\["kustomize\.toolkit\.fluxcd\.io\//;

/**
 * The places that one manager owns by server-side apply, from the server's own
 * `managedFields`: which fields are declared, which lists are atomic and what
 * tells items apart is the server's word, not ours.
 */
export function ownedLeaves(live: KubeObject, manager: string): OwnedLeaf[] {
  const leaves: OwnedLeaf[] = [];
  for (const entry of live.metadata.managedFields ?? []) {
    if (entry.manager === manager && entry.operation === 'Apply') {
      visit(treeOf(entry.fieldsV1), [], leaves);
    }
  }
  return leaves.filter(leaf => !OWN.test(leaf.fieldPath));
}

function visit(
  node: Record<string, unknown>,
  steps: readonly Step[],
  leaves: OwnedLeaf[],
): void {
  const members = membersOf(node);
  const last = steps[steps.length - 1];
  const isItem = last?.kind === 'keys' || last?.kind === 'value';
  if (last && (members.length === 0 || isItem)) {
    leaves.push({ steps, fieldPath: formatFieldPath(steps), isItem });
  }
  for (const { step, node: child } of members) {
    // The keys of an item can't change without it being another item.
    const isKey =
      last?.kind === 'keys' && step.kind === 'field' && step.name in last.keys;
    if (!isKey) visit(child, [...steps, step], leaves);
  }
}
