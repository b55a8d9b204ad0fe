/**
 * A Kubernetes object as JSON, of any kind.
 *
 * @public
 */
export interface KubeObject {
  apiVersion: string;
  kind: string;
  metadata: ObjectMeta;
  [field: string]: unknown;
}

/**
 * The part of `metadata` that Flotilla reads. Other fields stay as they came.
 *
 * @public
 */
export interface ObjectMeta {
  name: string;
  namespace?: string;
  uid?: string;
  generation?: number;
  resourceVersion?: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  deletionTimestamp?: string;
  managedFields?: ManagedFieldsEntry[];
  [field: string]: unknown;
}

/**
 * One entry of `metadata.managedFields`: who owns which fields.
 *
 * @public
 */
export interface ManagedFieldsEntry {
  manager?: string;
  operation?: string;
  subresource?: string;
  apiVersion?: string;
  /** RFC 3339 UTC: the last time this manager changed one of its fields. */
  time?: string;
  fieldsType?: string;
  /** The set of owned fields as a tree: `f:` field, `k:` list key, `v:` set value, `.` the node itself. */
  fieldsV1?: unknown;
}

/**
 * Names one object in one cluster.
 *
 * @public
 */
export interface ObjectRef {
  /** API group; empty for the core group. */
  group: string;
  version: string;
  kind: string;
  namespace?: string;
  name: string;
}

/**
 * The API group of an object; empty for the core group.
 *
 * @public
 */
export function groupOf({ apiVersion }: { apiVersion: string }): string {
  const slash = apiVersion.indexOf('/');
  return slash < 0 ? '' : apiVersion.slice(0, slash);
}

/**
 * The reference of an object.
 *
 * @public
 */
export function objectRef(object: KubeObject): ObjectRef {
  const { name, namespace } = object.metadata;
  return {
    group: groupOf(object),
    version: object.apiVersion.slice(object.apiVersion.indexOf('/') + 1),
    kind: object.kind,
    ...(namespace ? { namespace } : {}),
    name,
  };
}

/**
 * The identity of an object within a cluster: `apps/Deployment/web/api`. The
 * version isn't part of it, as one object is served in several versions. The
 * core group and the namespace of cluster-wide objects are empty: `/Namespace//web`.
 *
 * @public
 */
export function objectKey(ref: ObjectRef): string {
  return `${ref.group}/${ref.kind}/${ref.namespace ?? ''}/${ref.name}`;
}
