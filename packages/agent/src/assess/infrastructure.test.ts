import { KubeObject } from '@flotilla/drift';
import { infrastructureReport } from './infrastructure';
import { nodeReport } from './nodes';

function object(
  apiVersion: string,
  kind: string,
  spec: object,
  status: object,
): KubeObject {
  return {
    apiVersion,
    kind,
    metadata: { name: `child-${kind}` },
    spec,
    status,
  };
}
const condition = (type: string, status: string, message = '') => ({
  conditions: [{ type, status, reason: 'R', message }],
});

describe('the machines of a child cluster', () => {
  const cluster = object(
    'cluster.x-k8s.io/v1beta2',
    'Cluster',
    {},
    condition('Available', 'False', 'waits for the control plane'),
  );
  const controlPlane = object(
    'controlplane.cluster.x-k8s.io/v1beta2',
    'KubeadmControlPlane',
    { replicas: 3, version: 'v1.35.2' },
    { readyReplicas: 1, ...condition('Available', 'False', '1 of 3 is ready') },
  );
  const pool = object(
    'cluster.x-k8s.io/v1beta2',
    'MachineDeployment',
    { replicas: 5, template: { spec: { version: 'v1.35.2' } } },
    { readyReplicas: 5, ...condition('Available', 'True') },
  );

  it('are told as control plane, pools and conditions', () => {
    expect(
      infrastructureReport('child', [cluster, controlPlane, pool]),
    ).toEqual({
      cluster: 'child',
      controlPlane: {
        name: 'child-KubeadmControlPlane',
        kind: 'KubeadmControlPlane',
        desired: 3,
        actual: 1,
        version: 'v1.35.2',
        ready: 'False',
        message: '1 of 3 is ready',
      },
      pools: [
        {
          name: 'child-MachineDeployment',
          kind: 'MachineDeployment',
          desired: 5,
          actual: 5,
          version: 'v1.35.2',
          ready: 'True',
        },
      ],
      conditions: [
        {
          type: 'Available',
          status: 'False',
          reason: 'R',
          message: 'waits for the control plane',
        },
      ],
    });
  });

  it('are not told before there is a Cluster', () => {
    expect(infrastructureReport('child', [pool])).toBeUndefined();
  });
});

it('counts nodes, and tells nothing of a single one', () => {
  const node = (status: string) =>
    object(
      'v1',
      'Node',
      {},
      {
        nodeInfo: { kubeletVersion: 'v1.35.2' },
        ...condition('Ready', status),
      },
    );
  expect(nodeReport([node('True'), node('True'), node('Unknown')])).toEqual({
    total: 3,
    ready: 2,
    versions: { 'v1.35.2': 3 },
  });
});
