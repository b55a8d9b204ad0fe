import { LoggerService } from '@backstage/backend-plugin-api';
import { ClusterState } from '@flotilla/backstage-plugin-flotilla-common';
import { RequestStore } from './RequestStore';
import { THE_HUB } from './RequestViewer';
import { StoredRequest } from './StoredRequest';
import { PullRequestFollower } from './PullRequestFollower';

/** How far a cluster is with what Git says now. */
export interface ClusterProgress {
  state: ClusterState;
  /** The sentence that goes with the state. */
  reason: string;
  /** Whether the engine has applied every part of the cluster as it is at the fleet's commit. */
  applied: boolean;
  /** Digest of what the engine has applied, by part. */
  appliedDigests: ReadonlyMap<string, string>;
}

/** What the tracker needs of the parts around it. */
export interface RequestTrackerOptions {
  store: RequestStore;
  follower: PullRequestFollower;
  /** Whether the fleet, as the hub follows it, has this commit. */
  hasCommit(fleet: string, commit: string): Promise<boolean>;
  progress(
    fleet: string,
    cluster: string,
  ): Promise<ClusterProgress | undefined>;
  changed(
    before: StoredRequest | undefined,
    after: StoredRequest,
  ): Promise<void>;
  logger: LoggerService;
  now?(): Date;
}

const UNHEARD: ClusterProgress = {
  state: 'Unknown',
  applied: false,
  appliedDigests: new Map(),
  reason: 'nothing has been heard of it yet',
};

/** Follows open requests: the pull request on the Git host until it is merged, then the clusters until they are in sync. */
export class RequestTracker {
  constructor(private readonly options: RequestTrackerOptions) {}

  /** Looks at every open request once. One that fails doesn't hold up the others. */
  async track(): Promise<void> {
    const { items } = await this.options.store.list(
      { open: true, limit: 500 },
      THE_HUB,
    );
    // The oldest first: what it merges is the base that the younger ones are then rendered on.
    for (const request of items.reverse()) {
      try {
        await this.follow(request);
      } catch (error) {
        this.options.logger.warn(
          `Request ${request.id} (${request.title}) could not be followed: ${error}`,
        );
      }
    }
  }

  private async follow(request: StoredRequest): Promise<void> {
    const changes =
      request.phase === 'Merged' || request.phase === 'Applied'
        ? await this.clusters(request)
        : await this.options.follower.follow(request);
    if (!changes || !differs(request, changes)) {
      return;
    }
    const after = await this.options.store.update(request, changes, this.now());
    if (after) {
      await this.options.changed(request, after);
    }
  }

  private async clusters(
    request: StoredRequest,
  ): Promise<Partial<StoredRequest> | undefined> {
    const { fleet, clusters, pullRequest } = request;
    const commit = pullRequest?.mergeCommit;
    if (!commit || !(await this.options.hasCommit(fleet, commit))) {
      return { message: 'Merged; the portal has not fetched it yet' };
    }
    const all = await Promise.all(
      clusters.map(async name => ({
        name,
        ...((await this.options.progress(fleet, name)) ?? UNHEARD),
      })),
    );
    const times = { ...request.times };
    const late = all.find(cluster => !cluster.applied);
    if (late) {
      return { message: `${late.name}: ${late.reason}` };
    }
    times.Applied ??= this.now();
    const waiting = all.find(cluster => cluster.state !== 'InSync');
    if (waiting) {
      return {
        times,
        phase: 'Applied',
        message: `${waiting.name}: ${waiting.reason}`,
      };
    }
    times.InSync = this.now();
    return { times, phase: 'InSync', message: undefined };
  }

  private now(): string {
    return (this.options.now?.() ?? new Date()).toISOString();
  }
}

/** Whether any of the changes is one: a request that stands still isn't written again. */
function differs(
  request: StoredRequest,
  changes: Partial<StoredRequest>,
): boolean {
  const before: Record<string, unknown> = { ...request };
  return Object.entries(changes).some(
    ([key, value]) => JSON.stringify(before[key]) !== JSON.stringify(value),
  );
}
