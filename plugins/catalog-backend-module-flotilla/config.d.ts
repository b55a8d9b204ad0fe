import type { SchedulerServiceTaskScheduleDefinitionConfig } from '@backstage/backend-plugin-api';

export interface Config {
  catalog?: {
    providers?: {
      /** Clusters, workspaces, models and components of the fleets in `flotilla.fleets`. */
      flotilla?: {
        /** How often the hub is asked, besides at once when a fleet changed. Default: every 15 seconds. */
        schedule?: SchedulerServiceTaskScheduleDefinitionConfig;
        /**
         * By fleet: up to how many entities may go at once. More than five that are more than half of a fleet
         * stay until this allows it; the log says the number.
         */
        confirmRemovals?: { [fleet: string]: number };
      };
    };
  };
}
