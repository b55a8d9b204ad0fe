import { anInventory } from '../../__testUtils__/forms';
import { matching } from './matching';

describe('the clusters that a workspace is on', () => {
  const { clusters } = anInventory();
  it.each([
    ['those named', { names: ['dev-eu-1', 'gone'] }, ['dev-eu-1']],
    ['those with all labels', { matchLabels: { env: 'prod' } }, ['prod-eu-1']],
    ['none without a label', { matchLabels: {} }, []],
  ])('are %s', (_what, target, names) => {
    expect(
      matching(clusters, { fleet: 'acme', ...target }).map(({ name }) => name),
    ).toEqual(names);
  });
});
