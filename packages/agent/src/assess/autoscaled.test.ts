import { KubeObject } from '@flotilla/drift';
import { until } from '@flotilla/testbed';
import { startHub } from '../__testUtils__/AgentHub';
import {
  applied,
  deployment,
  gitRepository,
  kustomization,
} from '../__testUtils__/objects';
import { TestAgents } from '../__testUtils__/TestAgents';
import { TestCluster } from '../__testUtils__/TestCluster';

const PART = 'workspaces/shop';
const web = deployment('web', 'shop/web:1.0');

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
  const hub = await startHub();
  const agents = await TestAgents.open(hub);
  hub.desire('c1', { [PART]: [web] });
  cluster.put(gitRepository('c1'));
  cluster.put(kustomization(PART, 'c1'));
  cluster.put(autoscaler(5));
  const live = applied(web);
  cluster.put({ ...live, spec: { ...Object(web.spec), replicas: 4 } });
  await agents.start({
    kubeConfig: cluster.kubeConfig(),
    persistenceSeconds: 0.1,
  });
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
    await agents.close();
    await Promise.all([hub.stop(), cluster.stop()]);
  }
});
