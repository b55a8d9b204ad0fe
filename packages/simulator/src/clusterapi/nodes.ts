import { randomBytes } from 'node:crypto';
import { KubeObject } from '../objects/KubeObject';
import { stringAt } from '../objects/json';
import { ApiServer } from '../store/ApiServer';
import { targetOf } from '../store/Target';

const OWNER_NAME = 'cluster.x-k8s.io/owner-name';

/** A node's place: which pool of machines it came from. */
export interface NodePool {
  name: string;
  controlPlane: boolean;
}

export function nodesOf(child: ApiServer, pool: string): KubeObject[] {
  return child
    .list('v1', 'Node')
    .filter(node => node.metadata.annotations?.[OWNER_NAME] === pool);
}

export function nodeVersion(node: KubeObject): string {
  return stringAt(node, 'status', 'nodeInfo', 'kubeletVersion') ?? '';
}

/** A machine has joined: its node is Ready. */
export function joinNode(
  child: ApiServer,
  pool: NodePool,
  version: string,
): KubeObject {
  const name = `${pool.name}-${randomBytes(3).toString('hex')}`;
  const role = pool.controlPlane ? 'control-plane' : 'worker';
  const node = child.create(
    {
      apiVersion: 'v1',
      kind: 'Node',
      metadata: {
        name,
        labels: {
          'kubernetes.io/arch': 'amd64',
          'kubernetes.io/hostname': name,
          'kubernetes.io/os': 'linux',
          [`node-role.kubernetes.io/${role}`]: '',
        },
        annotations: { [OWNER_NAME]: pool.name },
      },
      spec: pool.controlPlane
        ? {
            taints: [
              {
                key: 'node-role.kubernetes.io/control-plane',
                effect: 'NoSchedule',
              },
            ],
          }
        : {},
    },
    { manager: 'kubelet' },
  );
  const now = child.now();
  return child.update(
    targetOf(node),
    draft => {
      draft.status = {
        capacity: { cpu: '8', memory: '32Gi', pods: '110' },
        allocatable: { cpu: '7910m', memory: '31Gi', pods: '110' },
        conditions: [
          nodeCondition(
            'MemoryPressure',
            'False',
            'KubeletHasSufficientMemory',
            now,
          ),
          nodeCondition(
            'DiskPressure',
            'False',
            'KubeletHasNoDiskPressure',
            now,
          ),
          nodeCondition('PIDPressure', 'False', 'KubeletHasSufficientPID', now),
          nodeCondition('Ready', 'True', 'KubeletReady', now),
        ],
        nodeInfo: {
          architecture: 'amd64',
          bootID: '',
          containerRuntimeVersion: 'containerd://2.1.4',
          kernelVersion: '6.12.0',
          kubeProxyVersion: version,
          kubeletVersion: version,
          machineID: '',
          operatingSystem: 'linux',
          osImage: 'Linux',
          systemUUID: '',
        },
      };
    },
    { manager: 'kubelet', subresource: 'status' },
  );
}

function nodeCondition(
  type: string,
  status: string,
  reason: string,
  now: string,
) {
  const message =
    type === 'Ready'
      ? 'kubelet is posting ready status'
      : `kubelet has no ${type}`;
  return {
    type,
    status,
    reason,
    message,
    lastHeartbeatTime: now,
    lastTransitionTime: now,
  };
}
