import type { EnrolmentAnswer } from '@flotilla/backstage-plugin-flotilla-common';
import type { NewTimelineEvent } from '../timeline';
import type { Agent } from './AgentStore';

/** An agent asking, and being let in, as the timeline tells it. */
export function enrolmentEvents(agent: Agent, now: string): NewTimelineEvent[] {
  const place = { fleet: agent.fleet, cluster: agent.cluster, at: now };
  const asked: NewTimelineEvent = {
    ...place,
    type: 'AgentAsked',
    title:
      agent.state === 'Conflict'
        ? 'Another cluster asks to report under this name'
        : 'An agent asks to join',
    detail: agent.fingerprint,
  };
  const approved: NewTimelineEvent = {
    ...place,
    type: 'AgentApproved',
    title: 'The agent was let in',
    detail: agent.fingerprint,
    actor: agent.approvedBy,
  };
  return agent.state === 'Approved' ? [asked, approved] : [asked];
}

const POLL_SECONDS = 5;

/** What an agent is told that asks to join. */
export function enrolmentAnswer(
  agent: Agent,
  clusterUid: string,
): EnrolmentAnswer {
  const answer = (
    state: EnrolmentAnswer['state'],
    message?: string,
  ): EnrolmentAnswer => ({
    agentId: agent.id,
    state,
    fingerprint: agent.fingerprint,
    pollSeconds: POLL_SECONDS,
    ...(message ? { message } : {}),
  });
  if (agent.clusterUid !== clusterUid) {
    return answer(
      'Conflict',
      'This key has enrolled from another cluster. Make a new key.',
    );
  }
  switch (agent.state) {
    case 'Approved':
      return answer('Approved');
    case 'Pending':
      return answer(
        'Pending',
        `Somebody has to approve ${agent.fingerprint} in the portal.`,
      );
    case 'Conflict':
      return answer(
        'Conflict',
        'Another cluster reports under this name. Somebody has to decide in the portal.',
      );
    default:
      return answer(
        'Rejected',
        `This key was ${agent.state.toLowerCase()} in the portal. Make a new key to ask again.`,
      );
  }
}
