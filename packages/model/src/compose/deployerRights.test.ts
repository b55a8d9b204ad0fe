import { complaints, loaded } from '../__fixtures__/loaded';
import { replace } from '../__fixtures__/smallFleet';

const withRule = (rule: string) => ({
  'roles/developer.yaml': replace(
    '{apiGroups: [apps], resources: [deployments], verbs: [get, list]}',
    rule,
  ),
});

it.each([
  [
    '{apiGroups: [kustomize.toolkit.fluxcd.io], resources: [kustomizations], verbs: [create]}',
    'write what the GitOps engine applies with rights of its own',
  ],
  [
    '{apiGroups: [argoproj.io], resources: [applications], verbs: [patch]}',
    'write what the GitOps engine applies with rights of its own',
  ],
  [
    '{apiGroups: ["*"], resources: ["*"], verbs: ["*"]}',
    'give itself rights that it does not have',
  ],
  [
    '{apiGroups: [rbac.authorization.k8s.io], resources: [roles], verbs: [bind]}',
    'give itself rights that it does not have',
  ],
  [
    '{apiGroups: [""], resources: [serviceaccounts], verbs: [impersonate]}',
    'act as somebody else',
  ],
])('a deployer may not have %s', (rule, way) => {
  expect(complaints(withRule(rule)).join('\n')).toContain(
    `role developer is too much for the source of shop: it may ${way}`,
  );
});

it.each([
  '{apiGroups: ["", apps], resources: ["*"], verbs: ["*"]}',
  '{apiGroups: [kustomize.toolkit.fluxcd.io], resources: ["*"], verbs: [get, list, watch]}',
  '{apiGroups: [rbac.authorization.k8s.io], resources: [roles, rolebindings], verbs: [get, create]}',
])('a deployer may have %s', rule => {
  expect(() => loaded(withRule(rule))).not.toThrow();
  expect(complaints(withRule(rule))).toEqual([]);
});
