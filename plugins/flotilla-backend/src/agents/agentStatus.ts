import type { AgentStatus } from '@flotilla/backstage-plugin-flotilla-common';
import type { ClusterRow, ReportRow } from '../database/rows';
import { Agent, AgentState, pendingAgent } from './AgentStore';

const ORDER: readonly AgentState[] = [
  'Approved',
  'Pending',
  'Conflict',
  'Rejected',
  'Revoked',
];

/**
 * Who reports for a cluster, and who else asks to.
 *
 * @param agents - all of the cluster, the newest first
 */
export function agentStatus(
  agents: readonly Agent[],
  cluster: Pick<ClusterRow, 'last_report_at'>,
  report: ReportRow | undefined,
  heartbeatSeconds: number,
): AgentStatus {
  const [agent, ...rest] = [...agents].sort(
    (a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state),
  );
  if (!agent) {
    return { state: 'None', heartbeatSeconds, others: [] };
  }
  return {
    state: agent.state,
    id: agent.id,
    fingerprint: agent.fingerprint,
    requestedAt: agent.requestedAt,
    ...(agent.approvedAt ? { approvedAt: agent.approvedAt } : {}),
    ...(agent.approvedBy ? { approvedBy: agent.approvedBy } : {}),
    version: agent.agentVersion,
    clusterUid: agent.clusterUid,
    ...(agent.keySince ? { keySince: agent.keySince } : {}),
    ...(agent.rotationAskedAt
      ? { rotationAskedAt: agent.rotationAskedAt }
      : {}),
    ...(cluster.last_report_at ? { lastReportAt: cluster.last_report_at } : {}),
    ...(report ? { delaySeconds: delayOf(report) } : {}),
    heartbeatSeconds,
    others: rest
      .filter(({ state }) => state === 'Pending' || state === 'Conflict')
      .map(pendingAgent),
  };
}

/** From looking to arriving. */
function delayOf({ observed_at, received_at }: ReportRow): number {
  return Math.max(
    0,
    (Date.parse(received_at) - Date.parse(observed_at)) / 1000,
  );
}
