import { KubeObject } from '../objects/KubeObject';
import { ApiServer } from '../store/ApiServer';
import { targetOf } from '../store/Target';

/** A node as it comes up. */
export interface NewNode {
  name: string;
  controlPlane: boolean;
  /** With the `v`. */
  version: string;
  annotations?: Record<string, string>;
}

const CONTROL_PLANE_TAINT = {
  key: 'node-role.kubernetes.io/control-plane',
  effect: 'NoSchedule',
};

/** A kubelet registers its node, which is Ready. */
export function registerNode(
  api: ApiServer,
  { name, controlPlane, version, annotations }: NewNode,
): KubeObject {
  const role = controlPlane ? 'control-plane' : 'worker';
  const node = api.create(
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
        ...(annotations ? { annotations } : {}),
      },
      spec: controlPlane ? { taints: [CONTROL_PLANE_TAINT] } : {},
    },
    { manager: 'kubelet' },
  );
  const now = api.now();
  return api.update(
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
