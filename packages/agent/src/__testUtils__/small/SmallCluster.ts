import { setTimeout as sleep } from 'node:timers/promises';
import type {
  Desired,
  ResourceReport,
} from '@flotilla/backstage-plugin-flotilla-common';
import { KubeObject } from '@flotilla/drift';
import {
  ControlPlane,
  defineKinds,
  engineDefinitions,
  until,
} from '@flotilla/testbed';
import { KubeConfig } from '@kubernetes/client-node';
import { AgentHub, startHub } from '../AgentHub';
import { Agent } from '../../Agent';
import { AgentOptions } from '../../AgentOptions';
import { json } from '../../json';
import { FaultProxy } from '../FaultProxy';
import { TestAgents } from '../TestAgents';
import { Held, findingsOf, heldBy } from './held';
import { CLUSTER, pathOf } from './smallFleet';

const LONG = 50_000;
const ACCOUNT = { namespace: 'flotilla-system', name: 'flotilla-agent' };

/**
 * A small cluster on a real API server, with its engine's real definitions
 * and no controllers of the engine: what they would write the test writes. An
 * agent watches it through a proxy.
 */
export class SmallCluster {
  agent: Agent | undefined;
  #forgotten = 0;

  private constructor(
    readonly kubernetes: ControlPlane,
    readonly engine: Desired['engine'],
    readonly hub: AgentHub,
    readonly proxy: FaultProxy,
    private readonly agents: TestAgents,
  ) {}

  static async start(
    kubernetes: ControlPlane,
    engine: Desired['engine'],
  ): Promise<SmallCluster> {
    await defineKinds(kubernetes, engineDefinitions(engine));
    const target = new KubeConfig();
    target.loadFromString(
      await kubernetes.serviceAccountKubeconfig(
        ACCOUNT.namespace,
        ACCOUNT.name,
      ),
    );
    await mayReadAll(kubernetes);
    const proxy = await FaultProxy.start(target);
    const hub = await startHub();
    const agents = await TestAgents.open(hub);
    return new SmallCluster(kubernetes, engine, hub, proxy, agents);
  }

  async stop(): Promise<void> {
    await this.agents.close();
    await Promise.all([this.proxy.stop(), this.hub.stop()]);
  }

  /** Git now says so. */
  commit(commit: string, parts: Record<string, KubeObject[]>): void {
    this.hub.desire(commit, parts, CLUSTER, this.engine);
  }

  /** Server-side apply; definitions are served when it returns. */
  async apply(object: KubeObject, manager: string): Promise<void> {
    if (object.kind === 'CustomResourceDefinition') {
      await defineKinds(this.kubernetes, [object], manager);
    } else await this.kubernetes.apply(pathOf(object), object, manager);
  }

  /** A change as `kubectl edit` and its like make it. */
  async patch(
    object: KubeObject,
    body: object,
    manager = 'kubectl-edit',
  ): Promise<void> {
    await this.#write(`${pathOf(object)}?fieldManager=${manager}`, body);
  }

  async writeStatus(object: KubeObject, status: object): Promise<void> {
    await this.#write(`${pathOf(object)}/status`, { status });
  }

  async #write(path: string, body: object): Promise<void> {
    const { status, text } = await this.kubernetes.request(path, {
      method: 'PATCH',
      contentType: 'application/merge-patch+json',
      body,
    });
    if (status !== 200) throw new Error(`${path} answered ${status}: ${text}`);
  }

  async delete(object: KubeObject): Promise<void> {
    const path = pathOf(object);
    await this.kubernetes.request(path, { method: 'DELETE' });
    for (;;) {
      const { status } = await this.kubernetes.request(path);
      if (status === 404) return;
      await sleep(50);
    }
  }

  async isThere(object: KubeObject): Promise<boolean> {
    return (await this.kubernetes.request(pathOf(object))).status === 200;
  }

  async live(object: KubeObject): Promise<KubeObject> {
    const { status, body } = await this.kubernetes.request(pathOf(object));
    if (status !== 200) throw new Error(`${pathOf(object)}: ${status}`);
    return { ...object, ...json.map(body) };
  }

  /** Lets an agent watch. */
  async watch(more: Partial<AgentOptions> = {}): Promise<void> {
    await this.agents.stop();
    this.hub.reports.length = 0;
    this.#forgotten = 0;
    this.agent = await this.agents.start({
      cluster: CLUSTER,
      kubeConfig: this.proxy.kubeConfig(),
      persistenceSeconds: 1,
      heartbeatSeconds: 0.5,
      ...more,
    });
  }

  get held(): Held {
    return heldBy(this.hub);
  }

  /** What was told as drift, ever or since it was forgotten. */
  get findings(): ResourceReport[] {
    return findingsOf(this.hub).slice(this.#forgotten);
  }

  forget(): void {
    this.#forgotten = findingsOf(this.hub).length;
  }

  /** Waits until the hub holds what it should. */
  async holds(is: (held: Held) => unknown, what: string): Promise<Held> {
    try {
      await until(() => Boolean(is(this.held)), what, LONG);
    } catch (error) {
      const held = JSON.stringify(this.held, undefined, 1);
      throw new Error(`${String(error)}; the hub holds ${held}`);
    }
    return this.held;
  }

  /** Waits until everything is as Git says, and is told so. */
  allIsWell(): Promise<Held> {
    return this.holds(
      ({ counts, engine, parts }) =>
        engine?.ready === 'True' &&
        engine.sourceReady === 'True' &&
        counts !== undefined &&
        counts.current === counts.desired &&
        counts.drifted + counts.unknown === 0 &&
        parts.every(({ applied }) => applied),
      'all is well',
    );
  }
}

async function mayReadAll(kubernetes: ControlPlane): Promise<void> {
  const base = '/apis/rbac.authorization.k8s.io/v1';
  const name = 'reads-all';
  const apiVersion = 'rbac.authorization.k8s.io/v1';
  await kubernetes.apply(`${base}/clusterroles/${name}`, {
    apiVersion,
    kind: 'ClusterRole',
    metadata: { name },
    rules: [
      { apiGroups: ['*'], resources: ['*'], verbs: ['get', 'list', 'watch'] },
    ],
  });
  await kubernetes.apply(`${base}/clusterrolebindings/${name}`, {
    apiVersion,
    kind: 'ClusterRoleBinding',
    metadata: { name },
    roleRef: {
      apiGroup: 'rbac.authorization.k8s.io',
      kind: 'ClusterRole',
      name,
    },
    subjects: [{ kind: 'ServiceAccount', ...ACCOUNT }],
  });
}
