import { gt, inc, maxSatisfying, minVersion, valid } from 'semver';
import { WrongInput } from '../exitCodes';

export type Bump = 'patch' | 'minor' | 'major';

/**
 * The version that a release gets.
 *
 * @param wanted - a version, which must be newer, or how far to go from the one before
 * @throws WrongInput for what is no version, or not newer
 */
export function nextVersion(from: string, wanted: string | Bump): string {
  if (wanted === 'patch' || wanted === 'minor' || wanted === 'major') {
    const next = inc(from, wanted);
    if (next) return next;
    throw new WrongInput(`${from} isn't a version that can be counted up`);
  }
  const version = valid(wanted);
  if (!version || version !== wanted) {
    throw new WrongInput(
      `${wanted} isn't a version\n  Write it as 1.5.1, or say patch, minor or major.`,
    );
  }
  if (!gt(version, from)) {
    throw new WrongInput(`${wanted} isn't newer than ${from}`);
  }
  return version;
}

/** The newest of some versions. */
export function newest(versions: readonly string[]): string | undefined {
  return (
    maxSatisfying([...versions], '*', { includePrerelease: true }) ?? undefined
  );
}

/**
 * The versions that may move to a release directly: those that could move to the one before, and that
 * one. A new major or minor version takes clusters of the one before only, so that nothing is skipped.
 *
 * @param range - `upgrades.from` of the version before
 */
export function upgradeRange(
  from: string,
  to: string,
  range: string | undefined,
): string {
  const [fromMinor, toMinor] = [from, to].map(version =>
    version.split('.').slice(0, 2).join('.'),
  );
  const lowest =
    fromMinor === toMinor && range ? lowestOf(range) ?? from : from;
  return `>=${lowest} <${to}`;
}

function lowestOf(range: string): string | undefined {
  try {
    return minVersion(range)?.version;
  } catch {
    return undefined;
  }
}
