import { builtInType } from '../schema/kindTypes';
import { parseFieldPath } from '../path/fieldPath';
import { isImmutable } from './immutable';
import { OBJECT_RULES } from './objectRules';
import { POD_RULES } from './podRules';
import { WORKLOAD_RULES } from './workloadRules';

const RULES = [...POD_RULES, ...WORKLOAD_RULES, ...OBJECT_RULES];

describe('what servers write by themselves', () => {
  it('each rule has a reason that people can read, and a source', () => {
    for (const { reason, source } of RULES) {
      expect(reason).toMatch(/^[a-z].* .*[a-z]$/);
      expect(source).toMatch(/^https:\/\/[^ ]+( \w+)?$/);
    }
  });

  it('each rule is about kinds that Kubernetes has, at paths that can be', () => {
    for (const { kinds = [], fields } of RULES) {
      for (const kind of kinds) {
        const [group, name] = kind.split('/');
        expect(name).toMatch(/^[A-Z]\w+$/);
        expect(
          group === '' || /\.|^apps$|^batch$|^autoscaling$/.test(group),
        ).toBe(true);
      }
      for (const at of Object.keys(fields)) {
        const path = at.startsWith('.') ? at : `.${at}`;
        expect(() =>
          parseFieldPath(path.replace(/\[\]/g, '[*]')),
        ).not.toThrow();
      }
    }
  });

  it.each([
    ['apps', 'Deployment', '.spec.selector.matchLabels.app', true],
    ['apps', 'Deployment', '.spec.replicas', false],
    ['apps', 'StatefulSet', '.spec.serviceName', true],
    [
      'apps',
      'StatefulSet',
      '.spec.template.spec.containers[name="a"].image',
      false,
    ],
    ['', 'Pod', '.spec.containers[name="a"].image', false],
    ['', 'Pod', '.spec.containers[name="a"].command', true],
    ['', 'PersistentVolumeClaim', '.spec.resources.requests.storage', false],
    ['', 'PersistentVolumeClaim', '.spec.storageClassName', true],
    ['rbac.authorization.k8s.io', 'RoleBinding', '.roleRef.name', true],
    ['rbac.authorization.k8s.io', 'RoleBinding', '.subjects[0].name', false],
  ])(
    '%s/%s %s can not be changed in place: %s',
    (group, kind, path, expected) => {
      const ref = { group, version: 'v1', kind, name: 'x' };
      expect(builtInType(ref)).toBeDefined();
      expect(isImmutable(ref, path, {})).toBe(expected);
    },
  );

  it('data of a sealed ConfigMap can not be changed in place', () => {
    const ref = { group: '', version: 'v1', kind: 'ConfigMap', name: 'x' };
    expect(isImmutable(ref, '.data.a', { immutable: true })).toBe(true);
    expect(isImmutable(ref, '.data.a', {})).toBe(false);
  });
});
