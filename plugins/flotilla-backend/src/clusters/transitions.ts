import type { ClusterRow } from '../database/rows';
import type { NewTimelineEvent } from '../timeline';
import { reasonSentence } from './ago';
import type { Assessment } from './assess';

/** What a change of state means to people who read the timeline. */
export function transitionEvents(
  before: ClusterRow,
  after: Assessment,
  now: string,
): NewTimelineEvent[] {
  const event = (
    type: NewTimelineEvent['type'],
    title: string,
    detail?: string,
  ): NewTimelineEvent => ({
    fleet: before.fleet,
    cluster: before.name,
    at: now,
    type,
    title,
    ...(detail ? { detail } : {}),
  });
  const events: NewTimelineEvent[] = [];
  const wasSilent = Boolean(before.out_of_contact);
  if (after.outOfContact && !wasSilent && before.last_report_at) {
    events.push(
      event('ReportsLost', 'Reports lost', reasonSentence(after, now)),
    );
  }
  if (!after.outOfContact && wasSilent && before.settled_model) {
    events.push(event('ReportsResumed', 'Reports resumed'));
  }
  if (after.applied && !before.applied && !wasSilent) {
    events.push(
      event('Applied', 'Everything in Git is applied', after.settledModel),
    );
  }
  const arrived = ['Starting', 'Upgrading', 'Progressing'];
  if (after.state === 'InSync' && arrived.includes(before.state)) {
    events.push(event('InSync', 'In sync', after.reason));
  }
  return events;
}
