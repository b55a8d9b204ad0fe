import { loadFleet, renderAll, renderFleet } from '@flotilla/model';
import type { Change } from '@flotilla/backstage-plugin-flotilla-common';
import { tinyFleet } from '../__testUtils__/TestFleet';
import { PlanBase, planInSteps } from './planInSteps';

const CLUSTERS = 100;

const SET_THE_CLOCK: Change = {
  kind: 'EditFiles',
  title: 'Set the clock',
  files: [
    {
      path: 'components/clock/1.0.0/manifests/clock.yaml',
      content: `apiVersion: v1
kind: ConfigMap
metadata: {name: clock, namespace: default}
data: {time: one}
`,
    },
  ],
};

const ADA = { user: 'user:default/ada', held: { roles: [] } };

describe('a plan that reaches many clusters', () => {
  it('lets others be answered at least once for each cluster', () => {
    const steps = planInSteps(baseOf(CLUSTERS), SET_THE_CLOCK, ADA);
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

/** A fleet at a merged commit, rendered as it should be. */
function baseOf(clusters: number): PlanBase {
  const names = Array.from({ length: clusters }, (_, i) => `prod-${i}`);
  const written = tinyFleet(Object.fromEntries(names.map(name => [name, {}])));
  const { fleet } = loadFleet(written);
  const rendered = fleet ? renderFleet(fleet).files : [];
  return {
    name: 'tiny',
    commit: '0123456789abcdef0123456789abcdef01234567',
    render: renderAll(new Map([...written, ...rendered])),
    refused: [],
    repository: { url: 'https://git.example/tiny/fleet' },
  };
}
