import { JsonObject, numberAt } from '../objects/json';
import { KubeObject } from '../objects/KubeObject';
import { StatusError } from '../store/StatusError';
import { Kind } from '../schema/kinds';
import { apiVersionOf } from '../schema/KindRegistry';

/** How a client wants objects: whole, only their metadata, or as rows to print. */
export type Form = 'object' | 'metadata' | 'table';

/**
 * Chooses among the `Accept` header's entries, in their order.
 *
 * @throws StatusError 406 when none can be served; simulated clusters speak JSON only.
 */
export function chooseForm(accept: string | undefined): Form {
  const entries = (accept ?? '*/*').split(',').map(entry =>
    entry
      .trim()
      .split(';')
      .map(part => part.trim()),
  );
  for (const [type, ...parameters] of entries) {
    if (
      type !== 'application/json' &&
      type !== '*/*' &&
      type !== 'application/*'
    )
      continue;
    const as = parameters
      .find(parameter => parameter.startsWith('as='))
      ?.slice(3);
    if (as === undefined) return 'object';
    const version = parameters
      .find(parameter => parameter.startsWith('v='))
      ?.slice(2);
    if (as === 'Table' && version === 'v1') return 'table';
    if (as.startsWith('PartialObjectMetadata') && version === 'v1')
      return 'metadata';
  }
  throw new StatusError(
    406,
    'NotAcceptable',
    'only the following media types are accepted: application/json',
  );
}

const whole = new WeakMap<KubeObject, string>();
const asItem = new WeakMap<KubeObject, string>();

/** The object as JSON text in the version asked for. Stored objects never change, so the text is kept. */
export function objectText(object: KubeObject, kind: Kind): string {
  const apiVersion = apiVersionOf(kind);
  if (object.apiVersion !== apiVersion)
    return JSON.stringify({ ...object, apiVersion });
  const known = whole.get(object);
  if (known !== undefined) return known;
  const text = JSON.stringify(ordered(object));
  whole.set(object, text);
  return text;
}

/** An item of a list: built-in kinds leave `kind` and `apiVersion` out there, as the real server does. */
export function itemText(object: KubeObject, kind: Kind): string {
  if (kind.custom) return objectText(object, kind);
  const known = asItem.get(object);
  if (known !== undefined) return known;
  const { kind: _kind, apiVersion: _apiVersion, ...rest } = object;
  const text = JSON.stringify(rest);
  asItem.set(object, text);
  return text;
}

function ordered(object: KubeObject): JsonObject {
  const { apiVersion, kind, metadata, ...rest } = object;
  return { apiVersion, kind, metadata, ...rest };
}

export function partialMetadata(object: KubeObject): JsonObject {
  return {
    kind: 'PartialObjectMetadata',
    apiVersion: 'meta.k8s.io/v1',
    metadata: object.metadata,
  };
}

/** The subresource `scale`. */
export function scaleOf(object: KubeObject): JsonObject {
  const { name, namespace, uid, resourceVersion, creationTimestamp } =
    object.metadata;
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: { name, namespace, uid, resourceVersion, creationTimestamp },
    spec: { replicas: numberAt(object, 'spec', 'replicas') },
    status: { replicas: numberAt(object, 'status', 'replicas') ?? 0 },
  };
}
