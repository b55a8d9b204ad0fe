import { planBase, SET_THE_CLOCK } from '../__testUtils__/planBase';
import { planInSteps } from './planInSteps';

const CLUSTERS = 100;

const ADA = { user: 'user:default/ada', held: { roles: [] } };

describe('a plan that reaches many clusters', () => {
  it('lets others be answered at least once for each cluster', () => {
    const steps = planInSteps(planBase(CLUSTERS), SET_THE_CLOCK, ADA);
    let count = 0;
    let step = steps.next();
    while (!step.done) {
      count += 1;
      step = steps.next();
    }
    expect(step.value.clusters).toHaveLength(CLUSTERS);
    expect(count).toBeGreaterThanOrEqual(CLUSTERS);
  });
});
