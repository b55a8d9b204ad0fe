import { listAt, objectAt, valueAt } from '../objects/json';
import {
  CONFIG,
  DEPLOYMENT,
  PART,
  WEB,
  WebStage,
} from '../__testUtils__/WebStage';

let stage: WebStage;

beforeEach(async () => {
  stage = await WebStage.open();
});

afterEach(() => stage.close());

it('owns what it declares, with quantities canonical and the empty structs of the typed API', () => {
  const deployment = stage.live(DEPLOYMENT);
  const [container] = listAt(
    deployment,
    'spec',
    'template',
    'spec',
    'containers',
  );
  const [entry] = deployment.metadata.managedFields ?? [];
  expect(entry).toMatchObject({
    manager: 'kustomize-controller',
    operation: 'Apply',
    apiVersion: 'apps/v1',
  });
  expect(entry.fieldsV1).toEqual({
    'f:metadata': {
      'f:labels': {
        'f:app': {},
        'f:kustomize.toolkit.fluxcd.io/name': {},
        'f:kustomize.toolkit.fluxcd.io/namespace': {},
      },
    },
    'f:spec': {
      'f:replicas': {},
      'f:selector': {},
      'f:strategy': {},
      'f:template': {
        'f:metadata': { 'f:labels': { 'f:app': {} } },
        'f:spec': {
          'f:containers': {
            'k:{"name":"web"}': {
              '.': {},
              'f:env': {
                'k:{"name":"MODE"}': { '.': {}, 'f:name': {}, 'f:value': {} },
              },
              'f:image': {},
              'f:name': {},
              'f:ports': {
                'k:{"containerPort":8080,"protocol":"TCP"}': {
                  '.': {},
                  'f:containerPort': {},
                  'f:protocol': {},
                },
              },
              'f:resources': { 'f:requests': { 'f:cpu': {}, 'f:memory': {} } },
            },
          },
        },
      },
    },
  });
  expect(valueAt(container, 'resources', 'requests')).toEqual({
    cpu: '1',
    memory: '1Gi',
  });
  const status = deployment.metadata.managedFields?.find(
    each => each.subresource === 'status',
  );
  expect(status).toMatchObject({
    manager: 'kube-controller-manager',
    operation: 'Update',
  });
});

it('owns the empty spec of a Namespace, and the encoded data of a Secret', async () => {
  await stage.merge(
    `${WEB}---\napiVersion: v1\nkind: Secret\nmetadata: {name: key, namespace: web}\nstringData: {token: abc}\n`,
  );
  const secret = stage.live({ ...CONFIG, kind: 'Secret', name: 'key' });
  expect(secret.data).toEqual({ token: 'YWJj' });
  expect(secret.stringData).toBeUndefined();
  const owned = (object: typeof secret) =>
    object.metadata.managedFields?.[0].fieldsV1;
  expect(objectAt(owned(secret), 'f:data')).toEqual({ 'f:token': {} });
  const namespace = { apiVersion: 'v1', kind: 'Namespace', name: 'web' };
  expect(objectAt(owned(stage.live(namespace)), 'f:spec')).toEqual({});
});

it('writes its own objects under another name, the status apart', () => {
  const managers = stage
    .live(PART)
    .metadata.managedFields?.map(({ manager, operation, subresource }) =>
      [manager, operation, subresource].filter(Boolean).join(' '),
    );
  expect(managers).toEqual([
    'kustomize-controller Apply',
    'gotk-kustomize-controller Update',
    'gotk-kustomize-controller Update status',
  ]);
});

it('writes nothing while nothing has drifted', async () => {
  const before = stage.cluster.store.resourceVersion;
  await stage.twoLooks();
  expect(stage.cluster.store.resourceVersion).toBe(before);
});
