import { KubeObject } from '../objects/KubeObject';

/** Names one object, whatever version it's read in. */
export interface Target {
  apiVersion: string;
  kind: string;
  namespace?: string;
  name: string;
}

export function targetOf(object: KubeObject): Target {
  const { name, namespace } = object.metadata;
  return {
    apiVersion: object.apiVersion,
    kind: object.kind,
    ...(namespace ? { namespace } : {}),
    name,
  };
}
