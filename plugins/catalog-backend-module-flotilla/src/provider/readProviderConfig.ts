import {
  readSchedulerServiceTaskScheduleDefinitionFromConfig,
  SchedulerServiceTaskScheduleDefinition,
} from '@backstage/backend-plugin-api';
import { Config } from '@backstage/config';

/** One fleet whose entities the catalog shall have. */
export interface FleetIdentity {
  /** As configured; else the one in fleet.yaml, which the hub knows. */
  name?: string;
  /** Without `.git` and slashes at its end. */
  repositoryUrl: string;
}

export interface ProviderConfig {
  fleets: FleetIdentity[];
  schedule: SchedulerServiceTaskScheduleDefinition;
  /** By fleet: up to how many entities may go at once, however large a share that is. */
  confirmRemovals: ReadonlyMap<string, number>;
}

export function readProviderConfig(config: Config): ProviderConfig {
  const own = config.getOptionalConfig('catalog.providers.flotilla');
  const fleets = config.getOptionalConfigArray('flotilla.fleets') ?? [];
  const confirmed = own?.getOptionalConfig('confirmRemovals');
  return {
    fleets: fleets.map(fleet => ({
      name: fleet.getOptionalString('name'),
      repositoryUrl: plainUrl(fleet.getString('repository.url')),
    })),
    schedule: own?.has('schedule')
      ? readSchedulerServiceTaskScheduleDefinitionFromConfig(
          own.getConfig('schedule'),
        )
      : {
          // Cheap while nothing moves: one call that names the newest commit.
          frequency: { seconds: 15 },
          timeout: { minutes: 5 },
          initialDelay: { seconds: 3 },
        },
    confirmRemovals: new Map(
      confirmed?.keys().map(fleet => [fleet, confirmed.getNumber(fleet)]),
    ),
  };
}

export function plainUrl(url: string): string {
  return url.replace(/\/+$/, '').replace(/\.git$/, '');
}
