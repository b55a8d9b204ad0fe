import { liveDeployment, ownedBy } from '../__testUtils__/objects';
import { managerKind } from './managerKind';
import { managerOf } from './managerOf';

const PORT =
  '.spec.template.spec.containers[name="app"].ports[containerPort=8080,protocol="TCP"].containerPort';

describe('managerOf', () => {
  it.each([
    ['a field', '.spec.replicas', 'kustomize-controller'],
    ['a keyed list item', PORT, 'kustomize-controller'],
    [
      'a field of a map owned as a whole',
      '.spec.selector.matchLabels.app',
      'kustomize-controller',
    ],
    ['a default, which nobody owns', '.spec.revisionHistoryLimit', undefined],
  ])('%s', (_, fieldPath, manager) => {
    expect(managerOf(liveDeployment(), fieldPath)?.name).toBe(manager);
  });

  it('names the last of several owners, and the subresource it wrote through', () => {
    const live = ownedBy(
      liveDeployment(),
      'kubectl',
      { 'f:spec': { 'f:replicas': {} } },
      'scale',
    );
    expect(managerOf(live, '.spec.replicas')).toMatchObject({
      name: 'kubectl',
      subresource: 'scale',
    });
  });

  it('does not count owners through the status', () => {
    const live = ownedBy(
      liveDeployment(),
      'someone',
      { 'f:spec': { 'f:paused': {} } },
      'status',
    );
    expect(managerOf(live, '.spec.paused')).toBeUndefined();
  });

  it('refuses what is not a field path', () => {
    expect(() => managerOf(liveDeployment(), 'spec..replicas')).toThrow(
      /"spec\.\.replicas" is not a field path \(column 1\)/,
    );
  });
});

it.each([
  ['kustomize-controller', 'engine'],
  ['argocd-controller', 'engine'],
  ['kube-controller-manager', 'controller'],
  ['kubectl-edit', 'person'],
  ['kubectl-client-side-apply', 'person'],
  ['my-operator', 'unknown'],
  ['', 'unknown'],
])('the manager "%s" is of kind %s', (name, kind) => {
  expect(managerKind(name)).toBe(kind);
});

it('takes a cluster’s own controllers as such', () => {
  expect(managerKind('my-operator', ['my-*'])).toBe('controller');
});
