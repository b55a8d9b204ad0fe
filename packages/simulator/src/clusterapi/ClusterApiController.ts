import type { Controller, ControllerContext } from '../controllers/Controller';
import { KubeObject } from '../objects/KubeObject';
import { StoreEvent } from '../store/ObjectStore';
import { showCluster } from './clusterStatus';
import { ControlPlanes, isInitialised } from './ControlPlanes';
import { isProvisioned, provision } from './infrastructure';
import {
  CAPI_GROUP,
  CLUSTER,
  clusterNameOf,
  POOL_KINDS,
  referenced,
} from './kinds';
import { Nursery } from './Nursery';
import { isSettled, Pools } from './Pools';
import { Steps, TAKES } from './Steps';

/** Cluster API and its providers, in a management cluster. */
export class ClusterApiController implements Controller {
  readonly #steps: Steps;
  readonly #controlPlanes: ControlPlanes;
  readonly #pools: Pools;

  constructor(readonly context: ControllerContext, readonly nursery: Nursery) {
    this.#steps = new Steps(context);
    this.#controlPlanes = new ControlPlanes(context.api, this.#steps, nursery);
    this.#pools = new Pools(context.api, this.#steps, (namespace, name) =>
      this.#soon(namespace, name),
    );
  }

  onEvent(event: StoreEvent): void {
    if (!event.kind.group.endsWith(CAPI_GROUP)) return;
    if (event.type === 'DELETED') {
      this.#gone(event.object);
      return;
    }
    const { namespace = '' } = event.object.metadata;
    for (const cluster of this.context.api.list(
      CLUSTER.apiVersion,
      CLUSTER.kind,
      namespace,
    )) {
      this.#soon(namespace, cluster.metadata.name);
    }
  }

  /** Goes on with everything that was under way. */
  resume(): void {
    for (const { metadata } of this.context.api.list(
      CLUSTER.apiVersion,
      CLUSTER.kind,
    )) {
      this.#soon(metadata.namespace ?? '', metadata.name);
    }
  }

  /** A pool takes its machines along. */
  #gone(object: KubeObject): void {
    if (!POOL_KINDS.some(kind => kind === object.kind)) return;
    const child = this.nursery.find(clusterNameOf(object) ?? '');
    if (child) this.#pools.takeAway(child, object);
  }

  #soon(namespace: string, name: string): void {
    this.context.agenda.soon(`cluster-api/${namespace}/${name}`, () =>
      this.#reconcile(namespace, name),
    );
  }

  #reconcile(namespace: string, name: string): void {
    const { api } = this.context;
    const cluster = api.find({ ...CLUSTER, namespace, name });
    if (!cluster || cluster.metadata.deletionTimestamp) return;
    const infrastructure = referenced(
      api,
      cluster,
      'spec',
      'infrastructureRef',
    );
    const controlPlane = referenced(api, cluster, 'spec', 'controlPlaneRef');
    const provisioned =
      infrastructure !== undefined && isProvisioned(infrastructure);
    if (infrastructure && !provisioned) {
      this.#steps.later(
        `provision/${namespace}/${name}`,
        TAKES.infrastructure,
        () => provision(api, infrastructure),
      );
    }
    if (controlPlane && provisioned)
      this.#controlPlanes.reconcile(cluster, controlPlane);
    const child = this.nursery.find(name);
    const initialised =
      controlPlane !== undefined && isInitialised(controlPlane);
    const pools = POOL_KINDS.flatMap(kind =>
      api.list(CLUSTER.apiVersion, kind, namespace),
    ).filter(pool => clusterNameOf(pool) === name);
    if (child && initialised)
      pools.forEach(pool => this.#pools.reconcile(child, pool, controlPlane));
    showCluster(api, cluster, provisioned, initialised, pools.every(isSettled));
  }
}
