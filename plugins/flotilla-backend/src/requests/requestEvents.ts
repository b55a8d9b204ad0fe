import { TimelineEvent } from '@flotilla/backstage-plugin-flotilla-common';
import { NewTimelineEvent } from '../timeline';
import { StoredRequest } from './StoredRequest';

const EVENT: Partial<Record<StoredRequest['phase'], TimelineEvent['type']>> = {
  Open: 'RequestOpened',
  Merged: 'RequestMerged',
  Applied: 'Applied',
  InSync: 'InSync',
  Closed: 'RequestClosed',
};

const WORD: Partial<Record<TimelineEvent['type'], string>> = {
  RequestOpened: 'opened',
  RequestMerged: 'merged',
  Applied: 'applied',
  InSync: 'in sync',
  RequestClosed: 'closed without a merge',
};

/** What the timeline says to who doesn't see the request, because it touches other clusters too. */
export function withoutRequest(event: TimelineEvent): TimelineEvent {
  const { id, at, type } = event;
  return {
    id,
    at,
    type,
    title: `A request that you may not see: ${WORD[type] ?? 'moved'}`,
  };
}

/** What the timeline of each of its clusters says when a request moves. */
export function requestEvents(
  before: StoredRequest | undefined,
  after: StoredRequest,
): NewTimelineEvent[] {
  const type = EVENT[after.phase];
  if (!type || before?.phase === after.phase) {
    return [];
  }
  const number = after.pullRequest ? `#${after.pullRequest.number} ` : '';
  return after.clusters.map(cluster => ({
    fleet: after.fleet,
    cluster,
    type,
    title: `${number}${after.title}: ${WORD[type]}`,
    actor: after.requester,
    requestId: after.id,
  }));
}
