import type { Desired } from '@flotilla/backstage-plugin-flotilla-common';
import { KubeObject } from '@flotilla/drift';
import { until } from '@flotilla/testbed';
import { stringify } from 'yaml';
import { compareCluster } from '../compareCluster';
import { flux } from '../engine/flux';
import { Observer } from '../kube/Observer';
import { Foreign } from './Foreign';
import { TestCluster } from '../__testUtils__/TestCluster';
import { applied, deployment, kustomization } from '../__testUtils__/objects';
import { quiet } from '../__testUtils__/quiet';

const current: Desired = {
  fleet: 'acme',
  cluster: 'prod',
  revision: 'c1',
  commit: 'c1',
  etag: 'c1',
  engine: 'Flux',
  parts: [],
  ignore: [],
  unmanaged: [
    { group: 'rbac.authorization.k8s.io', kind: 'ClusterRoleBinding' },
  ],
};

describe('objects that Git does not know', () => {
  let cluster: TestCluster;
  const web = deployment('web', 'shop/web:1.0');

  beforeEach(async () => {
    cluster = await TestCluster.start();
    cluster.put(kustomization('workspaces/shop', 'c1'));
    cluster.put(applied(web));
  });

  afterEach(() => cluster.stop());

  const compare = (...bootstrap: KubeObject[]) =>
    compareCluster({
      kubeConfig: cluster.kubeConfig(),
      cluster: 'prod',
      parts: [
        { name: 'workspaces/shop', text: stringify(web) },
        ...bootstrap.map(one => ({ name: 'bootstrap', text: stringify(one) })),
      ],
      commit: 'c1',
      unmanaged: current.unmanaged,
    });

  function binding(name: string, manager: string): KubeObject {
    return {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      metadata: {
        name,
        managedFields: [
          { manager, operation: 'Update', time: '2026-11-21T08:00:00Z' },
        ],
      },
    };
  }

  /** As Flux left it. */
  function left(name: string, owner: string): KubeObject {
    const object = applied(deployment(name, 'shop/old:1.0'));
    const labels = {
      'kustomize.toolkit.fluxcd.io/name': owner,
      'kustomize.toolkit.fluxcd.io/namespace': 'flux-system',
    };
    return { ...object, metadata: { ...object.metadata, labels } };
  }

  it('are told when somebody put them there, of the listed kinds only', async () => {
    cluster.put(binding('all-powerful', 'kubectl-create'));
    cluster.put(binding('of-kubernetes', 'kube-apiserver'));
    cluster.put(applied(deployment('by-hand', 'shop/web:1.0')));
    expect(await compare()).toMatchObject({
      counts: { desired: 1, drifted: 1 },
      resources: [
        {
          state: 'Unmanaged',
          severity: 'high',
          ref: { name: 'all-powerful' },
          reason: "kubectl-create put it there; Git doesn't declare it.",
        },
      ],
    });
  });

  it("are none that the cluster's bootstrap declares, which is known and not compared", async () => {
    const agents = binding('flotilla-agent', 'kubectl-client-side-apply');
    cluster.put(agents);
    cluster.put(left('agent', 'applied-by-its-manager'));
    const { counts, resources } = await compare(
      agents,
      deployment('agent', 'shop/agent:2.0'),
    );
    expect(resources).toEqual([]);
    expect(counts).toMatchObject({ desired: 1, drifted: 0 });
  });

  it('are told when the engine left them behind', async () => {
    cluster.put(left('old', 'workspaces-shop'));
    cluster.put(left('older', 'gone'));
    const { resources } = await compare();
    expect(resources).toMatchObject([
      { state: 'Orphaned', ref: { name: 'old' } },
      {
        state: 'Orphaned',
        ref: { name: 'older' },
        reason: expect.stringContaining('flux-system/gone'),
      },
    ]);
  });

  it('are none when the engine answers for them, or has not finished', async () => {
    const owner = kustomization('workspaces/shop', 'c1', {
      status: {
        inventory: { entries: [{ id: 'shop_old_apps_Deployment', v: 'v1' }] },
      },
    });
    cluster.put(owner);
    cluster.put(left('old', 'workspaces-shop'));
    expect((await compare()).resources).toEqual([]);
    const ready = { type: 'Ready', status: 'Unknown', reason: 'Progressing' };
    cluster.put(
      kustomization('workspaces/shop', 'c1', {
        status: { conditions: [ready] },
      }),
    );
    expect((await compare()).resources).toEqual([]);
  });

  it('are none when nobody can see who answers for what', async () => {
    cluster.forbidden.add('kustomizations');
    cluster.put(left('old', 'workspaces-shop'));
    const { resources } = await compare();
    expect(resources.filter(one => one.state === 'Orphaned')).toEqual([]);
  });

  describe('looked for again and again', () => {
    const HALF_A_MINUTE = 30_000;
    let observer: Observer;
    let foreign: Foreign;

    beforeEach(() => {
      cluster.put(left('old', 'gone'));
      cluster.put(binding('all-powerful', 'kubectl-create'));
      observer = new Observer(
        { kubeConfig: cluster.kubeConfig(), logger: quiet },
        { onObject() {}, onSight() {} },
      );
      const key: KubeObject = {
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { name: 'key', namespace: 'shop' },
      };
      const declared = [web, key];
      const parts = [
        { cluster: 'prod', name: 'x', digest: '', objects: declared },
      ];
      const desired = { current, parts, declared };
      const options = { cluster: 'prod', desired, observer, logger: quiet };
      foreign = new Foreign(options);
    });

    afterEach(() => observer.stop());

    async function settle(): Promise<void> {
      await observer.see(flux.kinds.map(kind => ({ kind, keep: 'All' })));
      await until(() => observer.settled, 'settled');
    }

    async function told(seconds: number, persistence = HALF_A_MINUTE) {
      await foreign.look(new AbortController().signal, seconds * 1000);
      return foreign.told(persistence).map(({ state }) => state);
    }

    it('are told on while nobody can look for them', async () => {
      await settle();
      expect(await told(1, 0)).toEqual(['Orphaned', 'Unmanaged']);
      expect(await told(31)).toEqual(['Orphaned', 'Unmanaged']);
      cluster.fault = { status: 500 };
      expect(await told(32)).toEqual(['Orphaned', 'Unmanaged']);
      cluster.fault = undefined;
      cluster.delete(left('old', 'gone'));
      expect(await told(33)).toEqual(['Unmanaged']);
    });

    it('are told when they have lasted, however often somebody looks', async () => {
      await settle();
      expect(await told(1)).toEqual([]);
      expect(await told(1.5)).toEqual([]);
      expect(foreign.dueAt(HALF_A_MINUTE)).toBe(31_000);
      expect(await told(31)).toEqual(['Orphaned', 'Unmanaged']);
      expect(foreign.dueAt(HALF_A_MINUTE)).toBeUndefined();
    });

    it('have not lasted before all was in sight', async () => {
      await observer.see(flux.kinds.map(kind => ({ kind, keep: 'All' })));
      expect(observer.settled).toBe(false);
      expect(await told(1)).toEqual([]);
      expect(foreign.hasLooked).toBe(false);
      await until(() => observer.settled, 'settled');
      expect(await told(60)).toEqual([]);
      expect(await told(90)).toEqual(['Orphaned', 'Unmanaged']);
    });

    it('are waited for by no more looks when nobody may look, which is told', async () => {
      await settle();
      expect(foreign.unlisted).toBeUndefined();
      await told(1);
      expect(foreign.unlisted).toEqual([]);
      cluster.forbidden.add('clusterrolebindings').add('deployments');
      await told(2);
      expect(foreign.dueAt(HALF_A_MINUTE)).toBeUndefined();
      expect(foreign.unlisted).toEqual([
        'apps/Deployment',
        'rbac.authorization.k8s.io/ClusterRoleBinding',
      ]);
    });

    it('are told on while their engine is at work, and looked for at once when that ends', async () => {
      const at = async (reason: string, status: string) => {
        const ready = { type: 'Ready', status, reason };
        const owner = kustomization('workspaces/shop', 'c1', {
          status: { conditions: [ready] },
        });
        cluster.put(owner);
        await until(() => {
          const [seen] = observer.objects(flux.kinds[1]);
          return JSON.stringify(seen.status).includes(reason);
        }, reason);
      };
      cluster.delete(left('old', 'gone'));
      cluster.delete(binding('all-powerful', 'kubectl-create'));
      cluster.put(left('older', 'workspaces-shop'));
      await settle();
      await at('Reconciling', 'Unknown');
      expect(await told(1)).toEqual([]);
      expect(foreign.dueAt(HALF_A_MINUTE)).toBeUndefined();
      await at('Succeeded', 'True');
      expect(foreign.dueAt(HALF_A_MINUTE)).toBe(0);
      expect(await told(2)).toEqual([]);
      expect(await told(32)).toEqual(['Orphaned']);
      await at('Reconciling', 'Unknown');
      expect(await told(33)).toEqual(['Orphaned']);
      await at('Succeeded', 'True');
      cluster.delete(left('older', 'workspaces-shop'));
      expect(await told(34)).toEqual([]);
    });

    it('are never looked for among Secrets', async () => {
      await settle();
      await told(1);
      expect(cluster.requests.join()).not.toContain('secrets');
    });
  });
});
