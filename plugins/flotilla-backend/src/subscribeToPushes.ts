import type { EventsService } from '@backstage/plugin-events-node';
import { z } from 'zod';
import type { FleetFollower } from './fleets';
import type { RequestTracking } from './requestTracking';

const push = z.object({
  ref: z.string(),
  repository: z.object({ full_name: z.string(), html_url: z.url() }),
});

const TOPICS = [
  'github.push',
  'github.pull_request',
  'github.pull_request_review',
  'github.check_suite',
];

/** Follows a push at once, and looks at open requests when something happens to a pull request. */
export async function subscribeToPushes(
  events: EventsService,
  follower: FleetFollower,
  tracking: RequestTracking,
): Promise<void> {
  await events.subscribe({
    id: 'flotilla',
    topics: TOPICS,
    onEvent: async ({ topic, eventPayload }) => {
      const pushed = push.safeParse(eventPayload);
      if (topic === 'github.push' && pushed.success) {
        const { ref, repository } = pushed.data;
        await follower.pushed({
          host: new URL(repository.html_url).host,
          fullName: repository.full_name,
          branch: ref.replace(/^refs\/heads\//, ''),
        });
      }
      tracking.soon();
    },
  });
}
