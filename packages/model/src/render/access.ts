import type { KubeObject } from '@flotilla/drift';
import type { Access, RoleTemplate } from '../kinds';

export const RBAC = 'rbac.authorization.k8s.io';

type Subject = Access['subjects'][number];

/** A Role, or a ClusterRole where no namespace is given, with a template's rules. */
export function roleFrom(
  template: RoleTemplate,
  name: string,
  namespace?: string,
): KubeObject {
  return roleOf(template.spec.rules, name, namespace);
}

/** A Role, or a ClusterRole where no namespace is given. */
export function roleOf(
  rules: readonly object[],
  name: string,
  namespace?: string,
): KubeObject {
  return {
    apiVersion: `${RBAC}/v1`,
    kind: namespace ? 'Role' : 'ClusterRole',
    metadata: { name, ...(namespace && { namespace }) },
    rules,
  };
}

/** Binds subjects to the Role or ClusterRole of the same name, or of another. */
export function bindingFor(
  name: string,
  subjects: readonly Subject[],
  namespace?: string,
  role = name,
): KubeObject {
  return {
    apiVersion: `${RBAC}/v1`,
    kind: namespace ? 'RoleBinding' : 'ClusterRoleBinding',
    metadata: { name, ...(namespace && { namespace }) },
    roleRef: {
      apiGroup: RBAC,
      kind: namespace ? 'Role' : 'ClusterRole',
      name: role,
    },
    subjects: subjects.map(subjectOf),
  };
}

function subjectOf({ kind, name, namespace }: Subject): Record<string, string> {
  if (kind === 'ServiceAccount') {
    return { kind, name, ...(namespace && { namespace }) };
  }
  return { apiGroup: RBAC, kind, name };
}
