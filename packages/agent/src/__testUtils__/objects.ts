import { KubeObject, ManagedFieldsEntry } from '@flotilla/drift';

export function deployment(name: string, image: string): KubeObject {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: 'shop' },
    spec: {
      replicas: 1,
      template: { spec: { containers: [{ name: 'app', image }] } },
    },
  };
}

const APP = 'k:{"name":"app"}';
const image = {
  'f:spec': {
    'f:template': {
      'f:spec': { 'f:containers': { [APP]: { 'f:image': {} } } },
    },
  },
};

function entry(manager: string, operation: string): ManagedFieldsEntry {
  const time = new Date().toISOString();
  return { manager, operation, time, fieldsV1: image };
}

/** As the engine applies it, rolled out. */
export function applied(object: KubeObject): KubeObject {
  return {
    ...object,
    metadata: {
      ...object.metadata,
      uid: `uid-${object.metadata.name}`,
      generation: 1,
      managedFields: [entry('kustomize-controller', 'Apply')],
    },
    status: {
      observedGeneration: 1,
      replicas: 1,
      updatedReplicas: 1,
      availableReplicas: 1,
    },
  };
}

/** As a person leaves it after `kubectl edit`. */
export function edited(object: KubeObject, to: string): KubeObject {
  const changed = applied(deployment(object.metadata.name, to));
  changed.metadata.managedFields = [entry('kubectl-edit', 'Update')];
  return changed;
}

export function gitRepository(commit: string): KubeObject {
  return {
    apiVersion: 'source.toolkit.fluxcd.io/v1',
    kind: 'GitRepository',
    metadata: { name: 'fleet', namespace: 'flux-system' },
    spec: {},
    status: {
      artifact: { revision: `main@sha1:${commit}` },
      conditions: [{ type: 'Ready', status: 'True', reason: 'Succeeded' }],
    },
  };
}

export function kustomization(
  part: string,
  commit: string,
  more: { suspend?: boolean; status?: Record<string, unknown> } = {},
): KubeObject {
  const revision = `main@sha1:${commit}`;
  return {
    apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
    kind: 'Kustomization',
    metadata: {
      name: part.replace('/', '-'),
      namespace: 'flux-system',
      generation: 1,
      annotations: {
        'flotilla.dev/part': part,
        'flotilla.dev/cluster': 'prod',
      },
      managedFields: more.suspend
        ? [
            {
              manager: 'flux',
              operation: 'Update',
              fieldsV1: { 'f:spec': { 'f:suspend': {} } },
            },
          ]
        : [],
    },
    spec: {
      path: `./rendered/prod/${part}`,
      sourceRef: { kind: 'GitRepository', name: 'fleet' },
      ...(more.suspend ? { suspend: true } : {}),
    },
    status: {
      observedGeneration: 1,
      lastAppliedRevision: revision,
      lastAttemptedRevision: revision,
      conditions: [
        { type: 'Ready', status: 'True', reason: 'ReconciliationSucceeded' },
      ],
      ...more.status,
    },
  };
}
