import type { Policy } from '@flotilla/model';
import type { EntityChange } from './changedEntities';
import { pointersMeet } from './fields';
import { clustersReached, matchesLabels } from './reach';
import type { RenderedChange } from './renderedChanges';
import type { Snapshot } from './snapshot';

/** Whether every clause that a policy's `match` has holds for a change. */
export function matches(
  policy: Policy,
  change: EntityChange | RenderedChange,
  states: { before: Snapshot; after: Snapshot },
): boolean {
  const { operations, kinds, fields, clusters } = policy.spec.match ?? {};
  return (
    (!operations || operations.includes(change.operation)) &&
    (!kinds || kinds.includes(change.kind)) &&
    (!fields || meetsField(fields, change.fields)) &&
    (!clusters || reaches(clusters.matchLabels, change, states))
  );
}

function meetsField(wanted: string[], changed: string[]): boolean {
  return wanted.some(field =>
    changed.some(pointer => pointersMeet(pointer, field)),
  );
}

/**
 * Whether a change touches a cluster with these labels, before or after: taking the label away in the
 * same change doesn't take the policy away.
 */
function reaches(
  selector: Record<string, string>,
  change: EntityChange | RenderedChange,
  { before, after }: { before: Snapshot; after: Snapshot },
): boolean {
  if (
    change.kind === 'Cluster' &&
    !('cluster' in change) &&
    change.labels.some(labels => matchesLabels(selector, labels))
  ) {
    return true;
  }
  return [before, after].some(({ fleet }) => {
    // Without a readable fleet nobody can say that the change stays out of reach.
    if (!fleet) return true;
    const names =
      'cluster' in change
        ? new Set([change.cluster])
        : clustersReached(change, fleet);
    return [...names].some(name =>
      matchesLabels(selector, fleet.clusters.get(name)?.metadata.labels ?? {}),
    );
  });
}
