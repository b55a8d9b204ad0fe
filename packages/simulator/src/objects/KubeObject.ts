import { isJsonObject, Json, JsonObject } from './json';

/** One entry of `metadata.managedFields`. */
export interface ManagedFields extends JsonObject {
  manager: string;
  operation: 'Apply' | 'Update';
  apiVersion: string;
  subresource?: string;
  /** Absent of an apply that changed nothing but who owns what. */
  time?: string;
  fieldsType: 'FieldsV1';
  fieldsV1: JsonObject;
}

export interface OwnerReference extends JsonObject {
  apiVersion: string;
  kind: string;
  name: string;
  uid: string;
  controller?: boolean;
  blockOwnerDeletion?: boolean;
}

export interface Metadata extends JsonObject {
  name: string;
  namespace?: string;
  uid?: string;
  resourceVersion?: string;
  generation?: number;
  creationTimestamp?: string;
  deletionTimestamp?: string;
  deletionGracePeriodSeconds?: number;
  labels?: { [key: string]: string };
  annotations?: { [key: string]: string };
  finalizers?: string[];
  ownerReferences?: OwnerReference[];
  managedFields?: ManagedFields[];
}

/** A Kubernetes object of any kind, as JSON. */
export interface KubeObject extends JsonObject {
  apiVersion: string;
  kind: string;
  metadata: Metadata;
}

/** Whether a parsed document has what every object must have: apiVersion, kind and a name. */
export function isKubeObject(value: Json | undefined): value is KubeObject {
  return (
    isJsonObject(value) &&
    typeof value.apiVersion === 'string' &&
    typeof value.kind === 'string' &&
    isJsonObject(value.metadata) &&
    typeof value.metadata.name === 'string'
  );
}

/** `apps/v1` → `{group: 'apps', version: 'v1'}`; the core group is empty. */
export function parseApiVersion(apiVersion: string): {
  group: string;
  version: string;
} {
  const slash = apiVersion.indexOf('/');
  return {
    group: slash < 0 ? '' : apiVersion.slice(0, slash),
    version: apiVersion.slice(slash + 1),
  };
}

export function formatApiVersion(group: string, version: string): string {
  return group === '' ? version : `${group}/${version}`;
}

/** `Deployment/web/api`, or `Namespace/web` for cluster-wide kinds: how Flux names an object. */
export function describeObject(object: KubeObject): string {
  const { namespace, name } = object.metadata;
  return namespace
    ? `${object.kind}/${namespace}/${name}`
    : `${object.kind}/${name}`;
}
