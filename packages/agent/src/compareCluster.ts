import { createHash } from 'node:crypto';
import { KubeConfig } from '@kubernetes/client-node';
import type {
  Desired,
  Report,
} from '@flotilla/backstage-plugin-flotilla-common';
import { ClusterWatch } from './ClusterWatch';
import { Corrected } from './assess/Corrected';
import { DesiredState } from './desired/DesiredState';
import { Logger } from './timing/Logger';
import { Waker } from './timing/Waker';

/**
 * What to compare a cluster with.
 *
 * @public
 */
export interface CompareClusterOptions {
  kubeConfig: KubeConfig;
  /** The cluster's name in Git. */
  cluster: string;
  /** The rendered parts: the text of each `manifests.yaml`. */
  parts: readonly { name: string; text: string; cluster?: string }[];
  /** The commit that the parts are of, to tell what the engine has applied. */
  commit?: string;
  ignore?: Desired['ignore'];
  logger?: Logger;
  signal?: AbortSignal;
  /** Seconds to wait for all kinds to be read. Default 30. */
  timeoutSeconds?: number;
}

/**
 * What differs between Git and a cluster, in the shape of a report.
 *
 * @public
 */
export type ClusterComparison = Required<
  Pick<Report, 'engine' | 'counts' | 'parts' | 'resources' | 'ignored'>
>;

const SILENT: Logger = { debug() {}, info() {}, warn() {}, error() {} };

/**
 * Compares a cluster with its rendered parts, once, with no hub and no agent.
 * Kinds that can't be read in time come out as `Unknown`.
 *
 * @throws Error when the cluster can't be reached at all
 *
 * @public
 */
export async function compareCluster(
  options: CompareClusterOptions,
): Promise<ClusterComparison> {
  const { logger = SILENT, timeoutSeconds = 30 } = options;
  const signal = options.signal ?? new AbortController().signal;
  const waker = new Waker();
  const desired = new DesiredState(sourceOf(options), logger);
  await desired.refresh(signal);
  const watch = new ClusterWatch({
    cluster: options.cluster,
    kubeConfig: options.kubeConfig,
    desired,
    corrected: new Corrected(),
    logger,
    onChange: () => waker.wake(),
  });
  // One question first: a cluster that isn't there is an error, not unknown objects.
  await watch.observer.kubernetesVersion(signal);
  await watch.follow();
  try {
    await watch.readSchemas();
    const end = Date.now() + timeoutSeconds * 1000;
    while (!watch.observer.settled && Date.now() < end && !signal.aborted) {
      await waker.sleep(100, signal);
    }
    const assessed = watch.assess(0);
    if (!assessed) throw new Error('there is nothing to compare with');
    const { engine, counts, parts, resources, ignored } = assessed.contents;
    return {
      engine,
      counts,
      parts,
      ignored,
      resources: [...resources.values()],
    };
  } finally {
    await watch.stop();
  }
}

/** The given parts as a hub would serve them. */
function sourceOf({
  cluster,
  parts,
  commit = '',
  ignore = [],
}: CompareClusterOptions) {
  const texts = new Map<string, string>();
  const listed = parts.map(({ name, text, cluster: subject = cluster }) => {
    const hash = createHash('sha256').update(text).digest('hex');
    const digest = `sha256:${hash}`;
    texts.set(digest, text);
    return { cluster: subject, name, digest, size: text.length, path: '' };
  });
  const desired: Desired = {
    fleet: '',
    cluster,
    revision: commit,
    commit,
    etag: commit || 'once',
    engine: 'Flux',
    parts: listed,
    ignore,
    unmanaged: [],
  };
  return {
    desired: async () => desired,
    part: async (digest: string) => texts.get(digest) ?? '',
  };
}
