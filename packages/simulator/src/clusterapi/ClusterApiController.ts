import type { Controller, ControllerContext } from '../controllers/Controller';
import { writeStatus } from '../controllers/Controller';
import { setCondition } from '../engine/conditions';
import {
  JsonObject,
  listAt,
  numberAt,
  objectAt,
  stringAt,
} from '../objects/json';
import { KubeObject } from '../objects/KubeObject';
import { ApiServer, targetOf } from '../store/ApiServer';
import { StoreEvent } from '../store/ObjectStore';
import {
  CAPI_GROUP,
  CAPI_MANAGER,
  CLUSTER,
  clusterNameOf,
  MACHINE,
  POOL_KINDS,
  referenced,
} from './kinds';
import { joinNode, NodePool, nodesOf, nodeVersion } from './nodes';

/** The child clusters that Cluster API brings up. */
export interface Nursery {
  /** The API of a child, once it's born. */
  find(name: string): ChildCluster | undefined;
  /** Brings a child up: its API server answers with its own objects. */
  bear(name: string, version: string): ChildCluster;
}

export interface ChildCluster {
  api: ApiServer;
  /** A kubeconfig of its administrator. */
  kubeconfig: string;
  setVersion(version: string): void;
}

/** Milliseconds that things plausibly take in the demo: far less than in a cloud, long enough to watch. */
const TAKES = {
  infrastructure: 4_000,
  controlPlane: 6_000,
  upgrade: 8_000,
  machine: 3_000,
};

/** Cluster API and its providers, in a management cluster. */
export class ClusterApiController implements Controller {
  constructor(readonly context: ControllerContext, readonly nursery: Nursery) {}

  onEvent(event: StoreEvent): void {
    if (!event.kind.group.endsWith(CAPI_GROUP) || event.type === 'DELETED')
      return;
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

  #soon(namespace: string, name: string): void {
    this.context.agenda.soon(`cluster-api/${namespace}/${name}`, () =>
      this.#reconcile(namespace, name),
    );
  }

  /** Does a step later; nothing moves while rollouts are stuck. */
  #later(key: string, milliseconds: number, step: () => void): void {
    const { agenda, delay, isStuck } = this.context;
    if (isStuck() || agenda.waits(key)) return;
    agenda.after(key, delay(milliseconds), () => {
      if (!isStuck()) step();
    });
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
      this.#later(`provision/${namespace}/${name}`, TAKES.infrastructure, () =>
        this.#provision(infrastructure),
      );
    }
    if (controlPlane && provisioned) this.#controlPlane(cluster, controlPlane);
    const child = this.nursery.find(name);
    const initialised =
      controlPlane !== undefined && isInitialised(controlPlane);
    const pools = POOL_KINDS.flatMap(kind =>
      api.list(CLUSTER.apiVersion, kind, namespace),
    ).filter(pool => clusterNameOf(pool) === name);
    if (child && initialised)
      pools.forEach(pool => this.#pool(child, pool, controlPlane));
    this.#showCluster(
      cluster,
      provisioned,
      initialised,
      pools.every(isSettled),
    );
  }

  #provision(infrastructure: KubeObject): void {
    const { api } = this.context;
    const live = api.find(targetOf(infrastructure));
    if (!live) return;
    const now = api.now();
    writeStatus(api, live, CAPI_MANAGER, (status, draft) => {
      status.ready = true;
      status.initialization = { provisioned: true };
      ready(
        status,
        'Ready',
        draft,
        now,
        'Provisioned',
        'infrastructure is provisioned',
      );
    });
  }

  /** Brings the control plane up, or to another version. */
  #controlPlane(cluster: KubeObject, controlPlane: KubeObject): void {
    const { namespace = '', name } = cluster.metadata;
    const wanted = versionOf(controlPlane) ?? 'v1.35.0';
    const key = `control-plane/${namespace}/${name}`;
    if (!isInitialised(controlPlane)) {
      this.#later(key, TAKES.controlPlane, () =>
        this.#initialise(cluster, controlPlane, wanted),
      );
    } else if (stringAt(controlPlane, 'status', 'version') !== wanted) {
      this.#later(key, TAKES.upgrade, () =>
        this.#upgrade(name, controlPlane, wanted),
      );
      this.#showControlPlane(
        controlPlane,
        stringAt(controlPlane, 'status', 'version') ?? wanted,
        false,
      );
    } else if (
      numberAt(controlPlane, 'status', 'observedGeneration') !==
      controlPlane.metadata.generation
    ) {
      this.#showControlPlane(controlPlane, wanted, true);
    }
  }

  #initialise(
    cluster: KubeObject,
    controlPlane: KubeObject,
    version: string,
  ): void {
    const { name } = cluster.metadata;
    const child = this.nursery.find(name) ?? this.nursery.bear(name, version);
    child.setVersion(version);
    if (isSelfManaged(controlPlane)) {
      const pool: NodePool = {
        name: `${name}-control-plane`,
        controlPlane: true,
      };
      const missing =
        (numberAt(controlPlane, 'spec', 'replicas') ?? 1) -
        nodesOf(child.api, pool.name).length;
      for (let index = 0; index < missing; index += 1) {
        this.#showMachine(
          controlPlane,
          name,
          joinNode(child.api, pool, version),
          version,
        );
      }
    }
    this.#writeKubeconfig(cluster, child.kubeconfig);
    this.#showControlPlane(controlPlane, version, true);
  }

  #upgrade(name: string, controlPlane: KubeObject, version: string): void {
    const child = this.nursery.find(name);
    const live = this.context.api.find(targetOf(controlPlane));
    if (!child || !live) return;
    const pool: NodePool = {
      name: `${name}-control-plane`,
      controlPlane: true,
    };
    const outdated = nodesOf(child.api, pool.name).find(
      node => nodeVersion(node) !== version,
    );
    if (outdated) {
      this.#replaceNode(child, pool, live, name, outdated, version);
      this.#later(
        `control-plane/${live.metadata.namespace}/${name}`,
        TAKES.machine,
        () => this.#upgrade(name, live, version),
      );
      return;
    }
    child.setVersion(version);
    this.#showControlPlane(live, version, true);
  }

  /** One step of a pool: a machine joins, leaves, or is replaced by one of the wanted version. */
  #pool(child: ChildCluster, pool: KubeObject, controlPlane: KubeObject): void {
    const { name, namespace } = pool.metadata;
    const template = stringAt(pool, 'spec', 'template', 'spec', 'version');
    const version = template
      ? withPrefix(template)
      : versionOf(controlPlane) ?? 'v1.35.0';
    const wanted = numberAt(pool, 'spec', 'replicas') ?? 1;
    const nodes = nodesOf(child.api, name);
    const outdated = nodes.find(node => nodeVersion(node) !== version);
    const isDone = nodes.length === wanted && !outdated;
    this.#showPool(pool, nodes, wanted, version, isDone);
    // Workers never run ahead of their control plane.
    const mayRoll =
      stringAt(controlPlane, 'status', 'version') === versionOf(controlPlane);
    if (isDone || !mayRoll) return;
    this.#later(`pool/${namespace}/${name}`, TAKES.machine, () => {
      const cluster = clusterNameOf(pool) ?? '';
      const place: NodePool = { name, controlPlane: false };
      if (nodes.length < wanted)
        this.#showMachine(
          pool,
          cluster,
          joinNode(child.api, place, version),
          version,
        );
      else if (nodes.length > wanted)
        this.#removeNode(child, pool, nodes[nodes.length - 1]);
      else if (outdated)
        this.#replaceNode(child, place, pool, cluster, outdated, version);
      this.#soon(namespace ?? '', cluster);
    });
  }

  #replaceNode(
    child: ChildCluster,
    place: NodePool,
    owner: KubeObject,
    cluster: string,
    outdated: KubeObject,
    version: string,
  ): void {
    this.#removeNode(child, owner, outdated);
    this.#showMachine(
      owner,
      cluster,
      joinNode(child.api, place, version),
      version,
    );
  }

  #removeNode(child: ChildCluster, owner: KubeObject, node: KubeObject): void {
    const { api } = this.context;
    const machine = {
      ...MACHINE,
      namespace: owner.metadata.namespace,
      name: node.metadata.name,
    };
    if (api.find(machine)) api.delete(machine);
    if (child.api.find(targetOf(node))) child.api.delete(targetOf(node));
  }

  /** Managed node groups have no Machine objects. */
  #showMachine(
    owner: KubeObject,
    cluster: string,
    node: KubeObject,
    version: string,
  ): void {
    if (owner.kind === 'MachinePool') return;
    const { api } = this.context;
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

  #showPool(
    pool: KubeObject,
    nodes: readonly KubeObject[],
    wanted: number,
    version: string,
    isDone: boolean,
  ): void {
    const { api } = this.context;
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
      this.#provision(infrastructure);
  }

  #showControlPlane(
    controlPlane: KubeObject,
    version: string,
    isDone: boolean,
  ): void {
    const { api } = this.context;
    const now = api.now();
    const replicas = numberAt(controlPlane, 'spec', 'replicas');
    writeStatus(api, controlPlane, CAPI_MANAGER, (status, draft) => {
      Object.assign(status, {
        observedGeneration: draft.metadata.generation,
        ready: true,
        initialized: true,
        initialization: { controlPlaneInitialized: true },
        version,
        ...(replicas === undefined
          ? {}
          : {
              replicas,
              readyReplicas: replicas,
              availableReplicas: replicas,
              upToDateReplicas: isDone ? replicas : 0,
            }),
      });
      const message = isDone
        ? `control plane runs ${version}`
        : `control plane is moving from ${version} to ${
            versionOf(draft) ?? ''
          }`;
      for (const type of ['Available', 'Ready']) {
        if (isDone) ready(status, type, draft, now, type, message);
        else notReady(status, type, draft, now, 'RollingOut', message);
      }
    });
  }

  #showCluster(
    cluster: KubeObject,
    provisioned: boolean,
    initialised: boolean,
    settled: boolean,
  ): void {
    const { api } = this.context;
    const now = api.now();
    writeStatus(api, cluster, CAPI_MANAGER, (status, draft) => {
      const phase = provisioned ? 'Provisioned' : 'Provisioning';
      Object.assign(status, {
        observedGeneration: draft.metadata.generation,
        phase,
      });
      status.initialization = {
        ...(provisioned ? { infrastructureProvisioned: true } : {}),
        ...(initialised ? { controlPlaneInitialized: true } : {}),
      };
      const show = (type: string, holds: boolean, message: string) =>
        holds
          ? ready(status, type, draft, now, type, message)
          : notReady(status, type, draft, now, 'NotReady', message);
      show(
        'InfrastructureReady',
        provisioned,
        provisioned
          ? 'infrastructure is provisioned'
          : 'infrastructure is being provisioned',
      );
      show(
        'ControlPlaneInitialized',
        initialised,
        initialised ? 'control plane answers' : 'control plane is coming up',
      );
      show(
        'ControlPlaneAvailable',
        initialised,
        initialised ? 'control plane answers' : 'control plane is coming up',
      );
      show(
        'WorkersAvailable',
        settled,
        settled ? 'all machines are there' : 'machines are rolling out',
      );
      show(
        'Available',
        provisioned && initialised,
        initialised ? 'cluster is available' : 'cluster is coming up',
      );
    });
  }

  #writeKubeconfig(cluster: KubeObject, kubeconfig: string): void {
    const { api } = this.context;
    const { namespace, name } = cluster.metadata;
    const secret: KubeObject = {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: {
        name: `${name}-kubeconfig`,
        namespace,
        labels: { [`${CAPI_GROUP}/cluster-name`]: name },
      },
      type: 'cluster.x-k8s.io/secret',
      data: { value: Buffer.from(kubeconfig).toString('base64') },
    };
    const existing = api.find(targetOf(secret));
    if (!existing) api.create(secret, { manager: CAPI_MANAGER });
    else {
      api.update(
        targetOf(secret),
        draft => {
          draft.data = secret.data;
        },
        { manager: CAPI_MANAGER },
      );
    }
  }
}

function isProvisioned(object: KubeObject): boolean {
  const status = objectAt(object, 'status');
  return (
    status?.ready === true ||
    objectAt(status, 'initialization')?.provisioned === true
  );
}

function isInitialised(controlPlane: KubeObject): boolean {
  return (
    objectAt(controlPlane, 'status', 'initialization')
      ?.controlPlaneInitialized === true
  );
}

/** Whether the control plane runs on machines of the fleet's own. */
function isSelfManaged(controlPlane: KubeObject): boolean {
  return controlPlane.kind === 'KubeadmControlPlane';
}

/** Whether every machine of a pool is there and at its version. */
function isSettled(pool: KubeObject): boolean {
  return listAt(pool, 'status', 'conditions').some(
    each =>
      stringAt(each, 'type') === 'Available' &&
      stringAt(each, 'status') === 'True',
  );
}

/** Versions as Kubernetes writes them, with a `v`. */
function versionOf(controlPlane: KubeObject): string | undefined {
  const version = stringAt(controlPlane, 'spec', 'version');
  if (version === undefined) return undefined;
  return withPrefix(version);
}

function withPrefix(version: string): string {
  return version.startsWith('v') ? version : `v${version}`;
}

function ready(
  status: JsonObject,
  type: string,
  draft: KubeObject,
  now: string,
  reason: string,
  message: string = '',
): void {
  setCondition(
    status,
    { type, status: 'True', reason, message },
    now,
    draft.metadata.generation,
  );
}

function notReady(
  status: JsonObject,
  type: string,
  draft: KubeObject,
  now: string,
  reason: string,
  message: string,
): void {
  setCondition(
    status,
    { type, status: 'False', reason, message },
    now,
    draft.metadata.generation,
  );
}
