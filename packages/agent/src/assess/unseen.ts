import { unknownDrift } from '@flotilla/drift';
import { PartSync } from '../engine/Engine';
import { Sight } from '../kube/Sight';
import { Expected } from './basis';
import { ObjectVerdict } from './rows';

/** Objects of a kind that can't be seen are unknown, whatever was seen before. */
export function unseen(
  expected: Expected,
  sight: Exclude<Sight, { state: 'Seeing' }>,
  sync: PartSync,
): ObjectVerdict {
  const { ref } = expected;
  if (sight.state === 'Starting') {
    return {
      expected,
      drift: unknownDrift(ref, 'The agent is still reading this kind.'),
      health: { status: 'Unknown', message: 'Not read yet.' },
    };
  }
  const message = `${sight.reason}: ${sight.message}`;
  const drift = unknownDrift(ref, message);
  // What a kind that isn't served should hold can't have been applied, unless an engine that can't be seen did.
  const isNotApplied =
    sight.reason === 'KindNotServed' &&
    !expected.applied &&
    sync.state !== 'Unknown';
  return {
    expected,
    drift: {
      ...drift,
      ...(isNotApplied ? { state: 'NotApplied' as const } : {}),
    },
    health: {
      status: isNotApplied ? 'NotFound' : 'Unknown',
      message,
    },
  };
}

/** Not to read Secrets is a choice of ours, not a failure to see. */
export function unread(expected: Expected): ObjectVerdict {
  const reason =
    'Secrets are not read, but for those that drift.secrets names in Git.';
  return {
    expected,
    drift: { ...unknownDrift(expected.ref, reason), state: 'Excluded' },
    health: { status: 'Unknown', message: reason },
  };
}
