import type { Report } from '@flotilla/backstage-plugin-flotilla-common';
import { TestHub } from '@flotilla/testbed';

/** A hub that takes the agent's reports. */
export type AgentHub = TestHub<Report>;

export function startHub(): Promise<AgentHub> {
  return TestHub.start<Report>();
}
