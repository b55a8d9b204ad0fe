import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KubeObject } from '@flotilla/drift';
import { TestHub } from '@flotilla/testbed';
import { Agent } from '../Agent';
import { FileKeyStore } from '../identity/FileKeyStore';
import {
  applied,
  deployment,
  gitRepository,
  kustomization,
} from '../__testUtils__/objects';
import { TestCluster } from '../__testUtils__/TestCluster';
import { until } from '../__testUtils__/until';

const PART = 'workspaces/shop';
const web = deployment('web', 'shop/web:1.0');
const quiet = { debug() {}, info() {}, warn() {}, error() {} };

/** As the API server has it: without a generation. */
function autoscaler(maxReplicas: number): KubeObject {
  return {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: 'web', namespace: 'shop', uid: 'uid-hpa' },
    spec: {
      scaleTargetRef: {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        name: 'web',
      },
      minReplicas: 1,
      maxReplicas,
    },
  };
}

it('finds replicas out of range as soon as the range leaves them behind', async () => {
  const cluster = await TestCluster.start();
  const hub = await TestHub.start();
  const directory = await mkdtemp(join(tmpdir(), 'agent-autoscaled-'));
  hub.desire('c1', { [PART]: [web] });
  cluster.put(gitRepository('c1'));
  cluster.put(kustomization(PART, 'c1'));
  cluster.put(autoscaler(5));
  const live = applied(web);
  cluster.put({ ...live, spec: { ...Object(web.spec), replicas: 4 } });
  const agent = new Agent({
    hubUrl: hub.url,
    fleet: 'acme',
    cluster: 'prod',
    kubeConfig: cluster.kubeConfig(),
    keyStore: new FileKeyStore(directory),
    persistenceSeconds: 0.1,
    logger: quiet,
  });
  await agent.start();
  try {
    const first = await until(() => hub.last, 'a report');
    expect(first.counts?.drifted).toBe(0);
    cluster.put(autoscaler(3));
    const told = await until(
      () =>
        hub.reports
          .flatMap(({ resources = [] }) => resources)
          .find(({ state }) => state === 'Modified'),
      'the drift',
    );
    expect(told.fields).toMatchObject([{ fieldPath: '.spec.replicas' }]);
  } finally {
    await agent.stop();
    await Promise.all([hub.stop(), cluster.stop()]);
    await rm(directory, { recursive: true });
  }
});
