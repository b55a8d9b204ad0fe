import { KubeObject, ObjectRef, objectRef } from '@flotilla/drift';
import { json } from '../json';
import { nameKey } from '../kube/ObjectCache';

/** By this Role Git lets the agent read Secrets of a namespace; rendering gives it. */
const SECRETS_ROLE = 'flotilla-agent-secrets';

export function isSecret({
  group,
  kind,
}: Pick<ObjectRef, 'group' | 'kind'>): boolean {
  return group === '' && kind === 'Secret';
}

/**
 * The Secrets that somebody opted in, by what Git gives the agent's account: it asks for no other, so that no API
 * server has to refuse it.
 */
export function optedInSecrets(
  objects: Iterable<KubeObject>,
): ReadonlySet<string> {
  const names = new Set<string>();
  for (const object of objects) {
    const { kind, name, namespace } = objectRef(object);
    if (kind !== 'Role' || name !== SECRETS_ROLE) continue;
    for (const rule of json.list(object.rules).map(json.map)) {
      for (const secret of json.list(rule.resourceNames)) {
        names.add(nameKey(namespace, json.text(secret)));
      }
    }
  }
  return names;
}
