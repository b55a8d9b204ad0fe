import { writeStatus } from '../controllers/Controller';
import { KubeObject } from '../objects/KubeObject';
import { ApiServer } from '../store/ApiServer';
import { targetOf } from '../store/Target';
import { ready } from './conditions';
import { CAPI_GROUP, CAPI_MANAGER, MACHINE } from './kinds';
import { joinNode, NodePool } from './nodes';
import { ChildCluster } from './Nursery';

export function replaceNode(
  api: ApiServer,
  child: ChildCluster,
  place: NodePool,
  owner: KubeObject,
  cluster: string,
  outdated: KubeObject,
  version: string,
): void {
  removeNode(api, child, owner, outdated);
  showMachine(
    api,
    owner,
    cluster,
    joinNode(child.api, place, version),
    version,
  );
}

export function removeNode(
  api: ApiServer,
  child: ChildCluster,
  owner: KubeObject,
  node: KubeObject,
): void {
  const machine = {
    ...MACHINE,
    namespace: owner.metadata.namespace,
    name: node.metadata.name,
  };
  if (api.find(machine)) api.delete(machine);
  if (child.api.find(targetOf(node))) child.api.delete(targetOf(node));
}

/** Managed node groups have no Machine objects. */
export function showMachine(
  api: ApiServer,
  owner: KubeObject,
  cluster: string,
  node: KubeObject,
  version: string,
): void {
  if (owner.kind === 'MachinePool') return;
  const { name } = node.metadata;
  const machine = api.create(
    {
      ...MACHINE,
      metadata: {
        name,
        namespace: owner.metadata.namespace,
        labels: { [`${CAPI_GROUP}/cluster-name`]: cluster },
        ownerReferences: [
          {
            apiVersion: owner.apiVersion,
            kind: owner.kind,
            name: owner.metadata.name,
            uid: owner.metadata.uid ?? '',
            controller: true,
          },
        ],
      },
      spec: {
        clusterName: cluster,
        version,
        providerID: `simulated:////${name}`,
      },
    },
    { manager: CAPI_MANAGER },
  );
  const now = api.now();
  writeStatus(api, machine, CAPI_MANAGER, (status, draft) => {
    status.observedGeneration = draft.metadata.generation;
    status.phase = 'Running';
    status.nodeRef = { name };
    status.initialization = {
      infrastructureProvisioned: true,
      bootstrapDataSecretCreated: true,
    };
    for (const type of [
      'Available',
      'Ready',
      'UpToDate',
      'InfrastructureReady',
      'BootstrapConfigReady',
      'NodeReady',
    ]) {
      ready(status, type, draft, now, type);
    }
  });
}
