import type { ObjectCounts } from '@flotilla/backstage-plugin-flotilla-common';
import { ObjectVerdict, hasDrifted } from './rows';

/** Counts objects by health, and those that drifted; what is excluded isn't unknown. */
export function countObjects(objects: readonly ObjectVerdict[]): ObjectCounts {
  const counts: ObjectCounts = {
    desired: objects.length,
    current: 0,
    inProgress: 0,
    failed: 0,
    notFound: 0,
    unknown: 0,
    drifted: 0,
    ignored: 0,
  };
  for (const one of objects) {
    if (hasDrifted(one)) counts.drifted += 1;
    if (one.drift.state === 'Excluded') counts.ignored += 1;
    else counts[bucketOf(one)] += 1;
  }
  return counts;
}

function bucketOf({ drift, health }: ObjectVerdict) {
  if (drift.state === 'Unknown') return 'unknown';
  switch (health.status) {
    case 'Current':
      return 'current';
    case 'Failed':
      return 'failed';
    case 'NotFound':
      return 'notFound';
    case 'Unknown':
      return 'unknown';
    default:
      return 'inProgress';
  }
}
