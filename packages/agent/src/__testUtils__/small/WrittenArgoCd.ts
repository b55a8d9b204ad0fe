import { KubeObject, objectRef } from '@flotilla/drift';
import { json } from '../../json';
import { partMetadata } from '../partMetadata';
import { SmallCluster } from './SmallCluster';
import { CLUSTER } from './smallFleet';

const NAMESPACE = 'argocd';
/** The field manager of Argo CD's application controller. */
export const ARGO_CD = 'argocd-controller';

/** What Argo CD writes of one Application. */
export interface ArgoSituation {
  sync: 'Synced' | 'OutOfSync' | 'Unknown';
  health: string;
  /** The commit that it compares with. */
  compared: string;
  operation: { phase: string; commit: string; message: string };
  /** The commit of the last sync that succeeded. */
  lastSynced: string;
  error?: string;
}

function succeeded(commit: string): ArgoSituation['operation'] {
  const message = 'successfully synced (all tasks run)';
  return { phase: 'Succeeded', commit, message };
}

/** Situations of an Application, in Argo CD's words. */
export const ARGO_SAYS = {
  synced: (commit: string): ArgoSituation => ({
    sync: 'Synced',
    health: 'Healthy',
    compared: commit,
    operation: succeeded(commit),
    lastSynced: commit,
  }),
  isOutOfSync: (before: string, commit: string): ArgoSituation => ({
    ...ARGO_SAYS.synced(before),
    sync: 'OutOfSync',
    compared: commit,
  }),
  isDegraded: (commit: string): ArgoSituation => ({
    ...ARGO_SAYS.synced(commit),
    health: 'Degraded',
  }),
  failedToSync: (before: string, commit: string): ArgoSituation => ({
    ...ARGO_SAYS.isOutOfSync(before, commit),
    operation: {
      phase: 'Failed',
      commit,
      message: 'one or more objects failed to apply, reason: is invalid',
    },
  }),
  isSyncing: (before: string, commit: string): ArgoSituation => ({
    ...ARGO_SAYS.isOutOfSync(before, commit),
    operation: {
      phase: 'Running',
      commit,
      message: 'waiting for healthy state of apps/Deployment/web',
    },
  }),
  canNotCompare: (before: string): ArgoSituation => ({
    ...ARGO_SAYS.synced(before),
    sync: 'Unknown',
    error: 'Failed to load target state: rpc error: repository not accessible',
  }),
};

/** The objects of Argo CD in a small cluster, and what its controller would write. */
export class WrittenArgoCd {
  constructor(private readonly cluster: SmallCluster) {}

  /** The Application that applies a part, as Git has it. */
  application(part: string): KubeObject {
    return {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Application',
      metadata: partMetadata(part, CLUSTER, NAMESPACE),
      spec: {
        project: 'fleet',
        source: {
          repoURL: 'https://git.example.com/acme/fleet',
          targetRevision: 'main',
          path: `rendered/${CLUSTER}/${part}`,
        },
        destination: { server: 'https://kubernetes.default.svc' },
        syncPolicy: { automated: { prune: true, selfHeal: true } },
      },
    };
  }

  /** Git says so, and Argo CD has applied it: with the Applications. */
  async begin(commit: string, parts: Record<string, KubeObject[]>) {
    this.cluster.commit(commit, parts);
    const metadata = { name: NAMESPACE };
    const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata };
    await this.cluster.apply(namespace, 'test');
    for (const [part, objects] of Object.entries(parts)) {
      await this.cluster.apply(this.application(part), ARGO_CD);
      for (const object of objects) await this.applyObject(part, object);
      await this.says(part, ARGO_SAYS.synced(commit), objects);
    }
  }

  /** With the mark that Argo CD puts on all that it applies. */
  async applyObject(part: string, object: KubeObject): Promise<void> {
    const { group, kind, namespace = '', name } = objectRef(object);
    const owner = this.application(part).metadata.name;
    const annotations = {
      ...object.metadata.annotations,
      'argocd.argoproj.io/tracking-id': `${owner}:${group}/${kind}:${namespace}/${name}`,
    };
    const metadata = { ...object.metadata, annotations };
    await this.cluster.apply({ ...object, metadata }, ARGO_CD);
  }

  /**
   * Writes the status of a part's Application.
   *
   * @param objects - what Git gives the part
   * @param left - what Git gives it no more, and is still there
   */
  async says(
    part: string,
    situation: ArgoSituation,
    objects: readonly KubeObject[],
    left: readonly KubeObject[] = [],
  ): Promise<void> {
    const application = this.application(part);
    const { source, destination } = json.map(application.spec);
    const { sync, health, compared, operation, lastSynced, error } = situation;
    const now = new Date().toISOString();
    const asked = { sync: { revision: operation.commit } };
    const status = {
      sync: {
        status: sync,
        revision: compared,
        comparedTo: { source, destination },
      },
      health: { status: health },
      operationState: {
        phase: operation.phase,
        message: operation.message,
        operation: asked,
        startedAt: now,
        finishedAt: operation.phase === 'Running' ? null : now,
        syncResult: { revision: operation.commit, source },
      },
      history: [{ id: 1, deployedAt: now, revision: lastSynced, source }],
      resources: [
        ...objects.map(one => resourceOf(one, false)),
        ...left.map(one => resourceOf(one, true)),
      ],
      conditions: error
        ? [{ type: 'ComparisonError', message: error, lastTransitionTime: now }]
        : [],
    };
    await this.cluster.patch(application, { status }, ARGO_CD);
  }
}

function resourceOf(object: KubeObject, requiresPruning: boolean) {
  return {
    ...objectRef(object),
    status: requiresPruning ? 'OutOfSync' : 'Synced',
    ...(requiresPruning ? { requiresPruning } : {}),
  };
}
