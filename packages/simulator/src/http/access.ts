import { Kind } from '../schema/kinds';
import { resourceName, StatusError } from '../store/StatusError';

/** Who speaks to the API. */
export interface Identity {
  user: string;
  /** Whether Secrets may be read, as only an administrator may. */
  readsSecrets: boolean;
  /** Tells a person why writes are refused, and what to do instead. */
  refusal?: string;
}

export const CLUSTER_ADMIN: Identity = {
  user: 'kubernetes-admin',
  readsSecrets: true,
  refusal:
    'simulated clusters are read-only over HTTP; use "npm run demo -- edit <cluster>"',
};

/** Flotilla's agent: it reads everything but Secrets. */
export const AGENT: Identity = {
  user: 'system:serviceaccount:flotilla-system:flotilla-agent',
  readsSecrets: false,
};

/** What a resource path names. */
export interface ResourcePath {
  apiVersion: string;
  namespace?: string;
  plural: string;
  name?: string;
  subresource?: string;
}

const PATH =
  /^\/(?:api\/(v1)|apis\/([^/]+\/[^/]+))(?:\/namespaces\/([^/]+)(?=\/[^/]))?\/([^/]+)(?:\/([^/]+))?(?:\/([^/]+))?\/?$/;

/** Subresources of a Namespace: `/namespaces/<name>/status` isn't a kind named `status`. */
const NAMESPACE_SUBRESOURCE =
  /^\/api\/v1\/namespaces\/([^/]+)\/(status|finalize)$/;

export function resourcePath(path: string): ResourcePath | undefined {
  const own = NAMESPACE_SUBRESOURCE.exec(path);
  if (own)
    return {
      apiVersion: 'v1',
      plural: 'namespaces',
      name: own[1],
      subresource: own[2],
    };
  const match = PATH.exec(path);
  if (!match) return undefined;
  const [, core, grouped, namespace, plural, name, subresource] = match;
  return {
    apiVersion: core ?? grouped,
    ...(namespace ? { namespace: decodeURIComponent(namespace) } : {}),
    plural,
    ...(name ? { name: decodeURIComponent(name) } : {}),
    ...(subresource ? { subresource } : {}),
  };
}

/**
 * Lets reading through.
 *
 * @throws StatusError 403 for writes and for Secrets that aren't to be read; 405 for unknown methods.
 */
export function authorise(
  identity: Identity,
  method: string,
  kind: Kind,
  path: ResourcePath,
  watches: boolean,
): void {
  const verb = verbOf(method, path, watches);
  const readable =
    kind.kind !== 'Secret' || kind.group !== '' || identity.readsSecrets;
  if (['get', 'list', 'watch'].includes(verb) && readable) return;
  throw forbidden(identity, verb, kind, path);
}

function verbOf(method: string, path: ResourcePath, watches: boolean): string {
  switch (method) {
    case 'GET':
    case 'HEAD':
      if (path.name !== undefined) return 'get';
      return watches ? 'watch' : 'list';
    case 'POST':
      return 'create';
    case 'PUT':
      return 'update';
    case 'PATCH':
      return 'patch';
    case 'DELETE':
      return path.name === undefined ? 'deletecollection' : 'delete';
    default:
      throw new StatusError(
        405,
        'MethodNotAllowed',
        'the server does not allow this method on the requested resource',
      );
  }
}

function forbidden(
  identity: Identity,
  verb: string,
  kind: Kind,
  path: ResourcePath,
): StatusError {
  const subject =
    path.name === undefined
      ? resourceName(kind)
      : `${resourceName(kind)} "${path.name}"`;
  const scope =
    path.namespace === undefined
      ? 'at the cluster scope'
      : `in the namespace "${path.namespace}"`;
  const resource = path.subresource
    ? `${kind.plural}/${path.subresource}`
    : kind.plural;
  return new StatusError(
    403,
    'Forbidden',
    `${subject} is forbidden: User "${
      identity.user
    }" cannot ${verb} resource "${resource}" in API group "${
      kind.group
    }" ${scope}${identity.refusal ? `: ${identity.refusal}` : ''}`,
    {
      ...(path.name === undefined ? {} : { name: path.name }),
      ...(kind.group === '' ? {} : { group: kind.group }),
      kind: kind.plural,
    },
  );
}
