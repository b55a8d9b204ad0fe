import { loaded } from '../__fixtures__/loaded';
import { PROD } from '../__fixtures__/smallFleet';
import { desiredParts, desiredRules } from './desired';

const rule = (name: string) =>
  `{target: {kind: MetalMachineTemplate, name: ${name}}, reason: ${name}}`;

const fleet = loaded({
  [PROD]: text => `${text}  drift: {ignore: [${rule('prod')}]}\n`,
});

const partsOf = (cluster: string) =>
  ['gitops', 'infrastructure'].map(name => ({ cluster, name }));

describe('what a cluster is to hold', () => {
  it('is its own parts without its machines, which its manager holds', () => {
    expect(desiredParts(fleet, 'prod', partsOf)).toEqual([
      { cluster: 'prod', name: 'gitops' },
    ]);
    expect(desiredParts(fleet, 'mgmt', partsOf)).toEqual([
      { cluster: 'mgmt', name: 'gitops' },
      { cluster: 'prod', name: 'infrastructure' },
    ]);
  });

  it('is compared by the rules of the cluster that it is of', () => {
    const reasons = (cluster: string) =>
      desiredRules(fleet, cluster).map(one => [one.cluster, one.reason]);
    expect(reasons('prod')).toContainEqual([undefined, 'prod']);
    expect(reasons('mgmt')).toContainEqual(['prod', 'prod']);
    expect(reasons('mgmt')).not.toContainEqual([undefined, 'prod']);
  });
});
