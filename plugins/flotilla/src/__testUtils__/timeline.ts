import type { Timeline } from '@flotilla/backstage-plugin-flotilla-common';
import { minutesAgo } from './clusters';

/** Two weeks of a cluster. */
export const aTimeline = (): Timeline => ({
  events: [
    {
      id: '3',
      at: minutesAgo(118),
      type: 'DriftOpened',
      severity: 'high',
      title: 'Deployment kube-system/aws-load-balancer-controller was changed',
      detail: 'image by kubectl-edit',
    },
    {
      id: '2',
      at: minutesAgo(121),
      type: 'EngineSuspended',
      title: 'Flux was suspended',
      actor: 'flux',
    },
    {
      id: '1',
      at: minutesAgo(9000),
      type: 'AgentApproved',
      title: 'The agent was let in',
      actor: 'user:default/ada',
    },
  ],
  points: [
    { at: minutesAgo(14 * 1440), drifted: 0 },
    { at: minutesAgo(8 * 1440), drifted: 1 },
    { at: minutesAgo(7 * 1440), drifted: 0 },
    { at: minutesAgo(4 * 1440), drifted: null },
    { at: minutesAgo(3 * 1440), drifted: 0 },
    { at: minutesAgo(121), drifted: 1 },
    { at: minutesAgo(118), drifted: 2 },
  ],
  medianSecondsToDetect: 6,
  medianSecondsToFix: 2460,
});
