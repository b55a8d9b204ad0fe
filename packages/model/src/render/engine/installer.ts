import type { KubeObject } from '@flotilla/drift';
import type { RoleTemplate } from '../../kinds';
import { bindingFor, roleFrom } from '../access';

/** The service account that installs a component's chart. */
export function installerOf(component: string): string {
  return `${component}-installer`;
}

/**
 * A chart's service account and its rights. Charts bring what only an administrator may create; a role of
 * the fleet says less where a company knows what the chart needs.
 */
export function installerObjects(
  component: string,
  namespace: string,
  role: RoleTemplate | undefined,
): KubeObject[] {
  const name = installerOf(component);
  const subject = { kind: 'ServiceAccount' as const, name, namespace };
  const wide = name;
  const account = {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name, namespace },
  };
  return role
    ? [account, roleFrom(role, wide), bindingFor(wide, [subject])]
    : [account, bindingFor(wide, [subject], undefined, 'cluster-admin')];
}
