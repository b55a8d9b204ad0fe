import path from 'node:path';
import { mockServices } from '@backstage/backend-test-utils';
import { ScmIntegrations } from '@backstage/integration';
import { FleetMirror } from '@flotilla/repository';
import { clusterFile, TestFleet } from '../__testUtils__/TestFleet';
import { FleetFollower } from './FleetFollower';
import { FleetWatch } from './FleetWatch';
import { inventoryOf } from './inventory';
import { repositoryOf } from './repositoryOf';

const integrations = ScmIntegrations.fromConfig(mockServices.rootConfig());

describe('FleetWatch', () => {
  let git: TestFleet;
  let changes: string[];
  beforeEach(() => {
    git = new TestFleet({ a: {}, b: {} });
    changes = [];
  });
  afterEach(() => git.remove());

  function watch(name?: string) {
    return new FleetWatch({
      ...(name ? { name } : {}),
      repository: repositoryOf({ url: git.url, branch: 'main' }, integrations),
      mirror: new FleetMirror({
        url: git.url,
        branch: 'main',
        directory: path.join(git.workingDirectory, 'mirror'),
      }),
      logger: mockServices.logger.mock(),
      onChange: async ({ commit }) => {
        changes.push(commit);
      },
    });
  }

  it('tells of each commit once, and composes only clusters that it concerns', async () => {
    const watched = watch();
    await watched.follow();
    await watched.follow();
    const before = watched.fleet?.clusters;
    const commit = git.commit({
      'clusters/a/cluster.yaml': clusterFile('a', { version: '1.1.0' }),
    });
    await watched.follow();
    expect(changes).toHaveLength(2);
    expect(changes[1]).toBe(commit);
    const after = watched.fleet?.clusters;
    expect(after?.get('a')?.composed?.model.version).toBe('1.1.0');
    expect(after?.get('b')).toBe(before?.get('b'));
    expect(watched.status()).toMatchObject({
      name: 'tiny',
      owner: 'group:default/platform',
      commit,
      problems: [],
      staleClusters: [],
    });
  });

  it('keeps the last readable commit, and says what is wrong with the new one', async () => {
    const watched = watch();
    await watched.follow();
    const readable = watched.fleet?.commit;
    const yaml = watched.fleet?.files.get('fleet.yaml') ?? '';
    git.commit({ 'fleet.yaml': 'kind: [' });
    await watched.follow();
    expect(watched.fleet?.commit).toBe(readable);
    expect(watched.status().error).toMatch(
      /no readable fleet.yaml.*fleet.yaml:1/s,
    );
    const mended = git.commit({ 'fleet.yaml': yaml });
    await watched.follow();
    expect(watched.status()).toMatchObject({ commit: mended });
    expect(watched.status().error).toBeUndefined();
  });

  it('names clusters whose rendered files are not what rendering gives', async () => {
    const watched = watch();
    git.commit({
      'rendered/b/components/clock/manifests.yaml': 'kind: Hand\n',
    });
    await watched.follow();
    expect(watched.status().staleClusters).toEqual(['b']);
  });

  it('says what keeps a cluster from being rendered', async () => {
    const watched = watch();
    git.commit({
      'components/clock/1.0.0/manifests/secret.yaml':
        'apiVersion: v1\nkind: Secret\nmetadata: {name: s, namespace: d}\nstringData: {a: b}\n',
    });
    await watched.follow();
    const said = [expect.stringContaining('Secret')];
    expect(watched.fleet?.clusters.get('a')?.problems).toMatchObject([
      { severity: 'error', message: said[0] },
    ]);
    expect(watched.status().problems).toMatchObject([{ message: said[0] }]);
  });

  it('refuses a repository of another fleet than was configured', async () => {
    const watched = watch('acme');
    await watched.follow();
    expect(watched.fleet).toBeUndefined();
    expect(watched.status()).toMatchObject({
      name: 'acme',
      error:
        'fleet.yaml names the fleet "tiny", flotilla.fleets in the portal\'s configuration "acme"',
    });
    const follower = new FleetFollower([watched]);
    expect(() => follower.get('acme')).toThrow(/has not been read yet/);
    expect(() => follower.get('other')).toThrow('it follows: acme');
  });

  it('says so while something that Git has is not in the inventory', async () => {
    const watched = watch();
    await watched.follow();
    const inventory = () => watched.fleet && inventoryOf(watched.fleet, []);
    expect(inventory()).toMatchObject({
      complete: true,
      models: [
        { version: '1.0.0', latest: false, clusters: ['a', 'b'] },
        { version: '1.1.0', latest: true, clusters: [] },
      ],
      components: expect.arrayContaining([
        expect.objectContaining({ name: 'clock', clusters: ['a', 'b'] }),
      ]),
      providers: expect.arrayContaining([
        expect.objectContaining({ name: 'metal', regions: ['north', 'south'] }),
      ]),
    });
    git.commit({ 'clusters/a/cluster.yaml': 'kind: Cluster' });
    await watched.follow();
    expect(inventory()).toMatchObject({
      complete: false,
      clusters: [{ name: 'b' }],
    });
  });
});
