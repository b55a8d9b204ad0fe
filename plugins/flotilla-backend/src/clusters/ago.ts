import type { ClusterState } from '@flotilla/backstage-plugin-flotilla-common';

const UNITS = [
  { seconds: 86_400, name: 'd' },
  { seconds: 3_600, name: 'h' },
  { seconds: 60, name: 'min' },
] as const;

/** How long ago, in one unit: `14 min ago`. */
export function ago(since: string, now: string): string {
  const seconds = Math.max(0, (Date.parse(now) - Date.parse(since)) / 1000);
  const unit = UNITS.find(candidate => seconds >= candidate.seconds);
  return unit
    ? `${Math.floor(seconds / unit.seconds)} ${unit.name} ago`
    : `${Math.floor(seconds)} s ago`;
}

const WAS: Record<ClusterState, string> = {
  Unknown: 'unknown',
  Drifted: 'drifted',
  NotApplied: 'not applied',
  Suspended: 'suspended',
  Starting: 'starting',
  Upgrading: 'upgrading',
  Progressing: 'progressing',
  InSync: 'in sync',
};

/** The reason as people read it now. */
export function reasonSentence(
  stored: {
    reason: string;
    reasonSince?: string | null;
    lastKnownState?: ClusterState | null;
  },
  now: string,
): string {
  const since = stored.reasonSince ? ` ${ago(stored.reasonSince, now)}` : '';
  const was = stored.lastKnownState
    ? `; was ${WAS[stored.lastKnownState]}`
    : '';
  return `${stored.reason}${since}${was}`;
}
