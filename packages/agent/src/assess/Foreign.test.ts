import type { Desired } from '@flotilla/backstage-plugin-flotilla-common';
import { KubeObject } from '@flotilla/drift';
import { stringify } from 'yaml';
import { compareCluster } from '../compareCluster';
import { flux } from '../engine/flux';
import { Observer } from '../kube/Observer';
import { Foreign } from './Foreign';
import { TestCluster } from '../__testUtils__/TestCluster';
import { applied, deployment, kustomization } from '../__testUtils__/objects';
import { until } from '../__testUtils__/until';

const quiet = { debug() {}, info() {}, warn() {}, error() {} };
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

  it('are told on while nobody can look for them', async () => {
    const old = left('old', 'gone');
    cluster.put(old);
    cluster.put(binding('all-powerful', 'kubectl-create'));
    const observer = new Observer(
      { kubeConfig: cluster.kubeConfig(), logger: quiet },
      { onObject() {}, onSight() {} },
    );
    await observer.see(flux.kinds.map(kind => ({ kind, keep: 'All' })));
    await until(() => observer.settled, 'settled');
    const parts = [{ cluster: 'prod', name: 'x', digest: '', objects: [web] }];
    const desired = { current, parts, declared: [web] };
    const options = { cluster: 'prod', desired, observer, logger: quiet };
    const foreign = new Foreign(options);
    const told = async () => {
      await foreign.look(new AbortController().signal, Date.now());
      return foreign.told(1).map(({ state }) => state);
    };
    expect(await told()).toEqual(['Orphaned', 'Unmanaged']);
    cluster.fault = { status: 500 };
    expect(await told()).toEqual(['Orphaned', 'Unmanaged']);
    cluster.fault = undefined;
    cluster.delete(old);
    expect(await told()).toEqual(['Unmanaged']);
    await observer.stop();
  });
});
