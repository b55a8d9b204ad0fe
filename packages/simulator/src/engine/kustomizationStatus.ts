import {
  isJsonObject,
  JsonObject,
  listAt,
  numberAt,
  stringAt,
} from '../objects/json';
import { KubeObject } from '../objects/KubeObject';
import { removeCondition, setCondition } from './conditions';
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
  switch (outcome.phase) {
    case 'progressing':
      setCondition(
        status,
        {
          type: 'Reconciling',
          status: 'True',
          reason: 'Progressing',
          message: outcome.message,
        },
        now,
        generation,
      );
      setCondition(
        status,
        {
          type: 'Ready',
          status: 'Unknown',
          reason: 'Progressing',
          message: 'Reconciliation in progress',
        },
        now,
        generation,
      );
      break;
    case 'failed':
      setCondition(
        status,
        {
          type: 'Reconciling',
          status: 'True',
          reason: 'ProgressingWithRetry',
          message: outcome.message,
        },
        now,
        generation,
      );
      setCondition(
        status,
        {
          type: 'Ready',
          status: 'False',
          reason: outcome.reason,
          message: outcome.message,
        },
        now,
        generation,
      );
      if (outcome.reason === 'HealthCheckFailed') {
        setCondition(
          status,
          {
            type: 'Healthy',
            status: 'False',
            reason: outcome.reason,
            message: outcome.message,
          },
          now,
          generation,
        );
      }
      break;
    default:
      showSuccess(status, outcome, now, generation);
  }
}

function showSuccess(
  status: JsonObject,
  outcome: Extract<Outcome, { phase: 'succeeded' }>,
  now: string,
  generation: number | undefined,
): void {
  status.observedGeneration = generation;
  status.lastAppliedRevision = outcome.revision;
  removeCondition(status, 'Reconciling');
  const message = `Applied revision: ${outcome.revision}`;
  setCondition(
    status,
    {
      type: 'Ready',
      status: 'True',
      reason: 'ReconciliationSucceeded',
      message,
    },
    now,
    generation,
  );
  if (!outcome.waited) return;
  const healthy = `Health check passed in ${outcome.seconds}`;
  setCondition(
    status,
    { type: 'Healthy', status: 'True', reason: 'Succeeded', message: healthy },
    now,
    generation,
  );
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
