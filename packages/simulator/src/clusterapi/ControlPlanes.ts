import { writeStatus } from '../controllers/Controller';
import { numberAt, objectAt, stringAt } from '../objects/json';
import { KubeObject } from '../objects/KubeObject';
import { ApiServer } from '../store/ApiServer';
import { targetOf } from '../store/Target';
import { notReady, ready } from './conditions';
import { CAPI_MANAGER } from './kinds';
import { writeKubeconfig } from './kubeconfigSecret';
import { replaceNode, showMachine } from './machines';
import { joinNode, NodePool, nodesOf, nodeVersion } from './nodes';
import { Nursery } from './Nursery';
import { Steps, TAKES } from './Steps';
import { versionOf } from './versions';

/** Control planes: they come up, bear their cluster, and move to other versions. */
export class ControlPlanes {
  constructor(
    readonly api: ApiServer,
    readonly steps: Steps,
    readonly nursery: Nursery,
  ) {}

  /** Brings the control plane up, or to another version. */
  reconcile(cluster: KubeObject, controlPlane: KubeObject): void {
    const { namespace = '', name } = cluster.metadata;
    const wanted = versionOf(controlPlane) ?? 'v1.35.0';
    const key = `control-plane/${namespace}/${name}`;
    if (!isInitialised(controlPlane)) {
      this.steps.later(key, TAKES.controlPlane, () =>
        this.#initialise(cluster, controlPlane, wanted),
      );
    } else if (stringAt(controlPlane, 'status', 'version') !== wanted) {
      this.steps.later(key, TAKES.upgrade, () =>
        this.#upgrade(name, controlPlane, wanted),
      );
      this.#show(
        controlPlane,
        stringAt(controlPlane, 'status', 'version') ?? wanted,
        false,
      );
    } else if (
      numberAt(controlPlane, 'status', 'observedGeneration') !==
      controlPlane.metadata.generation
    ) {
      this.#show(controlPlane, wanted, true);
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
        showMachine(
          this.api,
          controlPlane,
          name,
          joinNode(child.api, pool, version),
          version,
        );
      }
    }
    writeKubeconfig(this.api, cluster, child.kubeconfig);
    this.#show(controlPlane, version, true);
  }

  #upgrade(name: string, controlPlane: KubeObject, version: string): void {
    const child = this.nursery.find(name);
    const live = this.api.find(targetOf(controlPlane));
    if (!child || !live) return;
    const pool: NodePool = {
      name: `${name}-control-plane`,
      controlPlane: true,
    };
    const outdated = nodesOf(child.api, pool.name).find(
      node => nodeVersion(node) !== version,
    );
    if (outdated) {
      replaceNode(this.api, child, pool, live, name, outdated, version);
      this.steps.later(
        `control-plane/${live.metadata.namespace}/${name}`,
        TAKES.machine,
        () => this.#upgrade(name, live, version),
      );
      return;
    }
    child.setVersion(version);
    this.#show(live, version, true);
  }

  #show(controlPlane: KubeObject, version: string, isDone: boolean): void {
    const { api } = this;
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
}

export function isInitialised(controlPlane: KubeObject): boolean {
  return (
    objectAt(controlPlane, 'status', 'initialization')
      ?.controlPlaneInitialized === true
  );
}

/** Whether the control plane runs on machines of the fleet's own. */
function isSelfManaged(controlPlane: KubeObject): boolean {
  return controlPlane.kind === 'KubeadmControlPlane';
}
