import { KubeObject, objectRef } from '@flotilla/drift';

/** What Flux's controllers write, in the forms that `situations` are observed of it. */
export interface FluxSituation {
  ready: [status: string, reason: string, message: string];
  reconciling?: [reason: string, message: string];
  lastApplied?: string;
  lastAttempted?: string;
}

export function revisionOf(commit: string): string {
  return `main@sha1:${commit}`;
}

/** Situations of a Kustomization as the real kustomize-controller 1.9 tells them. */
export const FLUX_SAYS = {
  applied: (commit: string): FluxSituation => ({
    ready: [
      'True',
      'ReconciliationSucceeded',
      `Applied revision: ${revisionOf(commit)}`,
    ],
    lastApplied: commit,
    lastAttempted: commit,
  }),
  checksHealth: (before: string, commit: string): FluxSituation => ({
    ready: ['Unknown', 'Progressing', 'Running health checks'],
    reconciling: ['Progressing', 'Running health checks'],
    lastApplied: before,
    lastAttempted: commit,
  }),
  isStalled: (before: string, commit: string): FluxSituation => ({
    ready: [
      'False',
      'HealthCheckFailed',
      "timeout waiting for: [Deployment/shop/web status: 'InProgress']",
    ],
    reconciling: ['ProgressingWithRetry', 'Running health checks'],
    lastApplied: before,
    lastAttempted: commit,
  }),
  isRefused: (before: string, commit: string): FluxSituation => ({
    ready: [
      'False',
      'ReconciliationFailed',
      'Deployment/shop/bad dry-run failed (Invalid): spec.selector: Required value',
    ],
    reconciling: ['ProgressingWithRetry', 'Detecting drift'],
    lastApplied: before,
    lastAttempted: commit,
  }),
  cannotBuild: (before: string, commit: string): FluxSituation => ({
    ready: ['False', 'BuildFailed', 'kustomize build failed: yaml: line 3'],
    reconciling: ['ProgressingWithRetry', 'Building manifests'],
    lastApplied: before,
    lastAttempted: commit,
  }),
};

/** The status of a Kustomization. */
export function stageStatus(
  { ready, reconciling, lastApplied, lastAttempted }: FluxSituation,
  generation: number | undefined,
  inventory?: readonly KubeObject[],
): object {
  return {
    conditions: [
      ...(reconciling
        ? [condition('Reconciling', ['True', ...reconciling], generation)]
        : []),
      condition('Ready', ready, generation),
    ],
    observedGeneration: generation,
    lastAppliedRevision: lastApplied ? revisionOf(lastApplied) : null,
    lastAttemptedRevision: lastAttempted ? revisionOf(lastAttempted) : null,
    ...(inventory ? { inventory: { entries: inventory.map(entryOf) } } : {}),
  };
}

/** The status of a source that holds a commit. */
export function fetchedStatus(
  commit: string,
  generation: number | undefined,
): object {
  const revision = revisionOf(commit);
  const message = `stored artifact for revision '${revision}'`;
  return {
    artifact: {
      revision,
      digest: `sha256:${'0'.repeat(64)}`,
      lastUpdateTime: new Date().toISOString(),
      path: `gitrepository/flux-system/fleet/${commit}.tar.gz`,
      url: `http://source-controller/gitrepository/fleet/${commit}.tar.gz`,
    },
    conditions: [
      condition('Ready', ['True', 'Succeeded', message], generation),
    ],
    observedGeneration: generation,
  };
}

/** The status of a source that can't be reached; what it fetched before stays. */
export function unfetchedStatus(
  message: string,
  generation: number | undefined,
): object {
  const reason = 'GitOperationFailed';
  const retry = ['True', 'ProgressingWithRetry', message] as const;
  return {
    conditions: [
      condition('Reconciling', retry, generation),
      condition('Ready', ['False', reason, message], generation),
      condition('FetchFailed', ['True', reason, message], generation),
    ],
    observedGeneration: generation,
  };
}

function condition(
  type: string,
  [status, reason, message]: readonly [string, string, string],
  observedGeneration: number | undefined,
) {
  const lastTransitionTime = new Date().toISOString();
  const said = { type, status, reason, message, lastTransitionTime };
  return { ...said, observedGeneration };
}

function entryOf(object: KubeObject) {
  const { group, version, kind, namespace = '', name } = objectRef(object);
  return { id: `${namespace}_${name}_${group}_${kind}`, v: version };
}
