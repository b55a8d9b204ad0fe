import { planBase, SET_THE_CLOCK } from '../__testUtils__/planBase';
import { RoleDirectory } from '../roles/RoleDirectory';
import { PlanService } from './PlanService';

const ADA = 'user:default/ada';

describe('PlanService', () => {
  it('gives up a plan that nobody waits for any more', async () => {
    const plans = serviceWith(async () => undefined);
    const gone = AbortSignal.abort(new Error('gone'));
    await expect(plans.plan('tiny', SET_THE_CLOCK, ADA, gone)).rejects.toThrow(
      'gone',
    );
  });

  it('says what a change does though nobody can tell who may make it', async () => {
    const plans = serviceWith(async () => {
      throw new Error('the catalog is down');
    });
    const plan = await plans.plan('tiny', SET_THE_CLOCK, ADA);
    expect(plan.clusters).toEqual(['prod-0']);
    expect(plan.verdict).toMatchObject({
      outcome: 'Unknown',
      summary: expect.stringContaining('the catalog is down'),
    });
  });
});

/** Follows one fleet, of one cluster. */
function serviceWith(loginOf: () => Promise<string | undefined>): PlanService {
  const base = planBase(1);
  const roles = new RoleDirectory({
    fleet: () => undefined,
    loginOf,
  });
  return new PlanService({ fleet: () => base, roles });
}
