import { NotFoundError, ServiceUnavailableError } from '@backstage/errors';
import type { Fleet } from '@flotilla/backstage-plugin-flotilla-common';
import type { FleetWatch } from './FleetWatch';
import type { FollowedFleet } from './FollowedFleet';

/** The fleets that the portal follows, each at its last readable commit. */
export class FleetFollower {
  constructor(private readonly watches: readonly FleetWatch[]) {}

  /** Names of the fleets that have been read. */
  names(): string[] {
    return this.watches.flatMap(({ fleet }) => fleet?.name ?? []);
  }

  /** Undefined for a fleet that isn't followed, or hasn't been read yet. */
  find(name: string): FollowedFleet | undefined {
    return this.watches.find(({ fleet }) => fleet?.name === name)?.fleet;
  }

  /**
   * @throws NotFoundError for a fleet that isn't followed, ServiceUnavailableError for one that
   * hasn't been read yet
   */
  get(name: string): FollowedFleet {
    const fleet = this.find(name);
    if (fleet) {
      return fleet;
    }
    const watch = this.watches.find(candidate => candidate.name === name);
    if (!watch) {
      throw new NotFoundError(
        `The portal follows no fleet "${name}"; it follows: ${
          this.watches.map(candidate => candidate.name).join(', ') || 'none'
        }`,
      );
    }
    throw new ServiceUnavailableError(
      `The fleet "${name}" has not been read yet. ${
        watch.status().error ?? 'Try again in a moment.'
      }`,
    );
  }

  /** Fetches a fleet's repository now. */
  async refresh(name: string): Promise<void> {
    const followed = this.watches.filter(watch => watch.name === name);
    await Promise.all(followed.map(watch => watch.follow()));
  }

  /** How fresh each fleet is, and what is wrong with it. */
  statuses(): Fleet[] {
    return this.watches.map(watch => watch.status());
  }

  /** Fetches the fleets of a repository branch at once. */
  async pushed(repository: {
    host: string;
    fullName: string;
    branch: string;
  }): Promise<void> {
    const followed = this.watches.filter(watch => watch.isOn(repository));
    await Promise.all(followed.map(watch => watch.follow()));
  }
}
