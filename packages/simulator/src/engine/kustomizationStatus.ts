import {
  isJsonObject,
  JsonObject,
  listAt,
  numberAt,
  stringAt,
} from '../objects/json';
import { KubeObject } from '../objects/KubeObject';
import { Condition, removeCondition, setCondition } from './conditions';
import { inventoryEntry } from './inventory';
import { REQUESTED_AT } from './fluxTypes';

/** Statuses that Flux keeps of earlier builds. */
const HISTORY_KEPT = 5;

/** How far a reconciliation has come, or how it ended. */
export type Outcome =
  | { phase: 'progressing'; revision: string; message: string }
  | { phase: 'failed'; revision?: string; reason: string; message: string }
  | { phase: 'succeeded'; revision: string; waited: boolean; seconds: string };

/** The inventory that a successful apply leaves. */
export function showInventory(
  status: JsonObject,
  objects: readonly KubeObject[],
): void {
  const entries = objects
    .map(inventoryEntry)
    .sort((a, b) => (String(a.id) < String(b.id) ? -1 : 1));
  status.inventory = { entries };
}

/** Writes one outcome into a Kustomization's status, as kustomize-controller words it. */
export function showOutcome(
  kustomization: KubeObject,
  status: JsonObject,
  outcome: Outcome,
  now: string,
): void {
  const { generation } = kustomization.metadata;
  const requested = kustomization.metadata.annotations?.[REQUESTED_AT];
  if (requested) status.lastHandledReconcileAt = requested;
  if (outcome.revision !== undefined)
    status.lastAttemptedRevision = outcome.revision;
  const say = (
    type: string,
    is: Condition['status'],
    reason: string,
    message: string,
  ) =>
    setCondition(
      status,
      { type, status: is, reason, message },
      now,
      generation,
    );
  switch (outcome.phase) {
    case 'progressing':
      say('Reconciling', 'True', 'Progressing', outcome.message);
      say('Ready', 'Unknown', 'Progressing', 'Reconciliation in progress');
      break;
    case 'failed': {
      const { reason, message } = outcome;
      say('Reconciling', 'True', 'ProgressingWithRetry', message);
      say('Ready', 'False', reason, message);
      if (reason === 'HealthCheckFailed') {
        say('Healthy', 'False', reason, message);
      }
      break;
    }
    default: {
      const { revision, waited, seconds } = outcome;
      status.observedGeneration = generation;
      status.lastAppliedRevision = revision;
      removeCondition(status, 'Reconciling');
      const applied = `Applied revision: ${revision}`;
      say('Ready', 'True', 'ReconciliationSucceeded', applied);
      const healthy = `Health check passed in ${seconds}`;
      if (waited) say('Healthy', 'True', 'Succeeded', healthy);
    }
  }
}

/** Counts a reconciliation in `status.history`: one entry for each digest of what was built. */
export function showHistory(
  status: JsonObject,
  entry: { digest: string; revision: string; status: string; duration: string },
  now: string,
): void {
  const history = listAt(status, 'history').filter(isJsonObject);
  const same = history.find(each => stringAt(each, 'digest') === entry.digest);
  const written: JsonObject = {
    digest: entry.digest,
    firstReconciled: stringAt(same, 'firstReconciled') ?? now,
    lastReconciled: now,
    lastReconciledDuration: entry.duration,
    lastReconciledStatus: entry.status,
    metadata: { revision: entry.revision },
    totalReconciliations: (numberAt(same, 'totalReconciliations') ?? 0) + 1,
  };
  status.history = [written, ...history.filter(each => each !== same)].slice(
    0,
    HISTORY_KEPT,
  );
}
