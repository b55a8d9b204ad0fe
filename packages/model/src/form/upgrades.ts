import { satisfies, validRange } from 'semver';
import type { FleetSources } from '../load/sources';
import { versionKey } from '../load/sources';

/**
 * Whether a cluster may move from one version of a model to another in one step: what the other
 * version's `upgrades.from` says. Going back to a version that the cluster ran before is always
 * allowed, which only its history can tell.
 *
 * @public
 */
export function mayMoveTo(
  fleet: FleetSources,
  name: string,
  versions: { from: string; to: string },
): boolean {
  const target = fleet.models.get(versionKey({ name, version: versions.to }));
  if (!target) return false;
  const range = target.spec.upgrades?.from;
  // A range that is none is told where it stands.
  if (range === undefined || validRange(range) === null) return true;
  return satisfies(versions.from, range);
}
