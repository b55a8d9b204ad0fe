import { stringAt, objectAt } from '../objects/json';
import { KubeObject } from '../objects/KubeObject';
import { ApiServer } from '../store/ApiServer';

export const CAPI_GROUP = 'cluster.x-k8s.io';
export const CLUSTER = {
  apiVersion: `${CAPI_GROUP}/v1beta2`,
  kind: 'Cluster',
} as const;
export const MACHINE = {
  apiVersion: `${CAPI_GROUP}/v1beta2`,
  kind: 'Machine',
} as const;
export const POOL_KINDS = ['MachineDeployment', 'MachinePool'] as const;

export const CAPI_MANAGER = 'manager';

/** The object that a Cluster API reference names: by group in v1beta2, by version before. */
export function referenced(
  api: ApiServer,
  owner: KubeObject,
  ...path: string[]
): KubeObject | undefined {
  const ref = objectAt(owner, ...path);
  const name = stringAt(ref, 'name');
  const kind = stringAt(ref, 'kind');
  if (name === undefined || kind === undefined) return undefined;
  const group =
    stringAt(ref, 'apiGroup') ??
    (stringAt(ref, 'apiVersion') ?? '').split('/')[0];
  return api.store.get({ group, kind }, owner.metadata.namespace, name);
}

/** The Cluster that a pool or machine belongs to. */
export function clusterNameOf(object: KubeObject): string | undefined {
  return (
    stringAt(object, 'spec', 'clusterName') ??
    object.metadata.labels?.[`${CAPI_GROUP}/cluster-name`]
  );
}
