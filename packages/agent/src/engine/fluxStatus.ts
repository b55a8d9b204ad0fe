import { KubeObject } from '@flotilla/drift';
import { json } from '../json';

/** What Flux wrote of one Kustomization or GitRepository, read. */
export interface FluxStatus {
  ready: 'True' | 'False' | 'Unknown' | 'Absent';
  reason: string;
  message: string;
  /** RFC 3339 UTC: since when Ready has its value. */
  readySince?: string;
  /** The status speaks of the present spec. */
  observed: boolean;
  suspended: boolean;
  lastApplied?: string;
  lastAttempted?: string;
  /** Of a source: the revision that it holds. */
  artifact?: string;
}

export function fluxStatus(object: KubeObject): FluxStatus {
  const status = json.map(object.status);
  const ready = json
    .list(status.conditions)
    .map(json.map)
    .find(condition => condition.type === 'Ready');
  const { generation } = object.metadata;
  const observed =
    generation === undefined || status.observedGeneration === generation;
  return {
    ...((observed && verdictInForce(status, ready)) || said(ready)),
    readySince: json.text(ready?.lastTransitionTime) || undefined,
    observed,
    suspended: json.map(object.spec).suspend === true,
    lastApplied: json.text(status.lastAppliedRevision) || undefined,
    lastAttempted: json.text(status.lastAttemptedRevision) || undefined,
    artifact: json.text(json.map(status.artifact).revision) || undefined,
  };
}

type Said = Pick<FluxStatus, 'ready' | 'reason' | 'message'>;

function said(ready: Record<string, unknown> | undefined): Said {
  return {
    ready: readyOf(ready),
    reason: json.text(ready?.reason),
    message: json.text(ready?.message),
  };
}

/**
 * At every interval Flux looks again at what it has applied, and says
 * meanwhile that it is in progress. Until that ends, what the run before said
 * of this very revision holds, be it good or bad.
 */
function verdictInForce(
  status: Record<string, unknown>,
  ready: Record<string, unknown> | undefined,
): Said | undefined {
  if (ready?.status !== 'Unknown' || ready.reason !== 'Progressing') {
    return undefined;
  }
  const [last] = json.list(status.history).map(json.map);
  const revision = json.text(json.map(last?.metadata).revision);
  if (!revision || revision !== status.lastAttemptedRevision) return undefined;
  const reason = json.text(last.lastReconciledStatus);
  return reason === 'ReconciliationSucceeded'
    ? { ready: 'True', reason, message: `Applied revision: ${revision}` }
    : { ready: 'False', reason, message: whyFailed(status, reason) };
}

/** Of the run before only the reason is kept, and what was said of health while that isn't checked anew. */
function whyFailed(status: Record<string, unknown>, reason: string): string {
  const health = json
    .list(status.conditions)
    .map(json.map)
    .find(({ type, status: is }) => type === 'Healthy' && is === 'False');
  return json.text(health?.message) || `Trying again after ${reason}`;
}

function readyOf(
  condition: Record<string, unknown> | undefined,
): FluxStatus['ready'] {
  if (!condition) return 'Absent';
  const { status } = condition;
  return status === 'True' || status === 'False' ? status : 'Unknown';
}

/**
 * The commit of a revision as Flux writes it (`main@sha1:36eb…`): what stands
 * after the last colon. The part before `@` may hold slashes or be absent.
 */
export function commitOf(revision: string | undefined): string | undefined {
  return revision?.slice(revision.lastIndexOf(':') + 1) || undefined;
}
