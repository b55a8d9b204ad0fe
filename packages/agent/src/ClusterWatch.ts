import { KubeConfig } from '@kubernetes/client-node';
import { Hmac, KubeObject, objectRef } from '@flotilla/drift';
import { AUTOSCALERS, Assessment, Assessor } from './assess/Assessor';
import { Corrected } from './assess/Corrected';
import { nodeReport } from './assess/nodes';
import { Contents } from './assess/Contents';
import { DesiredState } from './desired/DesiredState';
import { GIT_REPOSITORY, KUSTOMIZATION } from './engine/flux';
import { commitOf, fluxStatus } from './engine/fluxStatus';
import { Kind } from './kube/kubeObject';
import { Observer } from './kube/Observer';
import { Logger } from './timing/Logger';

export interface ClusterWatchOptions {
  cluster: string;
  kubeConfig: KubeConfig;
  desired: DesiredState;
  corrected: Corrected;
  hmac?: Hmac;
  logger: Logger;
  /** Something may have changed that a report tells. */
  onChange(): void;
}

const NODE: Kind = { group: '', version: 'v1', kind: 'Node' };
const NODE_MILLISECONDS = 60_000;

const ALWAYS: readonly Kind[] = [GIT_REPOSITORY, KUSTOMIZATION, ...AUTOSCALERS];

/** Watches what is desired of a cluster and what its engine does. It goes on whether or not there is a hub. */
export class ClusterWatch {
  readonly observer: Observer;
  readonly #assessor: Assessor;
  #nodes: Contents['nodes'];
  #nodesAt = 0;
  #kubernetesVersion = '';

  constructor(private readonly options: ClusterWatchOptions) {
    const { kubeConfig, logger, onChange } = options;
    this.observer = new Observer(
      kubeConfig,
      {
        onObject: (before, after) => this.#changed(before, after),
        onSight: onChange,
      },
      logger,
    );
    this.#assessor = new Assessor({ ...options, view: this.observer });
  }

  #changed(before: KubeObject | undefined, after: KubeObject | undefined) {
    const object = after ?? before;
    if (!object) return;
    this.#assessor.observe(objectRef(object), after, Date.now());
    this.options.onChange();
  }

  /** Looks at the kinds that are desired now, and at nothing else. */
  async follow(): Promise<void> {
    const kinds = new Map<string, Kind>();
    for (const { objects } of this.options.desired.parts) {
      for (const object of objects) {
        const { group, version, kind } = objectRef(object);
        const key = `${group}/${kind}`;
        if (!kinds.has(key)) kinds.set(key, { group, version, kind });
      }
    }
    for (const kind of ALWAYS) kinds.set(`${kind.group}/${kind.kind}`, kind);
    await this.observer.see(kinds.values());
  }

  /** Reads what isn't watched: nodes come and go slowly, and change all the time. */
  async refreshNodes(signal: AbortSignal): Promise<void> {
    if (Date.now() - this.#nodesAt < NODE_MILLISECONDS) return;
    this.#nodesAt = Date.now();
    try {
      const nodes = await this.observer.list(NODE, signal);
      this.#nodes = nodes.length > 0 ? nodeReport(nodes) : undefined;
      this.#kubernetesVersion = await this.observer.kubernetesVersion(signal);
    } catch (error) {
      this.options.logger.debug(`Nodes can't be read: ${String(error)}`);
    }
  }

  assess(
    persistence: number,
  ): { contents: Contents; recheckAt?: number } | undefined {
    const assessment: Assessment | undefined = this.#assessor.assess(
      Date.now(),
      persistence,
    );
    return (
      assessment && {
        ...assessment,
        contents: {
          ...assessment.contents,
          kubernetesVersion: this.#kubernetesVersion,
          nodes: this.#nodes,
        },
      }
    );
  }

  /** Whether the engine already has a commit that the desired state isn't of. */
  get isAheadOfDesired(): boolean {
    const { current } = this.options.desired;
    const commits = this.observer
      .objects(GIT_REPOSITORY)
      .filter(source => source.metadata.name === 'fleet')
      .map(source => commitOf(artifactOf(source)));
    return commits.some(commit => commit && commit !== current?.commit);
  }

  async stop(): Promise<void> {
    await this.observer.stop();
  }
}

function artifactOf(source: KubeObject): string | undefined {
  return fluxStatus(source).artifact;
}
