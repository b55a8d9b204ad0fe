import { createHash } from 'node:crypto';
import type {
  Condition,
  Desired,
  Report,
} from '@flotilla/backstage-plugin-flotilla-common';
import { ClusterWatch } from './ClusterWatch';
import { Corrected } from './assess/Corrected';
import { DesiredState } from './desired/DesiredState';
import { KubeAccess } from './kube/KubeAccess';
import { Logger } from './timing/Logger';
import { Waker } from './timing/Waker';

/**
 * A rendered part: the text of its `manifests.yaml`.
 *
 * @public
 */
export interface GivenPart {
  name: string;
  text: string;
  /** The cluster that it is of. Default: the one that is compared. */
  cluster?: string;
}

/**
 * What to compare a cluster with.
 *
 * @public
 */
export interface CompareClusterOptions {
  kubeConfig: KubeAccess;
  /** The cluster's name in Git. */
  cluster: string;
  /** The rendered parts: the text of each `manifests.yaml`. */
  parts: readonly GivenPart[];
  /** The commit that the parts are of, to tell what the engine has applied. */
  commit?: string;
  /** The parts at another commit, which the engine may have applied; undefined where that isn't known. */
  partsAt?: (commit: string) => Promise<readonly GivenPart[] | undefined>;
  /** Default: Flux. */
  engine?: Desired['engine'];
  ignore?: Desired['ignore'];
  unmanaged?: Desired['unmanaged'];
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
  Pick<
    Report,
    'engine' | 'counts' | 'parts' | 'resources' | 'ignored' | 'conditions'
  >
>;

const SILENT: Logger = { debug() {}, info() {}, warn() {}, error() {} };

/** The given parts as a hub would serve them. */
class GivenState {
  readonly #texts = new Map<string, string>();
  #desired: Desired;

  constructor(private readonly options: CompareClusterOptions) {
    this.#desired = this.#listed(options.commit ?? '', options.parts);
  }

  offer(commit: string, parts: readonly GivenPart[]): void {
    this.#desired = this.#listed(commit, parts);
  }

  offerGiven(): void {
    const { commit = '', parts } = this.options;
    this.offer(commit, parts);
  }

  desired = async () => this.#desired;

  part = async (digest: string) => this.#texts.get(digest) ?? '';

  #listed(commit: string, parts: readonly GivenPart[]): Desired {
    const { cluster, engine = 'Flux', ignore, unmanaged } = this.options;
    return {
      fleet: '',
      cluster,
      revision: commit,
      commit,
      etag: commit || 'once',
      engine,
      parts: parts.map(part => {
        const hash = createHash('sha256').update(part.text).digest('hex');
        const digest = `sha256:${hash}`;
        this.#texts.set(digest, part.text);
        const { name, text } = part;
        const subject = part.cluster ?? cluster;
        return { cluster: subject, name, digest, size: text.length, path: '' };
      }),
      ignore: ignore ?? [],
      unmanaged: unmanaged ?? [],
    };
  }
}

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
  const source = new GivenState(options);
  const desired = new DesiredState(source, logger);
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
    const end = Date.now() + timeoutSeconds * 1000;
    const settle = async () => {
      await watch.readSchemas();
      while (!watch.observer.settled && Date.now() < end && !signal.aborted) {
        await waker.sleep(100, signal);
      }
    };
    await settle();
    // What charts have made may be of kinds that Git doesn't name.
    await watch.readReleases();
    await settle();
    await rememberApplied(options, source, desired, watch);
    await watch.lookForForeign();
    const assessed = watch.assess(0);
    if (!assessed) throw new Error('there is nothing to compare with');
    const { engine, counts, parts, resources, ignored, conditions } =
      assessed.contents;
    return {
      engine,
      counts,
      parts,
      ignored,
      resources: [...resources.values()],
      conditions: conditions.filter(isToldByOneLook),
    };
  } finally {
    await watch.stop();
  }
}

/** Who undoes whose work shows only to one who stays and watches. */
function isToldByOneLook({ type }: Condition): boolean {
  return type !== 'Fighting';
}

/** An engine that lags has applied an earlier commit: what live objects should be is what that says. */
async function rememberApplied(
  { commit, partsAt }: CompareClusterOptions,
  source: GivenState,
  desired: DesiredState,
  watch: ClusterWatch,
): Promise<void> {
  const signal = new AbortController().signal;
  for (const applied of watch.appliedCommits) {
    const parts = applied === commit ? undefined : await partsAt?.(applied);
    if (parts) {
      source.offer(applied, parts);
      await desired.refresh(signal);
    }
  }
  source.offerGiven();
  await desired.refresh(signal);
}
