import type { Desired } from '@flotilla/backstage-plugin-flotilla-common';
import { desiredOf } from './desired';
import type { FleetFollower } from './FleetFollower';

/** What agents compare with, worked out once a commit. */
export class DesiredStates {
  private readonly byFleet = new Map<
    string,
    { commit: string; desired: Map<string, Desired | undefined> }
  >();

  constructor(private readonly follower: FleetFollower) {}

  /** Undefined when the fleet hasn't been read, or Git has no such cluster. */
  find(fleet: string, cluster: string): Desired | undefined {
    const followed = this.follower.find(fleet);
    if (!followed) {
      return undefined;
    }
    const known = this.byFleet.get(fleet);
    const current =
      known?.commit === followed.commit
        ? known
        : { commit: followed.commit, desired: new Map() };
    this.byFleet.set(fleet, current);
    if (!current.desired.has(cluster)) {
      current.desired.set(cluster, desiredOf(followed, cluster));
    }
    return current.desired.get(cluster);
  }

  /** The committed text of one of the parts that a cluster's agent compares with. */
  part(fleet: string, cluster: string, digest: string): string | undefined {
    const path = this.find(fleet, cluster)?.parts.find(
      part => part.digest === digest,
    )?.path;
    return path && this.follower.find(fleet)?.files.get(path);
  }
}
