import { KubeObject, objectKey, objectRef } from '../object';
import { EngineOwner, orphaned } from './orphans';
import { unmanaged } from './unmanaged';

function object(metadata: Record<string, unknown>): KubeObject {
  return {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    metadata: { name: 'all-powerful', ...metadata },
  };
}
const entry = (manager: string, more: object = {}) => ({
  manager,
  operation: 'Update',
  time: '2026-11-21T08:00:00Z',
  ...more,
});
const by = (...managedFields: object[]) => object({ managedFields });
const nothing = new Set<string>();
const ARGO_ID =
  'apps:rbac.authorization.k8s.io/ClusterRoleBinding:/all-powerful';

describe('an object that Git does not know', () => {
  it('is Unmanaged when a person made it, and says who', () => {
    expect(unmanaged(by(entry('kubectl-create')), nothing)).toMatchObject({
      state: 'Unmanaged',
      severity: 'high',
      manager: { name: 'kubectl-create', time: '2026-11-21T08:00:00Z' },
      reason: "kubectl-create put it there; Git doesn't declare it.",
    });
  });

  it('names the one who came first, not the controller that came later', () => {
    const drift = unmanaged(
      by(
        entry('kube-controller-manager'),
        entry('k9s', { time: '2026-11-21T09:00:00Z' }),
        entry('my-script'),
      ),
      nothing,
    );
    expect(drift?.manager?.name).toBe('my-script');
  });

  it('is Unmanaged, too, when nothing tells who made it', () => {
    expect(unmanaged(object({}), nothing)?.state).toBe('Unmanaged');
  });

  it.each<[string, KubeObject]>([
    ['Kubernetes itself', by(entry('kube-apiserver'))],
    ['a controller', by(entry('kube-controller-manager'))],
    [
      'an engine, even where it left no mark',
      by(entry('helm-controller'), entry('kubectl-edit')),
    ],
    [
      'the controller of its kind, which writes its status',
      by(entry('manager'), entry('manager', { subresource: 'status' })),
    ],
    [
      'an operator that owns it',
      object({ ownerReferences: [{ kind: 'Prometheus', name: 'k8s' }] }),
    ],
    [
      'the addon manager',
      object({
        labels: { 'addonmanager.kubernetes.io/mode': 'Reconcile' },
        managedFields: [entry('kubectl-create')],
      }),
    ],
    [
      'nobody for long: it is being deleted',
      object({ deletionTimestamp: 'x' }),
    ],
  ])('is none when it belongs to %s', (_, live) => {
    expect(unmanaged(live, nothing)).toBeUndefined();
  });

  it('is none when Git declares it', () => {
    const live = by(entry('kubectl-create'));
    const desired = new Set([objectKey(objectRef(live))]);
    expect(unmanaged(live, desired)).toBeUndefined();
  });
});

describe('an object that an engine put there', () => {
  const labels = {
    'kustomize.toolkit.fluxcd.io/name': 'apps',
    'kustomize.toolkit.fluxcd.io/namespace': 'flux-system',
  };
  const live = object({ labels });
  const key = objectKey(objectRef(live));
  const owner: EngineOwner = {
    kind: 'Kustomization',
    namespace: 'flux-system',
    name: 'apps',
    inventory: new Set(),
    settled: true,
  };
  const judge = (one: KubeObject, owners: EngineOwner[], desired = nothing) =>
    orphaned(one, { desired, owners });

  it('is Orphaned when neither Git nor the engine answers for it', () => {
    expect(judge(live, [owner])).toMatchObject({
      state: 'Orphaned',
      reason: expect.stringContaining('Kustomization flux-system/apps'),
    });
  });

  it('is Orphaned when the engine’s object is gone', () => {
    expect(judge(live, [])?.reason).toMatch(/is gone/);
  });

  it.each<[string, KubeObject, EngineOwner[], Set<string>]>([
    ['Git declares it', live, [owner], new Set([key])],
    [
      'the engine answers for it: a team has a source of its own',
      live,
      [{ ...owner, inventory: new Set([key]) }],
      nothing,
    ],
    [
      'the engine is still at work',
      live,
      [{ ...owner, settled: false }],
      nothing,
    ],
    [
      'an operator copied the labels to what it made',
      object({ labels, ownerReferences: [{ kind: 'X' }] }),
      [],
      nothing,
    ],
    [
      'it is being deleted',
      object({ labels, deletionTimestamp: 'x' }),
      [],
      nothing,
    ],
    [
      "Argo CD's mark is of another object",
      object({
        annotations: {
          'argocd.argoproj.io/tracking-id': 'apps:/ConfigMap:shop/web',
        },
      }),
      [],
      nothing,
    ],
  ])('is none when %s', (_, one, owners, desired) => {
    expect(judge(one, owners, desired)).toBeUndefined();
  });

  describe('by what Argo CD says itself', () => {
    const application: EngineOwner = {
      kind: 'Application',
      namespace: 'argocd',
      name: 'apps',
      inventory: new Set(),
      leftBehind: new Set([key]),
      settled: true,
    };

    it('is Orphaned with whatever mark', () => {
      expect(judge(object({}), [application])).toMatchObject({
        state: 'Orphaned',
        reason: expect.stringContaining('Application argocd/apps put it there'),
      });
    });

    it.each<[string, Partial<EngineOwner>]>([
      ['it is still at work', { settled: false }],
      ['it says nothing of it', { leftBehind: new Set() }],
    ])('is none when %s', (_, more) => {
      const annotations = { 'argocd.argoproj.io/tracking-id': ARGO_ID };
      const other = { ...application, ...more };
      expect(judge(object({ annotations }), [other])).toBeUndefined();
    });

    it('is none of an Application in a namespace of its own that is there', () => {
      const annotations = {
        'argocd.argoproj.io/tracking-id': `team-a_${ARGO_ID}`,
      };
      const teams = {
        ...application,
        namespace: 'team-a',
        leftBehind: new Set<string>(),
      };
      expect(judge(object({ annotations }), [teams])).toBeUndefined();
      expect(judge(object({ annotations }), [])?.reason).toMatch(
        /Application team-a\/apps, which put it there, is gone/,
      );
    });
  });

  it('is known by Argo CD’s mark, too', () => {
    const annotations = {
      'argocd.argoproj.io/tracking-id': ARGO_ID,
    };
    expect(judge(object({ annotations }), [])?.reason).toMatch(
      /Application apps/,
    );
  });
});
