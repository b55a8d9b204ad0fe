import { stepHealth } from './stepHealth';

const child = {
  apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
  kind: 'Kustomization',
  metadata: {
    name: 'infrastructure-prod-eu-7',
    annotations: { 'flotilla.dev/part': 'infrastructure' },
  },
  status: { conditions: [{ type: 'Ready', status: 'Unknown' }] },
};

describe('stepHealth', () => {
  it('leaves it to the part to say how far a child is', () => {
    expect(stepHealth(child)?.status).toBe('Current');
  });

  it('says nothing of other objects, and nothing of one that is gone', () => {
    const other = { ...child, metadata: { name: 'apps' } };
    expect(stepHealth(other)).toBeUndefined();
    expect(stepHealth(undefined)).toBeUndefined();
  });
});
