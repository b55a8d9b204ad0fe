import { KubeObject, parseApiVersion } from '../objects/KubeObject';
import { BUILTIN_KINDS } from '../schema/kinds';
import { Target, targetOf } from '../store/Target';

/** Where the API keeps the objects of a kind: that of a target's namespace, where it has one. */
export function collectionPath(target: Omit<Target, 'name'>): string {
  const { apiVersion, kind, namespace } = target;
  const { group } = parseApiVersion(apiVersion);
  const known = BUILTIN_KINDS.find(
    each => each.group === group && each.kind === kind,
  );
  // The kinds that the contract itself defines.
  const plural = known?.plural ?? `${kind.toLowerCase()}s`;
  const root = group === '' ? `/api/${apiVersion}` : `/apis/${apiVersion}`;
  return namespace
    ? `${root}/namespaces/${namespace}/${plural}`
    : `${root}/${plural}`;
}

export function objectPath(target: Target): string {
  return `${collectionPath(target)}/${target.name}`;
}

export function pathOf(object: KubeObject): string {
  return objectPath(targetOf(object));
}
