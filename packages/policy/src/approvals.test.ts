import { leastPrivileged } from './approvals';

describe('leastPrivileged', () => {
  it('keeps the roles that everybody has', () => {
    expect(
      leastPrivileged(
        { roles: ['ClusterOperator', 'ApplicationDeveloper'] },
        { roles: ['ApplicationDeveloper'] },
      ),
    ).toEqual(['ApplicationDeveloper']);
  });

  it('gives no role to nobody', () => {
    expect(leastPrivileged()).toEqual([]);
  });
});
