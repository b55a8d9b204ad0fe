import { stringify } from 'yaml';
import { CompareClusterOptions, compareCluster } from './compareCluster';
import { TestCluster } from './__testUtils__/TestCluster';
import {
  applied,
  deployment,
  edited,
  kustomization,
} from './__testUtils__/objects';

describe('compareCluster', () => {
  let cluster: TestCluster;
  const web = deployment('web', 'shop/web:1.0');
  const parts = [{ name: 'workspaces/shop', text: stringify(web) }];

  beforeEach(async () => {
    cluster = await TestCluster.start();
    cluster.put(kustomization('workspaces/shop', 'c1'));
  });

  afterEach(() => cluster.stop());

  const compare = (more: Partial<CompareClusterOptions> = {}) =>
    compareCluster({
      kubeConfig: cluster.kubeConfig(),
      cluster: 'prod',
      parts,
      commit: 'c1',
      ...more,
    });

  it('finds nothing where nothing differs', async () => {
    cluster.put(applied(web));
    expect(await compare()).toMatchObject({
      counts: { desired: 1, current: 1, drifted: 0 },
      parts: [{ state: 'Applied' }],
      resources: [],
    });
  });

  it('finds what was edited', async () => {
    cluster.put(edited(web, 'shop/web:hacked'));
    expect(await compare()).toMatchObject({
      resources: [
        { state: 'Modified', fields: [{ manager: { name: 'kubectl-edit' } }] },
      ],
    });
  });

  it('finds what is missing', async () => {
    expect(await compare()).toMatchObject({
      resources: [{ state: 'Missing' }],
    });
  });

  it('says what the comparison could not do, and of a fight nothing: that takes a longer look', async () => {
    cluster.put(applied(web));
    cluster.forbidden.add('deployments');
    const { conditions } = await compare({
      ignore: [
        {
          target: { kind: 'Deployment' },
          paths: ['/spec/replicas'],
          reason: 'scaled by hand',
          expires: '2026-01-31',
        },
      ],
      timeoutSeconds: 1,
    });
    expect(
      conditions.map(({ type, status }) => `${type} ${status}`).sort(),
    ).toEqual([
      'ChartsCompared True',
      'DriftEvaluated False',
      'ForeignObjectsSought Unknown',
      'IgnoreRulesWork False',
      'SchemasRead True',
    ]);
    expect(conditions).toContainEqual(
      expect.objectContaining({
        type: 'IgnoreRulesWork',
        message: expect.stringContaining('"scaled by hand"'),
      }),
    );
  });

  it('says when the cluster is not there', async () => {
    const kubeConfig = cluster.kubeConfig();
    const gone = await TestCluster.start();
    kubeConfig.loadFromClusterAndUser(
      { name: 'gone', server: gone.url, skipTLSVerify: true },
      { name: 'agent' },
    );
    await gone.stop();
    await expect(
      compareCluster({ kubeConfig, cluster: 'prod', parts }),
    ).rejects.toThrow(/ECONNREFUSED/);
  });
});
