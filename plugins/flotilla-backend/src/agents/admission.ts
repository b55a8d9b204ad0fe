import type { Agent, AgentState } from './AgentStore';

/** Who asks, and what speaks for it. */
export interface Admission {
  clusterUid: string;
  now: string;
  /** A one-time token for this cluster was valid. */
  hasToken: boolean;
  /** All other agents that ever asked for this cluster. */
  others: readonly Pick<Agent, 'state' | 'clusterUid'>[];
  /** When the cluster came into Git. */
  addedAt: string;
  autoApproveMinutes?: number;
}

/** How an agent that asks for the first time is received. */
export type Reception = {
  state: Extract<AgentState, 'Pending' | 'Approved' | 'Conflict'>;
  approvedBy?: 'enrolment token' | 'automatic';
};

/**
 * A second cluster under one name is a matter for people, whatever token it has: never a take-over.
 */
export function receive(admission: Admission): Reception {
  const { clusterUid, others, hasToken } = admission;
  const living = others.filter(
    ({ state }) => state !== 'Rejected' && state !== 'Revoked',
  );
  if (living.some(other => other.clusterUid !== clusterUid)) {
    return { state: 'Conflict' };
  }
  if (hasToken) {
    return { state: 'Approved', approvedBy: 'enrolment token' };
  }
  return others.length === 0 && isJustAdded(admission)
    ? { state: 'Approved', approvedBy: 'automatic' }
    : { state: 'Pending' };
}

function isJustAdded({ autoApproveMinutes, addedAt, now }: Admission): boolean {
  const age = Date.parse(now) - Date.parse(addedAt);
  return autoApproveMinutes !== undefined && age <= autoApproveMinutes * 60_000;
}
