import { LoggerService } from '@backstage/backend-plugin-api';
import { NotFoundError } from '@backstage/errors';
import { pullRequestBody } from '@flotilla/backstage-plugin-flotilla-node';
import { GithubHost } from '@flotilla/repository';
import { Knex } from 'knex';
import { FollowedFleet } from '../fleets';
import { PlanService } from '../plans/PlanService';
import { RoleDirectory } from '../roles/RoleDirectory';
import { ChangeSignals } from '../signals';
import { Timeline } from '../timeline';
import { HostedFleet, PullRequestFollower } from './PullRequestFollower';
import { PullRequestJudge } from './PullRequestJudge';
import { requestEvents } from './requestEvents';
import { Rerender } from './Rerender';
import { RequestService, RequestServiceOptions } from './RequestService';
import { RequestStore } from './RequestStore';
import { THE_HUB } from './RequestViewer';
import {
  ClusterProgress,
  RequestTracker,
  RequestTrackerOptions,
} from './RequestTracker';

/** What requests need of the rest of the hub. */
export interface RequestsOptions {
  knex: Knex;
  logger: LoggerService;
  /** The fleet as of its last readable commit. */
  fleet(name: string): FollowedFleet | undefined;
  fleetNames(): string[];
  /** Fetches a fleet's repository now. */
  refresh(fleet: string): Promise<void>;
  /** The Git host of a fleet; undefined where its address belongs to no integration. */
  host(fleet: FollowedFleet): GithubHost | undefined;
  loginOf(userEntityRef: string): Promise<string | undefined>;
  agents: RequestServiceOptions['agents'];
  progress: RequestTrackerOptions['progress'];
  timeline: Timeline;
  signals: ChangeSignals;
  /** Address of the portal, without a slash at the end. */
  portalUrl: string;
}

/** Plans, requests and what follows them, put together. */
export interface Requests {
  plans: PlanService;
  requests: RequestService;
  store: RequestStore;
  /** Follows all open requests and gives every open pull request its check. For a schedule, and for the host's events. */
  track(): Promise<void>;
}

export function assembleRequests(options: RequestsOptions): Requests {
  const { knex, logger, signals, timeline } = options;
  const store = new RequestStore(knex);
  const hosted = (name: string): HostedFleet | undefined => {
    const fleet = options.fleet(name);
    const host = fleet && options.host(fleet);
    return host && { ...fleet, host };
  };
  const roles = new RoleDirectory({
    loginOf: options.loginOf,
    fleet: name => {
      const fleet = hosted(name);
      const roleList = options.fleet(name)?.sources.fleet.spec.roles ?? [];
      return fleet && { roles: roleList, host: teams(options, name) };
    },
  });
  const plans = new PlanService({ fleet: options.fleet, roles });
  const follower = new PullRequestFollower({
    fleet: hosted,
    refresh: options.refresh,
    judge: new PullRequestJudge(roles),
    rerender: rerender(options, plans),
    pageOf: id => pageOf(options.portalUrl, id),
  });
  const changed: RequestTrackerOptions['changed'] = async (before, after) => {
    await timeline.add(requestEvents(before, after));
    const { fleet, clusters, id } = after;
    signals.changed({ fleet, clusters, requests: [id] });
  };
  const tracker = new RequestTracker({
    store,
    follower,
    logger,
    changed,
    progress: (name, cluster) => progressAt(options, name, cluster),
    hasCommit: async (name, commit) => {
      const fleet = options.fleet(name);
      return !!fleet && fleet.mirror.contains(fleet.commit, commit);
    },
  });
  return {
    plans,
    store,
    requests: new RequestService({
      store,
      plans,
      agents: options.agents,
      pullRequest: async (name, number) => {
        const found = await hostOf(options, name).pullRequest(number);
        const { url, head } = found;
        return {
          number,
          url,
          headSha: head.sha,
          headBranch: head.branch,
          fork: head.fork,
        };
      },
      changed,
    }),
    track: async () => {
      await tracker.track();
      await judgeOthers(options, store, follower);
    },
  };
}

/** What a cluster has applied, held against the commit that is followed now: its stored state may be of the one before. */
async function progressAt(
  options: RequestsOptions,
  name: string,
  cluster: string,
): Promise<ClusterProgress | undefined> {
  const progress = await options.progress(name, cluster);
  const parts = options.fleet(name)?.clusters.get(cluster)?.parts ?? [];
  const holds = parts
    .filter(part => part.name !== 'bootstrap')
    .every(part => progress?.appliedDigests.get(part.name) === part.digest);
  return progress && { ...progress, applied: progress.applied && holds };
}

async function judgeOthers(
  { fleetNames, logger }: RequestsOptions,
  store: RequestStore,
  follower: PullRequestFollower,
): Promise<void> {
  for (const name of fleetNames()) {
    const { items } = await store.list(
      { fleet: name, open: true, limit: 500 },
      THE_HUB,
    );
    const numbers = items.flatMap(item => item.pullRequest?.number ?? []);
    try {
      await follower.judgeOthers(name, new Set(numbers));
    } catch (error) {
      logger.warn(
        `Pull requests of fleet ${name} could not be checked: ${error}`,
      );
    }
  }
}

function rerender(options: RequestsOptions, plans: PlanService): Rerender {
  return new Rerender({
    plans,
    changesAt: async (name, headSha, baseCommit) => {
      const { mirror } = fleetOf(options, name);
      const changed = new Set(await mirror.changedPaths(baseCommit, headSha));
      const files = await mirror.files(headSha, path => changed.has(path));
      return new Map([...changed].map(path => [path, files.get(path) ?? null]));
    },
    push: async (request, plan) => {
      const { repository } = fleetOf(options, request.fleet);
      return hostOf(options, request.fleet).openPullRequest({
        base: { commit: plan.baseCommit, branch: repository.branch },
        branch: request.branch,
        title: plan.title,
        body: pullRequestBody({
          plan,
          requester: request.requester,
          requestUrl: pageOf(options.portalUrl, request.id),
        }),
        files: new Map(plan.files.map(({ path, content }) => [path, content])),
        labels: ['flotilla'],
      });
    },
  });
}

function teams(options: RequestsOptions, fleet: string) {
  return {
    teamMembers: (team: string) => hostOf(options, fleet).teamMembers(team),
  };
}

function fleetOf(options: RequestsOptions, name: string): FollowedFleet {
  const fleet = options.fleet(name);
  if (!fleet) {
    throw new NotFoundError(`No fleet "${name}" has been read yet`);
  }
  return fleet;
}

function hostOf(options: RequestsOptions, name: string): GithubHost {
  const host = options.host(fleetOf(options, name));
  if (!host) {
    throw new NotFoundError(
      `The repository of fleet "${name}" belongs to no Git host in integrations.github`,
    );
  }
  return host;
}

function pageOf(portalUrl: string, requestId: string): string {
  return `${portalUrl}/flotilla/requests/${requestId}`;
}
