import { createHash } from 'node:crypto';
import path from 'node:path';
import type { LoggerService } from '@backstage/backend-plugin-api';
import type { ScmIntegrationRegistry } from '@backstage/integration';
import type { EventsService } from '@backstage/plugin-events-node';
import { EVENT_TOPIC_FLEET_CHANGED } from '@flotilla/backstage-plugin-flotilla-common';
import { FleetMirror } from '@flotilla/repository';
import type { ClusterInventory } from '../clusters/ClusterInventory';
import type { Consequences } from '../clusters';
import type { FleetConfig, HubConfig } from '../config/readHubConfig';
import type { ChangeSignals } from '../signals';
import { FleetFollower } from './FleetFollower';
import { FleetListener, FleetWatch } from './FleetWatch';
import { repositoryOf } from './repositoryOf';

/** Who is told of a new commit. */
export interface FleetAudience {
  hub: {
    inventory: ClusterInventory;
    publish(consequences: Consequences): void;
  };
  events: EventsService;
  signals: ChangeSignals;
}

/** The fleets that are followed, before and after they are. */
export interface FollowedFleets {
  follower: FleetFollower;
  watches: readonly { config: FleetConfig; watch: FleetWatch }[];
  /** Reads what is on disk, and fetches in the background: the portal starts without the Git host too. */
  start(audience: FleetAudience): Promise<void>;
}

export function followFleets({
  config,
  integrations,
  logger,
}: {
  config: HubConfig;
  integrations: ScmIntegrationRegistry;
  logger: LoggerService;
}): FollowedFleets {
  let tell: FleetListener | undefined;
  const watches = config.fleets.map(fleet => {
    const repository = repositoryOf(fleet, integrations);
    const mirror = new FleetMirror({
      url: fleet.url,
      branch: fleet.branch,
      directory: mirrorDirectory(config.workingDirectory, fleet),
      token: async () => (await repository.credentials()).token,
    });
    const watch = new FleetWatch({
      name: fleet.name,
      repository,
      mirror,
      logger,
      onChange: async (after, before) => tell?.(after, before),
    });
    return { config: fleet, watch };
  });
  return {
    follower: new FleetFollower(watches.map(({ watch }) => watch)),
    watches,
    async start(audience) {
      tell = listener(audience);
      await Promise.all(watches.map(({ watch }) => watch.restore()));
      watches.forEach(({ watch }) => watch.follow());
    },
  };
}

function listener({ hub, events, signals }: FleetAudience): FleetListener {
  return async ({ name, ...fleet }) => {
    const now = new Date().toISOString();
    hub.publish(await hub.inventory.take({ name, ...fleet }, now));
    signals.changed({ fleet: name });
    await events.publish({
      topic: EVENT_TOPIC_FLEET_CHANGED,
      eventPayload: { fleet: name, commit: fleet.commit },
    });
  };
}

/** One mirror a repository and branch, under a name that a file system takes. */
function mirrorDirectory(
  workingDirectory: string,
  { url, branch }: FleetConfig,
): string {
  const digest = createHash('sha256').update(`${url}#${branch}`).digest('hex');
  const name = new URL(url).pathname.split('/').pop()?.replace(/\W/g, '-');
  return path.join(
    workingDirectory,
    'mirrors',
    `${name}-${digest.slice(0, 12)}`,
  );
}
