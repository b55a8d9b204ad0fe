import { objectAt } from '../objects/json';
import { KubeObject } from '../objects/KubeObject';
import { Change, imageOf, setImage, spec } from '../__testUtils__/changes';
import { CONFIG, DEPLOYMENT, PART, WebStage } from '../__testUtils__/WebStage';
import { conditionOf } from './conditions';

let stage: WebStage;

beforeEach(async () => {
  stage = await WebStage.open();
});

afterEach(() => stage.close());

const IMAGE = '/spec/template/spec/containers/0/image';

async function ignore(...rules: object[]): Promise<void> {
  stage.cluster.api.update(PART, spec({ ignore: rules }), { manager: 'flux' });
  await stage.twoLooks();
}

const setData =
  (data: { [key: string]: string }): Change =>
  object =>
    Object.assign(objectAt(object, 'data') ?? {}, data);

function ownersOf(object: KubeObject, ...path: string[]): string[] {
  return (object.metadata.managedFields ?? [])
    .filter(({ fieldsV1 }) => objectAt(fieldsV1, ...path) !== undefined)
    .map(({ manager, operation }) => `${manager} ${operation}`);
}

it('leaves a kubectl edit at an ignored path, takes its entry, and writes nothing more', async () => {
  await ignore({ paths: [IMAGE], target: { kind: 'Deployment' } });
  stage.cluster.api.update(DEPLOYMENT, setImage, { manager: 'kubectl-edit' });
  await stage.twoLooks();
  const live = stage.live(DEPLOYMENT);
  expect(imageOf(live)).toEqual(['nginx:1.28.0']);
  expect(live.metadata.managedFields?.map(entry => entry.manager)).toEqual([
    'kustomize-controller',
    'kube-controller-manager',
  ]);
  expect(JSON.stringify(live.metadata.managedFields?.[0])).toContain('f:image');
  await stage.twoLooks();
  expect(stage.live(DEPLOYMENT).metadata.resourceVersion).toBe(
    live.metadata.resourceVersion,
  );
});

it('leaves what kubectl adds at an ignored path that Git doesn’t declare', async () => {
  await ignore({ paths: ['/metadata/annotations/acme.example~1note'] });
  stage.cluster.api.update(
    CONFIG,
    object => {
      object.metadata.annotations = { 'acme.example/note': 'x', other: 'y' };
    },
    { manager: 'kubectl-annotate' },
  );
  await stage.twoLooks();
  expect(stage.live(CONFIG).metadata.annotations).toEqual({
    'acme.example/note': 'x',
  });
});

it('corrects the rest of the object around an ignored path', async () => {
  await ignore({ paths: ['/data/level'] });
  stage.cluster.api.update(CONFIG, setData({ level: 'debug' }), {
    manager: 'my-operator',
  });
  await stage.twoLooks();
  expect(ownersOf(stage.live(CONFIG), 'f:data', 'f:level')).toEqual([
    'my-operator Update',
  ]);
  stage.cluster.api.update(
    CONFIG,
    object => {
      object.metadata.labels = {};
    },
    { manager: 'my-operator' },
  );
  await stage.twoLooks();
  expect(stage.live(CONFIG).data).toEqual({ level: 'debug' });
  expect(Object.keys(stage.live(CONFIG).metadata.labels ?? {})).toHaveLength(2);
  expect(ownersOf(stage.live(CONFIG), 'f:data', 'f:level')).toContain(
    'kustomize-controller Apply',
  );
});

it('lets go of an ignored path that another Apply manager owns', async () => {
  await ignore({ paths: ['/data/level'] });
  stage.cluster.api.apply(
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'web-config', namespace: 'web' },
      data: { level: 'debug' },
    },
    { manager: 'tuner', force: true },
  );
  stage.cluster.api.update(
    CONFIG,
    object => {
      object.metadata.labels = {};
    },
    { manager: 'my-operator' },
  );
  await stage.twoLooks();
  const live = stage.live(CONFIG);
  expect(live.data).toEqual({ level: 'debug' });
  expect(Object.keys(live.metadata.labels ?? {})).toHaveLength(2);
  expect(ownersOf(live, 'f:data', 'f:level')).toEqual(['tuner Apply']);
});

it('creates an object with what Git has at an ignored path', async () => {
  await ignore({ paths: ['/data/level'] });
  stage.cluster.api.update(CONFIG, setData({ level: 'debug' }), {
    manager: 'my-operator',
  });
  await stage.twoLooks();
  stage.cluster.api.delete(CONFIG);
  await stage.twoLooks();
  expect(stage.live(CONFIG).data).toEqual({ level: 'info' });
});

it('corrects an ignored path again once nothing ignores it', async () => {
  await ignore({ paths: ['/data/level'] });
  stage.cluster.api.update(CONFIG, setData({ level: 'debug' }), {
    manager: 'kubectl-edit',
  });
  await stage.twoLooks();
  expect(stage.live(CONFIG).data).toEqual({ level: 'debug' });
  await ignore();
  expect(stage.live(CONFIG).data).toEqual({ level: 'info' });
});

it('fails on a rule that can’t be read, and corrects nothing', async () => {
  await ignore({ paths: ['data/level'] });
  expect(conditionOf(stage.live(PART), 'Ready')).toMatchObject({
    status: 'False',
    reason: 'ReconciliationFailed',
    message: "spec.ignore[0].paths: 'data/level' is not a JSON pointer",
  });
});
