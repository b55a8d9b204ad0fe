import { RoleDirectory } from './RoleDirectory';

const directory = new RoleDirectory({
  fleet: name =>
    name === 'acme'
      ? {
          roles: [
            { name: 'ClusterOperator', subjects: ['@acme/platform'] },
            { name: 'ApplicationDeveloper', subjects: ['@acme/dev', 'Linus'] },
          ],
          host: {
            teamMembers: async team => {
              if (team === 'dev') {
                return ['ada'];
              }
              if (team === 'platform') {
                return ['Ada', 'grace'];
              }
              throw new Error(`no team ${team}`);
            },
          },
        }
      : undefined,
  loginOf: async ref => (ref === 'user:default/ada' ? 'ada' : undefined),
});

describe('RoleDirectory', () => {
  it('finds roles by team and by login, whatever the case', async () => {
    expect(await directory.ofLogin('acme', 'ADA')).toEqual([
      'ClusterOperator',
      'ApplicationDeveloper',
    ]);
    expect(await directory.ofLogin('acme', 'linus')).toEqual([
      'ApplicationDeveloper',
    ]);
  });

  it('gives a portal user the roles of their login, and none without one', async () => {
    expect(await directory.ofRequester('acme', 'user:default/ada')).toContain(
      'ClusterOperator',
    );
    expect(await directory.ofRequester('acme', 'user:default/guest')).toEqual(
      [],
    );
  });

  it('knows no roles in a fleet that it does not know', async () => {
    expect(await directory.ofLogin('other', 'ada')).toEqual([]);
  });
});
