import { KubeObject } from '@flotilla/drift';
import { isMap, json } from '../../json';

/** What Argo CD wrote of one Application, read. */
export interface ApplicationStatus {
  sync: 'Synced' | 'OutOfSync' | 'Unknown' | 'Absent';
  health: string;
  healthMessage: string;
  /** Commit that it was last compared with. */
  compared?: string;
  /** Commit of the last operation that succeeded. */
  lastSynced?: string;
  /** Commit of the last operation, whatever came of it. */
  attempted?: string;
  /** RFC 3339 UTC: the end of the last operation. */
  finishedAt?: string;
  /** Running, Succeeded, Failed, Error or Terminating; empty when there was none. */
  phase: string;
  operationMessage: string;
  /** Argo CD puts nothing right by itself: nobody asked it to, or somebody told it to stop. */
  suspended: boolean;
  /** The comparison speaks of the present spec. */
  observed: boolean;
  /** What keeps Argo CD from comparing or applying. */
  error?: string;
}

export function applicationStatus({
  spec,
  status: written,
  operation,
}: KubeObject & { operation?: unknown }): ApplicationStatus {
  const status = json.map(written);
  const sync = json.map(status.sync);
  const health = json.map(status.health);
  const state = json.map(status.operationState);
  const result = json.text(json.map(state.syncResult).revision) || undefined;
  const phase = isMap(operation) ? 'Running' : json.text(state.phase);
  const asked = json.map(json.map(json.map(state.operation).sync)).revision;
  return {
    sync: syncOf(sync.status),
    health: json.text(health.status),
    healthMessage: json.text(health.message),
    compared: json.text(sync.revision) || undefined,
    lastSynced:
      lastOf(status.history) ?? (phase === 'Succeeded' ? result : undefined),
    attempted: result ?? (json.text(asked) || undefined),
    finishedAt: json.text(state.finishedAt) || undefined,
    phase,
    operationMessage: json.text(state.message),
    suspended: !isAutomated(spec),
    observed: isObserved(spec, sync.comparedTo),
    error: errorOf(status.conditions),
  };
}

function syncOf(status: unknown): ApplicationStatus['sync'] {
  if (status === undefined || status === '') return 'Absent';
  return status === 'Synced' || status === 'OutOfSync' ? status : 'Unknown';
}

/** Argo CD appends to its history. */
function lastOf(history: unknown): string | undefined {
  const last = json.map(json.list(history).at(-1));
  return json.text(last.revision) || undefined;
}

function isAutomated(spec: unknown): boolean {
  const { automated } = json.map(json.map(spec).syncPolicy);
  return isMap(automated) && automated.enabled !== false;
}

/** Applications have no observed generation; they say which source they compared with. */
function isObserved(spec: unknown, comparedTo: unknown): boolean {
  const compared = json.map(json.map(comparedTo).source);
  const { repoURL, path, targetRevision } = json.map(json.map(spec).source);
  return (
    compared.repoURL === repoURL &&
    compared.path === path &&
    compared.targetRevision === targetRevision
  );
}

/** Conditions whose type ends in `Error` are failures; others are warnings. */
function errorOf(conditions: unknown): string | undefined {
  const failed = json
    .list(conditions)
    .map(json.map)
    .find(({ type }) => json.text(type).endsWith('Error'));
  return failed && (json.text(failed.message) || json.text(failed.type));
}
