import type { CompareInput } from '../compare/CompareInput';
import { compareObject } from '../compare/compareObject';
import { KubeObject, ManagedFieldsEntry, objectRef } from '../object';
import { kindSchemas } from '../schema/kindSchemas';
import { NOW } from './objects';

export function object(
  apiVersion: string,
  kind: string,
  fields: Record<string, unknown>,
): KubeObject {
  return {
    apiVersion,
    kind,
    metadata: { name: 'x', namespace: 'n' },
    ...fields,
  };
}

/** Compares with the schemas that a cluster serves, by its OpenAPI document. */
export function comparing(document: unknown) {
  const served = kindSchemas(document);
  return (
    desired: KubeObject,
    live: KubeObject | undefined,
    more: Partial<CompareInput> = {},
  ) => {
    const { group, version, kind } = objectRef(desired);
    const schema = served.get(`${group}/${version}/${kind}`);
    return compareObject({
      desired,
      live,
      applied: true,
      now: NOW,
      ...(schema ? { schema } : {}),
      ...more,
    });
  };
}

/** An object with the managers that its fields have. */
export function managedBy(
  live: KubeObject,
  ...managedFields: Partial<ManagedFieldsEntry>[]
): KubeObject {
  const entries = managedFields.map(one => ({
    operation: 'Update',
    time: '2026-11-21T08:00:00Z',
    ...one,
  }));
  return { ...live, metadata: { ...live.metadata, managedFields: entries } };
}

export const deployment = (pod: object, more: object = {}) =>
  object('apps/v1', 'Deployment', {
    spec: { ...more, template: { spec: pod } },
  });
export const inPod = (fields: object) => ({
  'f:spec': { 'f:template': { 'f:spec': fields } },
});
export const app = (fields: object) => ({
  containers: [{ name: 'app', ...fields }],
});
export const webhook = (fields: object) =>
  object('admissionregistration.k8s.io/v1', 'ValidatingWebhookConfiguration', {
    webhooks: [{ name: 'a.b.c', ...fields }],
  });
