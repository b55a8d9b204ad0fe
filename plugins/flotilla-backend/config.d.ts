import type { SchedulerServiceTaskScheduleDefinitionConfig } from '@backstage/backend-plugin-api';

export interface Config {
  flotilla?: {
    /** The fleet repositories that the portal follows. Credentials come from `integrations`. */
    fleets?: Array<{
      /** Must be the name in fleet.yaml; taken from there when absent. */
      name?: string;
      repository: {
        /** As people open it: `https://github.com/acme/fleet`. */
        url: string;
        /** Default: main. */
        branch?: string;
      };
      /** How often the repository is fetched, besides at once on a push event. Default: every 30 seconds. */
      schedule?: SchedulerServiceTaskScheduleDefinitionConfig;
    }>;
    /** Where mirrors of the repositories are kept. Default: `backend.workingDirectory`, else the system's temporary directory. */
    workingDirectory?: string;
    /** The portal's address for links in pull requests. Default: `app.baseUrl`. */
    baseUrl?: string;
    agents?: {
      /** Agents report at least this often; after three times this, a silent cluster is Unknown. Default: 60. */
      heartbeatSeconds?: number;
      /** A difference must last this long before agents report it as drift. Default: 30. */
      persistenceSeconds?: number;
      /** Days after which an agent is asked for a new key. Default: 90. */
      keyDays?: number;
      /** Lets a new cluster's first agent in without a person. Off by default. */
      autoApprove?: {
        /** Minutes after the commit that added the cluster. */
        withinMinutesOfMerge: number;
      };
    };
    retention?: {
      /** Days that timelines and their charts reach back. Default: 90. */
      timelineDays?: number;
      /** Days that corrected drift is listed. Default: 14. */
      correctedDays?: number;
    };
  };
}
