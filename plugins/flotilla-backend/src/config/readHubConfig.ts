import os from 'node:os';
import path from 'node:path';
import {
  readSchedulerServiceTaskScheduleDefinitionFromConfig,
  SchedulerServiceTaskScheduleDefinition,
} from '@backstage/backend-plugin-api';
import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';

/** One fleet repository to follow. */
export interface FleetConfig {
  name?: string;
  url: string;
  branch: string;
  schedule: SchedulerServiceTaskScheduleDefinition;
}

/** How agents are to behave, and who lets them in. */
export interface AgentsConfig {
  heartbeatSeconds: number;
  persistenceSeconds: number;
  /** Days after which an agent is asked for a new key. */
  keyDays: number;
  /** Minutes after a cluster was added in which its first agent is let in; absent: never without a person. */
  autoApproveMinutes?: number;
}

/** The hub's configuration, checked. */
export interface HubConfig {
  fleets: FleetConfig[];
  workingDirectory: string;
  baseUrl: string;
  agents: AgentsConfig;
  retention: { timelineDays: number; correctedDays: number };
}

/** @throws InputError that names the key and what it may be */
export function readHubConfig(config: Config): HubConfig {
  const autoApproveMinutes = positive(
    config,
    'flotilla.agents.autoApprove.withinMinutesOfMerge',
  );
  return {
    fleets: readFleets(config),
    workingDirectory:
      config.getOptionalString('flotilla.workingDirectory') ??
      path.join(
        config.getOptionalString('backend.workingDirectory') ?? os.tmpdir(),
        'flotilla',
      ),
    baseUrl:
      config.getOptionalString('flotilla.baseUrl') ??
      config.getString('app.baseUrl'),
    agents: {
      heartbeatSeconds:
        positive(config, 'flotilla.agents.heartbeatSeconds') ?? 60,
      persistenceSeconds:
        positive(config, 'flotilla.agents.persistenceSeconds', 0) ?? 30,
      keyDays: positive(config, 'flotilla.agents.keyDays') ?? 90,
      ...(autoApproveMinutes === undefined ? {} : { autoApproveMinutes }),
    },
    retention: {
      timelineDays: positive(config, 'flotilla.retention.timelineDays') ?? 90,
      correctedDays: positive(config, 'flotilla.retention.correctedDays') ?? 14,
    },
  };
}

function readFleets(config: Config): FleetConfig[] {
  const fleets = (config.getOptionalConfigArray('flotilla.fleets') ?? []).map(
    (fleet, index) => readFleet(fleet, `flotilla.fleets[${index}]`),
  );
  const names = fleets.flatMap(({ name }) => name ?? []);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice) {
    throw new InputError(`flotilla.fleets names the fleet "${twice}" twice`);
  }
  return fleets;
}

function readFleet(fleet: Config, key: string): FleetConfig {
  const url = fleet.getString('repository.url');
  if (!/^(https?|ssh|file):\/\/./.test(url)) {
    throw new InputError(
      `${key}.repository.url is "${url}": give the address of a Git repository, such as https://github.com/acme/fleet`,
    );
  }
  return {
    name: fleet.getOptionalString('name'),
    url,
    branch: fleet.getOptionalString('repository.branch') ?? 'main',
    schedule: {
      ...(fleet.has('schedule')
        ? readSchedulerServiceTaskScheduleDefinitionFromConfig(
            fleet.getConfig('schedule'),
          )
        : { frequency: { seconds: 30 }, timeout: { minutes: 5 } }),
      // Each replica keeps a mirror of its own.
      scope: 'local',
    },
  };
}

function positive(
  config: Config,
  key: string,
  least: number = 1,
): number | undefined {
  const value = config.getOptionalNumber(key);
  if (value !== undefined && value < least) {
    throw new InputError(
      `${key} is ${value}: give a number of ${least} or more`,
    );
  }
  return value;
}
