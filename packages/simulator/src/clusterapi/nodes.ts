import { randomBytes } from 'node:crypto';
import { registerNode } from '../controllers/kubelet';
import { KubeObject } from '../objects/KubeObject';
import { stringAt } from '../objects/json';
import { ApiServer } from '../store/ApiServer';

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

/** A machine has joined. */
export function joinNode(
  child: ApiServer,
  pool: NodePool,
  version: string,
): KubeObject {
  return registerNode(child, {
    name: `${pool.name}-${randomBytes(3).toString('hex')}`,
    controlPlane: pool.controlPlane,
    version,
    annotations: { [OWNER_NAME]: pool.name },
  });
}
