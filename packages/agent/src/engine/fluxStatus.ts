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
  return {
    ready: readyOf(ready),
    reason: json.text(ready?.reason),
    message: json.text(ready?.message),
    readySince: json.text(ready?.lastTransitionTime) || undefined,
    observed:
      generation === undefined || status.observedGeneration === generation,
    suspended: json.map(object.spec).suspend === true,
    lastApplied: json.text(status.lastAppliedRevision) || undefined,
    lastAttempted: json.text(status.lastAttemptedRevision) || undefined,
    artifact: json.text(json.map(status.artifact).revision) || undefined,
  };
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
