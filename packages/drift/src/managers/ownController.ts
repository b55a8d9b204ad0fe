import { KubeObject } from '../object';
import { ManagerKind, managerKind } from './managerKind';

/**
 * What a manager is to one object. A manager that nobody knows but that
 * writes the object's status is the controller of its kind: most are called
 * `manager`, after their program.
 */
export function managerKindOn(
  live: KubeObject,
  name: string,
  controllers?: readonly string[],
): ManagerKind {
  const kind = managerKind(name, controllers);
  return kind === 'unknown' && writesStatus(live, name) ? 'controller' : kind;
}

function writesStatus({ metadata }: KubeObject, name: string): boolean {
  return (
    name !== '' &&
    (metadata.managedFields ?? []).some(
      entry => entry.manager === name && entry.subresource === 'status',
    )
  );
}
