import type {
  AuditorService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import { GithubHost } from '@flotilla/repository';
import type { Knex } from 'knex';
import { AgentGuard } from './agents/AgentGuard';
import { AgentStore } from './agents/AgentStore';
import { ApprovalService } from './agents/ApprovalService';
import { EnrolmentService } from './agents/EnrolmentService';
import { EnrolmentTokens } from './agents/EnrolmentTokens';
import { KeyRotation } from './agents/KeyRotation';
import { SeenTokens } from './agents/SeenTokens';
import { Assessor, ClusterStore, Consequences } from './clusters';
import { Ageing } from './clusters/Ageing';
import { ClusterDetails } from './clusters/ClusterDetails';
import { ClusterInventory } from './clusters/ClusterInventory';
import { ClusterList } from './clusters/ClusterList';
import type { HubConfig } from './config/readHubConfig';
import { Corrections } from './drift/Corrections';
import { DriftHistory } from './drift/DriftHistory';
import { DriftService } from './drift/DriftService';
import { Episodes } from './drift/Episodes';
import { DesiredStates, FleetFollower, FollowedFleet } from './fleets';
import { FleetService } from './fleets/FleetService';
import type { OwnerNotifications } from './notifications/OwnerNotifications';
import { ReportService } from './reports/ReportService';
import { ReportStore } from './reports/ReportStore';
import { assembleRequests, Requests } from './requests';
import { RequestTracking } from './requestTracking';
import { Retention } from './Retention';
import type { ChangeSignals } from './signals';
import { Timeline } from './timeline';

/** What the hub needs of Backstage. */
export interface HubOptions {
  knex: Knex;
  config: HubConfig;
  logger: LoggerService;
  auditor: AuditorService;
  signals: ChangeSignals;
  notifications: OwnerNotifications;
  follower: FleetFollower;
  /** Login on the Git host of a Backstage user. */
  loginOf(userEntityRef: string): Promise<string | undefined>;
}

/** The services of the hub, put together. */
export interface Hub {
  clusters: ClusterStore;
  inventory: ClusterInventory;
  fleets: FleetService;
  list: ClusterList;
  details: ClusterDetails;
  drift: DriftService;
  guard: AgentGuard;
  rotation: KeyRotation;
  tokens: EnrolmentTokens;
  enrolment: EnrolmentService;
  approval: ApprovalService;
  desired: DesiredStates;
  reportService: ReportService;
  requests: Requests;
  tracking: RequestTracking;
  ageing: Ageing;
  retention: Retention;
  /** Tells people what follows from a change that is written down. */
  publish(consequences: Consequences): void;
}

export function assembleHub(options: HubOptions): Hub {
  const { knex, config, logger, auditor, follower } = options;
  const { heartbeatSeconds } = config.agents;
  const timeline = new Timeline(knex);
  const agents = new AgentStore(knex);
  const tokens = new EnrolmentTokens(knex);
  const seen = new SeenTokens(knex);
  const clusters = new ClusterStore(knex);
  const corrections = new Corrections(knex);
  const episodes = new Episodes(knex);
  const history = new DriftHistory(knex);
  const rotation = new KeyRotation({
    knex,
    agents,
    timeline,
    keyDays: config.agents.keyDays,
  });
  const assessor = new Assessor(clusters, { agents, corrections }, timeline);
  const desired = new DesiredStates(follower);
  const requests = assembleRequests({
    knex,
    logger,
    timeline,
    signals: options.signals,
    fleet: name => follower.find(name),
    fleetNames: () => follower.names(),
    refresh: name => follower.refresh(name),
    host: hosts(),
    loginOf: options.loginOf,
    agents: (fleet, names) => agents.pending(fleet, names),
    progress: (fleet, name) => clusters.progress(fleet, name),
    portalUrl: config.baseUrl.replace(/\/$/, ''),
  });
  const tracking = new RequestTracking(requests, logger);
  const publish = publisher(options, tracking);
  const list = new ClusterList({
    knex,
    corrections,
    history,
    openRequests: fleet => requests.store.openByCluster(fleet),
  });
  const common = { knex, agents, clusters, timeline, assessor, publish };
  return {
    clusters,
    inventory: new ClusterInventory(knex, assessor),
    fleets: new FleetService(follower),
    list,
    details: new ClusterDetails({
      knex,
      list,
      agents,
      follower,
      heartbeatSeconds,
    }),
    drift: new DriftService({
      knex,
      corrections,
      episodes,
      history,
      timeline,
      requestsSeen: (ids, viewer) => requests.store.seenAmong(ids, viewer),
    }),
    guard: new AgentGuard({ agents, rotation, seen, auditor }),
    rotation,
    tokens,
    enrolment: new EnrolmentService({
      ...common,
      tokens,
      config: config.agents,
    }),
    approval: new ApprovalService(common),
    desired,
    reportService: new ReportService({
      ...common,
      reports: new ReportStore(),
      corrections,
      episodes,
      heartbeatSeconds,
      isKeyDue: agent => rotation.isDue(agent),
      desiredEtag: (fleet, cluster) => desired.find(fleet, cluster)?.etag,
    }),
    requests,
    tracking,
    ageing: new Ageing(common),
    retention: new Retention(config.retention, {
      timeline: [timeline, history, episodes],
      corrected: [corrections],
      tokens: [seen, tokens],
    }),
    publish,
  };
}

function publisher(
  { signals, notifications }: HubOptions,

  tracking: RequestTracking,
): Hub['publish'] {
  return ({ changed, messages }) => {
    for (const { fleet, cluster } of changed) {
      signals.changed({ fleet, clusters: [cluster] });
    }
    for (const message of messages) {
      notifications.send(message);
    }
    tracking.clustersChanged(changed);
  };
}

/** One client a repository, so that what it has learnt of the Git host is kept. */
function hosts(): (fleet: FollowedFleet) => GithubHost | undefined {
  const known = new Map<string, GithubHost>();
  return ({ repository }) => {
    const { apiBaseUrl, url, owner, repo, credentials } = repository;
    if (!apiBaseUrl) {
      return undefined;
    }
    const host =
      known.get(url) ??
      new GithubHost({
        baseUrl: apiBaseUrl,
        owner,
        repo,
        token: async () => {
          const { token } = await credentials();
          if (!token) {
            throw new NotAllowedError(
              `The portal has no credentials for ${url}: add a token or an app under integrations.github`,
            );
          }
          return token;
        },
      });
    known.set(url, host);
    return host;
  };
}
