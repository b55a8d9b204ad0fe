import { NotFoundError } from '@backstage/errors';
import { Change, Plan } from '@flotilla/backstage-plugin-flotilla-common';
import { inSteps } from '../fleets/inSteps';
import { RoleDirectory } from '../roles/RoleDirectory';
import { PlanBase, planInSteps, PlanRequester } from './planInSteps';

/** Says what a change would do at the merged commit. Opens and stores nothing. */
export class PlanService {
  constructor(
    private readonly options: {
      /** The fleet as it was last read; undefined where there is none of the name. */
      fleet(name: string): PlanBase | undefined;
      roles: RoleDirectory;
    },
  ) {}

  /**
   * @param requester - entity reference of the person who asks
   * @param signal - gives the plan up, once nobody waits for it
   * @throws NotFoundError for a fleet that the portal doesn't follow; the reason of the signal
   */
  async plan(
    fleet: string,
    change: Change,
    requester: string,
    signal?: AbortSignal,
  ): Promise<Plan> {
    const base = this.options.fleet(fleet);
    if (!base) {
      throw new NotFoundError(`No fleet "${fleet}" has been read yet`);
    }
    // Asked first: a plan that has begun is made without waiting for anybody.
    const held = await this.rolesOf(base.name, requester);
    const steps = planInSteps(base, change, { user: requester, held });
    return inSteps(steps, signal);
  }

  private async rolesOf(
    fleet: string,
    requester: string,
  ): Promise<PlanRequester['held']> {
    try {
      return { roles: await this.options.roles.ofRequester(fleet, requester) };
    } catch (error) {
      return { reason: error instanceof Error ? error.message : String(error) };
    }
  }
}
