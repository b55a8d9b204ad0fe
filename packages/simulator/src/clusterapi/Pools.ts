import { writeStatus } from '../controllers/Controller';
import { listAt, numberAt, stringAt } from '../objects/json';
import { KubeObject } from '../objects/KubeObject';
import { ApiServer } from '../store/ApiServer';
import { targetOf } from '../store/Target';
import { notReady, ready } from './conditions';
import { isProvisioned, provision } from './infrastructure';
import { CAPI_GROUP, CAPI_MANAGER, clusterNameOf, referenced } from './kinds';
import { removeNode, replaceNode, showMachine } from './machines';
import { joinNode, NodePool, nodesOf, nodeVersion } from './nodes';
import { ChildCluster } from './Nursery';
import { Steps, TAKES } from './Steps';
import { versionOf, withPrefix } from './versions';

const AUTOSCALER = `${CAPI_GROUP}/cluster-api-autoscaler-node-group`;

/** Worker pools: machine by machine to the wanted number and version. */
export class Pools {
  constructor(
    readonly api: ApiServer,
    readonly steps: Steps,
    /** Looks at a cluster again. */
    readonly soon: (namespace: string, cluster: string) => void,
  ) {}

  /** One step of a pool: a machine joins, leaves, or is replaced by one of the wanted version. */
  reconcile(
    child: ChildCluster,
    pool: KubeObject,
    controlPlane: KubeObject,
  ): void {
    const { name, namespace } = pool.metadata;
    const template = stringAt(pool, 'spec', 'template', 'spec', 'version');
    const version = template
      ? withPrefix(template)
      : versionOf(controlPlane) ?? 'v1.35.0';
    const nodes = nodesOf(child.api, name);
    const wanted =
      numberAt(pool, 'spec', 'replicas') ?? withinBounds(pool, nodes.length);
    const outdated = nodes.find(node => nodeVersion(node) !== version);
    const isDone = nodes.length === wanted && !outdated;
    this.#show(pool, nodes, wanted, version, isDone);
    // Workers never run ahead of their control plane.
    const mayRoll =
      stringAt(controlPlane, 'status', 'version') === versionOf(controlPlane);
    if (isDone || !mayRoll) return;
    this.steps.later(`pool/${namespace}/${name}`, TAKES.machine, () => {
      if (!this.api.find(targetOf(pool))) return;
      const cluster = clusterNameOf(pool) ?? '';
      const place: NodePool = { name, controlPlane: false };
      if (nodes.length < wanted)
        showMachine(
          this.api,
          pool,
          cluster,
          joinNode(child.api, place, version),
          version,
        );
      else if (nodes.length > wanted)
        removeNode(this.api, child, pool, nodes[nodes.length - 1]);
      else if (outdated)
        replaceNode(this.api, child, place, pool, cluster, outdated, version);
      this.soon(namespace ?? '', cluster);
    });
  }

  /** Takes all machines of a pool that is gone out of its cluster. */
  takeAway(child: ChildCluster, pool: KubeObject): void {
    for (const node of nodesOf(child.api, pool.metadata.name))
      removeNode(this.api, child, pool, node);
  }

  #show(
    pool: KubeObject,
    nodes: readonly KubeObject[],
    wanted: number,
    version: string,
    isDone: boolean,
  ): void {
    const { api } = this;
    const now = api.now();
    const upToDate = nodes.filter(node => nodeVersion(node) === version).length;
    writeStatus(api, pool, CAPI_MANAGER, (status, draft) => {
      Object.assign(status, {
        observedGeneration: draft.metadata.generation,
        replicas: nodes.length,
        readyReplicas: nodes.length,
        availableReplicas: nodes.length,
        upToDateReplicas: upToDate,
        phase: isDone ? 'Running' : 'ScalingUp',
      });
      if (pool.kind === 'MachinePool') {
        status.nodeRefs = nodes.map(node => ({ name: node.metadata.name }));
        status.initialization = {
          infrastructureProvisioned: true,
          bootstrapDataSecretCreated: true,
        };
      }
      const message = `${nodes.length} of ${wanted} machines, ${upToDate} of them at ${version}`;
      for (const type of ['Available', 'MachinesReady', 'MachinesUpToDate']) {
        if (isDone) ready(status, type, draft, now, type, message);
        else notReady(status, type, draft, now, 'RollingOut', message);
      }
    });
    const infrastructure = referenced(
      api,
      pool,
      'spec',
      'template',
      'spec',
      'infrastructureRef',
    );
    if (
      pool.kind === 'MachinePool' &&
      infrastructure &&
      isDone &&
      !isProvisioned(infrastructure)
    )
      provision(this.api, infrastructure);
  }
}

/** Cluster API's default where an autoscaler sets the number: what there is, within the pool's bounds. */
function withinBounds({ metadata }: KubeObject, actual: number): number {
  const bound = (name: string) =>
    Number(metadata.annotations?.[`${AUTOSCALER}-${name}-size`] ?? 1);
  return Math.min(Math.max(actual, bound('min')), bound('max'));
}

/** Whether every machine of a pool is there and at its version. */
export function isSettled(pool: KubeObject): boolean {
  return listAt(pool, 'status', 'conditions').some(
    each =>
      stringAt(each, 'type') === 'Available' &&
      stringAt(each, 'status') === 'True',
  );
}
