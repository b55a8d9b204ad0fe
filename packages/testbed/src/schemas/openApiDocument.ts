import { builtInKinds } from './packed';
import type { Schema } from './packed';

/**
 * The kinds of Kubernetes 1.36 as an API server describes them under `/openapi/v3`: all stable group versions in one
 * document, without descriptions.
 *
 * @public
 */
export function openApiDocument(): Schema {
  const { kinds, schemas } = builtInKinds();
  const described = new Map<string, Schema>(schemas);
  for (const [key, name] of kinds) {
    described.set(name, {
      ...schemas.get(name),
      'x-kubernetes-group-version-kind': [groupVersionKind(key)],
    });
  }
  return { components: { schemas: Object.fromEntries(described) } };
}

/** `apps/v1/Deployment`; the core group isn't named: `v1/Pod`. */
function groupVersionKind(key: string) {
  const [kind = '', version = '', group = ''] = key.split('/').reverse();
  return { group, version, kind };
}
