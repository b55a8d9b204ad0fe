import type { EntityChange } from '../changedEntities';
import { pointersMeet } from '../fields';
import type { Ruling } from '../ruling';
import type { Judged } from '../writtenPolicies';
import { builtInFinding } from './finding';

/** Deleting the file of an active cluster would strand its machines and volumes. */
export function activeClustersStay({ changes }: Judged): Ruling[] {
  return changes
    .filter(isCluster('DELETE'))
    .filter(change => lifecycleOf(change.before) !== 'Decommissioning')
    .map(({ name, path }) => ({
      kind: 'Violation',
      finding: builtInFinding('active-cluster', {
        path,
        severity: 'critical',
        message: `${name} is active: its file can't be deleted or renamed`,
        remediation:
          'Merge spec.lifecycle: Decommissioning first; its workloads leave in order then.',
      }),
    }));
}

const FIXED = ['/spec/provider', '/spec/managedBy'];

/** Where a change gives a cluster another provider or manager. */
export function movedPlaces(
  changes: readonly EntityChange[],
): { change: EntityChange; field: string; line?: number }[] {
  return changes.filter(isCluster('UPDATE')).flatMap(change =>
    change.fields
      .filter(pointer =>
        FIXED.some(fixed => pointer !== '' && pointersMeet(pointer, fixed)),
      )
      .map(field => ({
        change,
        field,
        line: change.source?.positionOf(field).line,
      })),
  );
}

/** With another provider or manager it would be another cluster, and the engine would destroy this one. */
export function clustersKeepTheirPlace({ changes }: Judged): Ruling[] {
  return movedPlaces(changes).map(
    ({ change: { path, name }, field, line }): Ruling => ({
      kind: 'Violation',
      finding: builtInFinding('cluster-keeps-its-place', {
        path,
        line,
        field,
        severity: 'critical',
        message: `${field.slice('/spec/'.length)} of ${name} never changes`,
        remediation:
          'Set it back, or create another cluster and decommission this one.',
      }),
    }),
  );
}

function isCluster(operation: EntityChange['operation']) {
  return (change: EntityChange) =>
    change.kind === 'Cluster' && change.operation === operation;
}

function lifecycleOf(cluster: Record<string, unknown> | undefined): unknown {
  const spec = cluster?.spec;
  return typeof spec === 'object' && spec !== null && 'lifecycle' in spec
    ? spec.lifecycle
    : undefined;
}
