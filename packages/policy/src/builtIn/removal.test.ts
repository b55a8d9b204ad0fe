import { judge } from '../judge';
import { fleetWith, proposed } from '../__testUtils__/smallFleet';

const PROD = 'clusters/prod-1/cluster.yaml';

const at = (step: number) => ({
  [PROD]: (text: string) =>
    step === 0
      ? text
      : `${text}  lifecycle: Decommissioning\n  removal: {step: ${step}}\n`,
});

const verdictOn = (from: number, to: number) =>
  judge({
    ...proposed(fleetWith(at(from)), fleetWith(at(to))),
    actors: { author: 'linus', roles: [] },
    approvals: [],
  });

it.each([
  [0, 1],
  [1, 2],
  [2, 1],
  [2, 0],
])('lets a removal go from step %i to %i', (from, to) => {
  expect(verdictOn(from, to).outcome).toBe('Allowed');
});

it.each([
  [0, 2],
  [1, 99],
])('lets no removal go from step %i to %i', (from, to) => {
  expect(verdictOn(from, to)).toMatchObject({
    outcome: 'Denied',
    findings: [
      {
        policy: 'builtin/removal-step-by-step',
        path: PROD,
        line: 10,
        message: `prod-1 is at step ${from} of its removal: step ${
          from + 1
        } comes next, not ${to}`,
      },
    ],
  });
});
