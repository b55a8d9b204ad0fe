import { gzipSync } from 'node:zlib';
import { KubeObject } from '@flotilla/drift';
import { stringify } from 'yaml';
import { compareCluster } from '../compareCluster';
import { TestCluster } from '../__testUtils__/TestCluster';
import {
  applied,
  deployment,
  edited,
  kustomization,
} from '../__testUtils__/objects';

const PART = 'components/web';
const web = deployment('web', 'shop/web:1.0');
const chart: KubeObject = {
  apiVersion: 'helm.toolkit.fluxcd.io/v2',
  kind: 'HelmRelease',
  metadata: { name: 'web', namespace: 'shop' },
  spec: { interval: '1m' },
};

describe('a chart that the engine renders', () => {
  let cluster: TestCluster;

  beforeEach(async () => {
    cluster = await TestCluster.start();
    cluster.put(kustomization(PART, 'c1'));
    cluster.put({
      ...chart,
      status: { history: [{ name: 'web', namespace: 'shop', version: 1 }] },
    });
  });

  afterEach(() => cluster.stop());

  function store(object: KubeObject): void {
    const release = gzipSync(JSON.stringify({ manifest: stringify(object) }));
    const text = Buffer.from(release.toString('base64')).toString('base64');
    cluster.put({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'sh.helm.release.v1.web.v1', namespace: 'shop' },
      data: { release: text },
    });
  }

  const compare = () =>
    compareCluster({
      kubeConfig: cluster.kubeConfig(),
      cluster: 'prod',
      parts: [{ name: PART, text: stringify(chart) }],
      commit: 'c1',
    });

  it('is compared by what Helm stored of it', async () => {
    store(web);
    cluster.put(edited(web, 'shop/web:hacked'));
    const { resources, counts } = await compare();
    expect(counts).toMatchObject({ desired: 2, drifted: 1 });
    expect(resources.filter(one => one.state !== 'InSync')).toMatchObject([
      {
        state: 'Modified',
        part: PART,
        ref: { kind: 'Deployment', name: 'web' },
        fields: [{ manager: { name: 'kubectl-edit' } }],
      },
    ]);
  });

  it('misses what Helm stored and is gone', async () => {
    store(web);
    const { resources } = await compare();
    expect(resources.map(one => one.state)).toContain('Missing');
  });

  it('is compared by nothing where no release is stored', async () => {
    cluster.put(applied(web));
    expect((await compare()).counts).toMatchObject({ desired: 1, drifted: 0 });
  });
});
