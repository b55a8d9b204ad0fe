import type {
  Request,
  Verdict,
} from '@flotilla/backstage-plugin-flotilla-common';
import { minutesAgo } from './clusters';

/** Production needs somebody's agreement. */
export const aVerdict = (changes: Partial<Verdict> = {}): Verdict => ({
  outcome: 'NeedsApproval',
  summary: 'Production clusters need one approval by ClusterOperator.',
  findings: [
    {
      policy: 'limit-workers',
      path: 'clusters/prod-eu-3/cluster.yaml',
      line: 11,
      severity: 'low',
      enforcementAction: 'warn',
      message: '5 workers without autoscaling; 3 to 8 is usual here.',
      remediation: 'Set /variables/autoscaling.',
    },
  ],
  approvals: [
    {
      role: 'ClusterOperator',
      count: 1,
      given: 0,
      policy: 'production-needs-approval',
    },
  ],
  ...changes,
});

/** A cluster that was asked for, and whose agent asks to join. */
export const aRequest = (changes: Partial<Request> = {}): Request => ({
  id: 'r-7',
  fleet: 'acme',
  kind: 'CreateCluster',
  title: 'Create cluster prod-eu-3',
  clusters: ['prod-eu-3'],
  requester: 'user:default/linus',
  branch: 'flotilla/cluster-create/prod-eu-3',
  createdAt: minutesAgo(12),
  updatedAt: minutesAgo(1),
  phase: 'Merged',
  stages: [
    { name: 'Opened', state: 'Done', at: minutesAgo(12) },
    { name: 'Checked', state: 'Done', at: minutesAgo(11) },
    { name: 'Approved', state: 'Done', at: minutesAgo(6), message: 'by ada' },
    { name: 'Merged', state: 'Done', at: minutesAgo(5) },
    {
      name: 'Applied',
      state: 'Current',
      message: 'Waits for the control plane of prod-eu-3',
    },
    { name: 'InSync', state: 'Pending' },
  ],
  pullRequest: {
    number: 7,
    url: 'https://github.com/acme/fleet/pull/7',
    state: 'merged',
    headSha: '1111111111111111111111111111111111111111',
  },
  verdict: aVerdict(),
  agents: [
    {
      cluster: 'prod-eu-3',
      fingerprint: 'SHA256:9Zk2kN1yQz0pXv3o6m3n0c9k2h5QmZVvS8nJm9o1b2c',
      state: 'Pending',
      requestedAt: minutesAgo(1),
    },
  ],
  ...changes,
});
