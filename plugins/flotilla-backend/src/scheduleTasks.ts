import type { SchedulerService } from '@backstage/backend-plugin-api';
import type { HubConfig } from './config/readHubConfig';
import type { FollowedFleets } from './fleets/followFleets';
import type { Hub } from './Hub';

/** What the hub does by the clock. */
export async function scheduleTasks(
  scheduler: SchedulerService,
  {
    config,
    hub,
    fleets,
  }: { config: HubConfig; hub: Hub; fleets: FollowedFleets },
): Promise<void> {
  for (const [index, { config: fleet, watch }] of fleets.watches.entries()) {
    await scheduler.scheduleTask({
      ...fleet.schedule,
      id: `flotilla-fetch-${index + 1}`,
      fn: () => watch.follow(),
    });
  }
  // Silence must show soon after the third heartbeat is missed, however short heartbeats are.
  const ageingSeconds = Math.min(5, config.agents.heartbeatSeconds);
  await scheduler.scheduleTask({
    id: 'flotilla-ageing',
    frequency: { seconds: ageingSeconds },
    timeout: { minutes: 5 },
    fn: signal => hub.ageing.run(signal),
  });
  await scheduler.scheduleTask({
    id: 'flotilla-requests',
    frequency: { seconds: 15 },
    timeout: { minutes: 5 },
    fn: () => hub.tracking.track(),
  });
  await scheduler.scheduleTask({
    id: 'flotilla-retention',
    frequency: { minutes: 10 },
    timeout: { minutes: 10 },
    fn: () => hub.retention.run(),
  });
}
