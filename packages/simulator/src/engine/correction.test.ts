import { numberAt, objectAt, stringAt } from '../objects/json';
import { KubeObject } from '../objects/KubeObject';
import { Target } from '../store/Target';
import {
  addEnv,
  Change,
  envOf,
  imageOf,
  removeEnv,
  setImage,
  spec,
} from '../__testUtils__/changes';
import { waitFor } from '../__testUtils__/waitFor';
import {
  CONFIG,
  DEPLOYMENT,
  PART,
  SERVICE,
  SOURCE,
  WEB,
  WebStage,
} from '../__testUtils__/WebStage';

let stage: WebStage;

beforeEach(async () => {
  stage = await WebStage.open();
});

afterEach(() => stage.close());

it.each<
  [string, Target, string, Change, (object: KubeObject) => unknown, unknown]
>([
  [
    'reverts a declared field that kubectl-edit changed',
    DEPLOYMENT,
    'kubectl-edit',
    setImage,
    imageOf,
    ['nginx:1.27.1'],
  ],
  [
    'reverts a declared field that another manager changed',
    DEPLOYMENT,
    'my-operator',
    setImage,
    imageOf,
    ['nginx:1.27.1'],
  ],
  [
    'restores a declared env var, last in the list',
    DEPLOYMENT,
    'my-operator',
    removeEnv,
    envOf,
    ['OTHER', 'MODE'],
  ],
  [
    'removes an undeclared env var of kubectl',
    DEPLOYMENT,
    'kubectl-edit',
    addEnv,
    envOf,
    ['MODE'],
  ],
  [
    'leaves an undeclared env var of another manager',
    DEPLOYMENT,
    'my-operator',
    addEnv,
    envOf,
    ['MODE', 'EXTRA'],
  ],
  [
    'removes an undeclared annotation of kubectl-patch',
    DEPLOYMENT,
    'kubectl-patch',
    object => {
      object.metadata.annotations = {
        ...object.metadata.annotations,
        note: 'x',
      };
    },
    object => object.metadata.annotations?.note,
    undefined,
  ],
  [
    'leaves an undeclared ConfigMap key of another manager',
    CONFIG,
    'my-operator',
    object => Object.assign(objectAt(object, 'data') ?? {}, { extra: 'x' }),
    object => object.data,
    { level: 'info', extra: 'x' },
  ],
  [
    'undoes a client-side apply: the changed key, the extra key and its annotation',
    CONFIG,
    'kubectl-client-side-apply',
    object => {
      object.data = { level: 'debug', extra: 'x' };
      object.metadata.annotations = {
        'kubectl.kubernetes.io/last-applied-configuration': '{}',
      };
    },
    ({ data, metadata }) => [data, metadata.annotations],
    [{ level: 'info' }, undefined],
  ],
  [
    'puts an undeclared defaulted field of kubectl-edit back to its default',
    SERVICE,
    'kubectl-edit',
    spec({ sessionAffinity: 'ClientIP' }),
    object => objectAt(object, 'spec')?.sessionAffinity,
    'None',
  ],
  [
    'puts an undeclared revisionHistoryLimit of kubectl-edit back to its default',
    DEPLOYMENT,
    'kubectl-edit',
    spec({ revisionHistoryLimit: 2 }),
    object => objectAt(object, 'spec')?.revisionHistoryLimit,
    10,
  ],
  [
    'leaves an undeclared annotation of another manager',
    DEPLOYMENT,
    'my-operator',
    object => {
      object.metadata.annotations = {
        ...object.metadata.annotations,
        note: 'x',
      };
    },
    object => object.metadata.annotations?.note,
    'x',
  ],
  [
    'restores its own label',
    SERVICE,
    'my-operator',
    object => {
      object.metadata.labels = {};
    },
    object => object.metadata.labels?.['kustomize.toolkit.fluxcd.io/name'],
    'components-web',
  ],
])('%s', async (_, target, manager, change, read, expected) => {
  stage.cluster.api.update(target, change, { manager });
  await stage.twoLooks();
  expect(read(stage.live(target))).toEqual(expected);
  // Nothing of kubectl's is left once Flux has taken its fields over.
  const left = stage
    .live(target)
    .metadata.managedFields?.map(entry => entry.manager);
  expect(left?.filter(name => name.startsWith('kubectl'))).toEqual([]);
});

it('reverts declared replicas by kubectl scale, and takes the ownership back', async () => {
  stage.cluster.scale(DEPLOYMENT, 4);
  const scaled = stage.live(DEPLOYMENT).metadata.managedFields ?? [];
  expect(scaled).toContainEqual(
    expect.objectContaining({
      manager: 'kubectl',
      operation: 'Update',
      subresource: 'scale',
    }),
  );
  await stage.twoLooks();
  expect(numberAt(stage.live(DEPLOYMENT), 'spec', 'replicas')).toBe(1);
});

it('leaves undeclared replicas as kubectl scale set them, with nobody as their owner', async () => {
  const spare = WEB.split('---')[1]
    .replace('name: web, namespace', 'name: spare, namespace')
    .replace('  replicas: 1\n', '');
  await stage.merge(`${WEB}---${spare}`);
  const target = { ...DEPLOYMENT, name: 'spare' };
  stage.cluster.scale(target, 4);
  await stage.twoLooks();
  expect(numberAt(stage.live(target), 'spec', 'replicas')).toBe(4);
  expect(
    stage
      .live(target)
      .metadata.managedFields?.filter(
        entry => objectAt(entry.fieldsV1, 'f:spec', 'f:replicas') !== undefined,
      ),
  ).toEqual([]);
});

it('puts undeclared replicas of kubectl-edit back to the default', async () => {
  await stage.merge(WEB.replace('  replicas: 1\n', ''));
  stage.cluster.api.update(DEPLOYMENT, spec({ replicas: 3 }), {
    manager: 'kubectl-edit',
  });
  await stage.twoLooks();
  expect(numberAt(stage.live(DEPLOYMENT), 'spec', 'replicas')).toBe(1);
});

it('makes an object its own that was made by hand, without its extra key', async () => {
  const adopted = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'adopted', namespace: 'web' },
    data: { level: 'debug', extra: 'x' },
  };
  const { metadata } = stage.cluster.api.create(adopted, {
    manager: 'kubectl-create',
  });
  await stage.merge(
    `${WEB}---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: adopted, namespace: web}\ndata: {level: info}\n`,
  );
  const live = stage.live({ ...CONFIG, name: 'adopted' });
  expect(live.metadata.uid).toBe(metadata.uid);
  expect(live.data).toEqual({ level: 'info' });
  expect(live.metadata.managedFields?.map(entry => entry.manager)).toEqual([
    'kustomize-controller',
  ]);
});

it('tells a correction in one event of its Kustomization, without the field', async () => {
  stage.cluster.api.update(DEPLOYMENT, setImage, { manager: 'kubectl-edit' });
  await stage.twoLooks();
  const told = stage.cluster.api
    .list('v1', 'Event')
    .filter(event => event.message === 'Deployment/web/web configured');
  expect(told).toEqual([
    expect.objectContaining({
      count: 1,
      type: 'Normal',
      reason: 'Progressing',
      involvedObject: expect.objectContaining({
        kind: 'Kustomization',
        name: 'components-web',
      }),
    }),
  ]);
});

it('recreates what was deleted, with a new uid, in one event', async () => {
  const { uid } = stage.live(CONFIG).metadata;
  stage.cluster.api.delete(CONFIG);
  await stage.twoLooks();
  expect(stage.live(CONFIG).metadata.uid).not.toBe(uid);
  const messages = stage.cluster.api
    .list('v1', 'Event')
    .map(event => event.message);
  expect(messages).toContain('ConfigMap/web/web-config created');
});

it('reverts a key that another manager forced by apply; its other key and its entry stay', async () => {
  stage.cluster.api.apply(
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'web-config', namespace: 'web' },
      data: { level: 'debug', extra: 'x' },
    },
    { manager: 'other', force: true },
  );
  await stage.twoLooks();
  expect(stage.live(CONFIG).data).toEqual({ level: 'info', extra: 'x' });
  expect(
    stage.live(CONFIG).metadata.managedFields?.map(entry => entry.manager),
  ).toContain('other');
});

it('leaves everything alone while suspended, status and all, and goes on when resumed', async () => {
  stage.cluster.api.update(PART, spec({ suspend: true }), { manager: 'flux' });
  await stage.cluster.agenda.idle();
  const { status } = stage.live(PART);
  stage.cluster.api.update(DEPLOYMENT, setImage, { manager: 'kubectl-edit' });
  const revision = stage.repository.commit({
    'rendered/dev/components/web/manifests.yaml': `${WEB}\n`,
  });
  await stage.twoLooks();
  await stage.twoLooks();
  await waitFor(
    () =>
      stringAt(stage.live(SOURCE), 'status', 'artifact', 'revision') ===
      `main@sha1:${revision}`,
    'the new revision',
  );
  expect(imageOf(stage.live(DEPLOYMENT))).toEqual(['nginx:1.28.0']);
  expect(stage.live(PART).status).toEqual(status);
  stage.cluster.api.update(PART, spec({ suspend: false }), { manager: 'flux' });
  await stage.twoLooks();
  await waitFor(
    () => imageOf(stage.live(DEPLOYMENT))[0] === 'nginx:1.27.1',
    'the correction',
  );
});
