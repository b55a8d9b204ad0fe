import { KubeObject } from '../objects/KubeObject';
import { HealthExpressions } from './healthExpressions';

const EXPRESSIONS = HealthExpressions.parse({
  healthCheckExprs: [
    {
      apiVersion: 'cluster.x-k8s.io/v1beta2',
      kind: 'Cluster',
      current: `status.conditions.exists(c, c.type == 'Available' && c.status == 'True') && status.replicas == 3`,
    },
  ],
});

const cluster = (status?: KubeObject['status']): KubeObject => ({
  apiVersion: 'cluster.x-k8s.io/v1beta2',
  kind: 'Cluster',
  metadata: { name: 'prod' },
  ...(status === undefined ? {} : { status }),
});

const available = { type: 'Available', status: 'True' };

it.each([
  [{ conditions: [available], replicas: 3 }, true],
  [{ conditions: [available], replicas: 2 }, false],
  [{ conditions: [] }, false],
  [undefined, false],
])('of a Cluster with status %j says %s', (status, expected) => {
  expect(EXPRESSIONS.isCurrent(cluster(status))).toBe(expected);
});

it('says nothing of other kinds', () => {
  const other = { ...cluster(), kind: 'MachineDeployment' };
  expect(EXPRESSIONS.isCurrent(other)).toBeUndefined();
  expect(
    HealthExpressions.parse(undefined).isCurrent(cluster()),
  ).toBeUndefined();
});
