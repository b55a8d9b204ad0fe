import { listAt, valueAt } from '../objects/json';
import { DEPLOYMENT, WebStage } from '../testing/WebStage';

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

it('writes nothing while nothing has drifted', async () => {
  const before = stage.cluster.store.resourceVersion;
  await stage.twoLooks();
  expect(stage.cluster.store.resourceVersion).toBe(before);
});
