import type { NodeReport } from '@flotilla/backstage-plugin-flotilla-common';
import { Kind } from '../kube/kubeObject';
import { Observer } from '../kube/Observer';
import { Logger } from '../timing/Logger';
import { nodeReport } from './nodes';

const NODE: Kind = { group: '', version: 'v1', kind: 'Node' };

/** What a report says of the cluster itself: read now and then, as nodes change all the time and in little that counts. */
export class ClusterFacts {
  #nodes: NodeReport | undefined;
  #kubernetesVersion = '';

  constructor(
    private readonly observer: Observer,
    private readonly logger: Logger,
  ) {}

  get told(): { nodes: NodeReport | undefined; kubernetesVersion: string } {
    return { nodes: this.#nodes, kubernetesVersion: this.#kubernetesVersion };
  }

  /** It never fails; what can't be read isn't told. */
  async refresh(signal: AbortSignal): Promise<void> {
    const { observer, logger } = this;
    try {
      const nodes = await observer.list(NODE, signal);
      this.#nodes = nodes.length > 0 ? nodeReport(nodes) : undefined;
      this.#kubernetesVersion = await observer.kubernetesVersion(signal);
    } catch (error) {
      this.#nodes = undefined;
      logger.debug(`Nodes can't be read: ${String(error)}`);
    }
  }
}
