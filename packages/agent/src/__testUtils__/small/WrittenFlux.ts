import { KubeObject, ManagedFieldsEntry, objectRef } from '@flotilla/drift';
import { FLUX, asFluxSends } from '@flotilla/testbed';
import { json } from '../../json';
import { SmallCluster } from './SmallCluster';
import { CLUSTER } from './smallFleet';

const NAMESPACE = 'flux-system';

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

/** The objects of Flux in a small cluster, and what its controllers would write. */
export class WrittenFlux {
  readonly source: KubeObject = {
    apiVersion: 'source.toolkit.fluxcd.io/v1',
    kind: 'GitRepository',
    metadata: { name: 'fleet', namespace: NAMESPACE },
    spec: {
      url: 'https://git.example.com/acme/fleet',
      interval: '1m',
      ref: { branch: 'main' },
    },
  };

  constructor(private readonly cluster: SmallCluster) {}

  /** The Kustomization that applies a part, as Git has it. */
  stage(part: string): KubeObject {
    return {
      apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
      kind: 'Kustomization',
      metadata: {
        name: part.replace('/', '-'),
        namespace: NAMESPACE,
        annotations: { 'flotilla.dev/part': part },
        labels: { 'flotilla.dev/cluster': CLUSTER },
      },
      spec: {
        interval: '1m0s',
        prune: true,
        wait: true,
        path: `./rendered/${CLUSTER}/${part}`,
        sourceRef: { kind: 'GitRepository', name: 'fleet' },
      },
    };
  }

  /** Brings the source and the stages into the cluster. */
  async begin(commit: string, parts: Record<string, KubeObject[]>) {
    await this.#namespace(NAMESPACE);
    await this.cluster.apply(this.source, 'flux');
    await this.fetched(commit);
    for (const [part, objects] of Object.entries(parts)) {
      await this.cluster.apply(this.stage(part), FLUX);
      await this.applyPart(part, commit, objects);
    }
  }

  async #namespace(name: string): Promise<void> {
    const namespace = { apiVersion: 'v1', kind: 'Namespace' };
    await this.cluster.apply({ ...namespace, metadata: { name } }, 'flux');
  }

  /** Applies the objects of a part, and says so. */
  async applyPart(part: string, commit: string, objects: KubeObject[]) {
    for (const object of objects) await this.applyObject(part, object);
    await this.says(part, FLUX_SAYS.applied(commit), objects);
  }

  async applyObject(part: string, object: KubeObject): Promise<void> {
    const { metadata, ...rest } = object;
    const owner = this.stage(part).metadata.name;
    const sent = asFluxSends({ ...rest, metadata: { ...metadata } }, owner);
    await this.cluster.apply(sent, FLUX);
  }

  /**
   * Puts an object back as kustomize-controller does: what kubectl owns it takes over first, so that whatever of it
   * isn't in Git goes; and with it goes the author.
   */
  async revert(part: string, object: KubeObject): Promise<void> {
    if (await this.cluster.isThere(object)) {
      const { managedFields = [] } = (await this.cluster.live(object)).metadata;
      await this.cluster.patch(
        object,
        {
          metadata: { managedFields: takenOver(managedFields) },
        },
        FLUX,
      );
    }
    await this.applyObject(part, object);
  }

  /** Writes the status of a part's Kustomization. */
  async says(
    part: string,
    situation: FluxSituation,
    inventory?: readonly KubeObject[],
  ): Promise<void> {
    const { ready, reconciling, lastApplied, lastAttempted } = situation;
    const stage = this.stage(part);
    const { generation } = (await this.cluster.live(stage)).metadata;
    const [status, reason, message] = ready;
    const conditions = [
      ...(reconciling
        ? [condition('Reconciling', ['True', ...reconciling], generation)]
        : []),
      condition('Ready', [status, reason, message], generation),
    ];
    await this.cluster.writeStatus(stage, {
      conditions,
      observedGeneration: generation,
      lastAppliedRevision: lastApplied ? revisionOf(lastApplied) : null,
      lastAttemptedRevision: lastAttempted ? revisionOf(lastAttempted) : null,
      ...(inventory ? { inventory: { entries: inventory.map(entryOf) } } : {}),
    });
  }

  /** The source holds a commit. */
  async fetched(commit: string): Promise<void> {
    const { generation } = (await this.cluster.live(this.source)).metadata;
    const revision = revisionOf(commit);
    const message = `stored artifact for revision '${revision}'`;
    await this.cluster.writeStatus(this.source, {
      artifact: {
        revision,
        digest: `sha256:${'0'.repeat(64)}`,
        lastUpdateTime: new Date().toISOString(),
        path: `gitrepository/${NAMESPACE}/fleet/${commit}.tar.gz`,
        url: `http://source-controller/gitrepository/fleet/${commit}.tar.gz`,
      },
      conditions: [
        condition('Ready', ['True', 'Succeeded', message], generation),
      ],
      observedGeneration: generation,
    });
  }

  /** The source can't be reached; what it fetched before stays. */
  async failsToFetch(message: string): Promise<void> {
    const { generation } = (await this.cluster.live(this.source)).metadata;
    const reason = 'GitOperationFailed';
    await this.cluster.writeStatus(this.source, {
      conditions: [
        condition(
          'Reconciling',
          ['True', 'ProgressingWithRetry', message],
          generation,
        ),
        condition('Ready', ['False', reason, message], generation),
        condition('FetchFailed', ['True', reason, message], generation),
      ],
      observedGeneration: generation,
    });
  }
}

function condition(
  type: string,
  [status, reason, message]: [string, string, string],
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

/** The entries of an object after Flux has made those of kubectl its own. */
function takenOver(entries: readonly ManagedFieldsEntry[]) {
  const isHeirs = ({ manager = '', subresource }: ManagedFieldsEntry) =>
    !subresource && (manager === FLUX || manager.startsWith('kubectl'));
  const [own, ...others] = entries.filter(isHeirs);
  if (!own) return entries;
  const fieldsV1 = others.reduce(
    (known, { fieldsV1: more }) => merged(known, json.map(more)),
    json.map(own.fieldsV1),
  );
  const heir = { ...own, manager: FLUX, operation: 'Apply', fieldsV1 };
  return [heir, ...entries.filter(entry => !isHeirs(entry))];
}

function merged(
  one: Record<string, unknown>,
  other: Record<string, unknown>,
): Record<string, unknown> {
  const both = Object.entries(other).map(([key, value]) => [
    key,
    merged(json.map(one[key]), json.map(value)),
  ]);
  return { ...one, ...Object.fromEntries(both) };
}
