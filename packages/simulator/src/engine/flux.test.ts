import { SimulatedCluster } from '../SimulatedCluster';
import { SimulatedFleet } from '../SimulatedFleet';
import { listAt, numberAt, objectAt, stringAt, valueAt } from '../objects/json';
import { KubeObject } from '../objects/KubeObject';
import { Target } from '../store/Target';
import {
  bootstrapManifests,
  FleetRepository,
  partKustomization,
} from '../testing/FleetRepository';
import { waitFor } from '../testing/waitFor';
import { conditionOf } from './conditions';
import { KUSTOMIZATION } from './fluxTypes';

const WEB = `apiVersion: v1
kind: Namespace
metadata: {name: web, annotations: {kustomize.toolkit.fluxcd.io/prune: disabled}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: web, labels: {app: web}}
spec:
  replicas: 1
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - name: web
          image: nginx:1.27.1
          env: [{name: MODE, value: prod}]
          ports: [{containerPort: 8080}]
          resources: {requests: {cpu: 1000m, memory: 1024Mi}}
---
apiVersion: v1
kind: Service
metadata: {name: web, namespace: web}
spec: {selector: {app: web}, ports: [{port: 80, targetPort: 8080}]}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: web-config, namespace: web}
data: {level: info}
`;

const DEPLOYMENT: Target = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  namespace: 'web',
  name: 'web',
};
const SERVICE: Target = {
  apiVersion: 'v1',
  kind: 'Service',
  namespace: 'web',
  name: 'web',
};
const CONFIG: Target = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  namespace: 'web',
  name: 'web-config',
};
const PART: Target = {
  ...KUSTOMIZATION,
  namespace: 'flux-system',
  name: 'components-web',
};

let repository: FleetRepository;
let fleet: SimulatedFleet;
let cluster: SimulatedCluster;

function live(target: Target): KubeObject {
  const found = cluster.api.find(target);
  if (!found) throw new Error(`${target.kind}/${target.name} isn't there`);
  return found;
}

/** Two looks of the engine at Git and at its objects. */
async function twoLooks(): Promise<void> {
  for (let look = 0; look < 2; look += 1) {
    await fleet.fetch();
    cluster.engine.tick();
    await cluster.agenda.idle();
  }
}

beforeEach(async () => {
  repository = new FleetRepository();
  repository.commit({
    'rendered/dev/bootstrap/manifests.yaml': bootstrapManifests('dev'),
    'rendered/dev/gitops/manifests.yaml': partKustomization(
      'dev',
      'components/web',
    ),
    'rendered/dev/components/web/manifests.yaml': WEB,
  });
  fleet = await SimulatedFleet.start({
    gitUrl: repository.folder,
    engineInterval: 3600,
    speed: 1000,
  });
  fleet.on('problem', ({ error }) => {
    throw error;
  });
  cluster = await fleet.createCluster({
    name: 'dev',
    kubernetesVersion: '1.35.2',
    bootstrapped: true,
  });
});

afterEach(async () => {
  await fleet.stop();
  repository.remove();
});

function firstContainer(): KubeObject['metadata'] | undefined {
  const [container] = listAt(
    live(DEPLOYMENT),
    'spec',
    'template',
    'spec',
    'containers',
  );
  return objectAt({ container }, 'container') as never;
}

it('applies a commit, waits for health and says so in the status', () => {
  const part = live(PART);
  const revision = stringAt(
    live({
      ...PART,
      apiVersion: 'source.toolkit.fluxcd.io/v1',
      kind: 'GitRepository',
      name: 'fleet',
    }),
    'status',
    'artifact',
    'revision',
  );
  expect(revision).toMatch(/^main@sha1:[0-9a-f]{40}$/);
  expect(part.status).toMatchObject({
    lastAppliedRevision: revision,
    lastAttemptedRevision: revision,
    observedGeneration: part.metadata.generation,
    inventory: {
      entries: [
        { id: '_web__Namespace', v: 'v1' },
        { id: 'web_web-config__ConfigMap', v: 'v1' },
        { id: 'web_web__Service', v: 'v1' },
        { id: 'web_web_apps_Deployment', v: 'v1' },
      ],
    },
  });
  expect(conditionOf(part, 'Ready')).toMatchObject({
    status: 'True',
    reason: 'ReconciliationSucceeded',
    message: `Applied revision: ${revision}`,
  });
  expect(conditionOf(part, 'Healthy')).toMatchObject({
    status: 'True',
    reason: 'Succeeded',
  });
  expect(part.metadata.finalizers).toEqual(['finalizers.fluxcd.io']);
});

it('owns what it declares, with quantities canonical and the empty structs of the typed API', () => {
  const deployment = live(DEPLOYMENT);
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
  expect(valueAt(firstContainer(), 'resources', 'requests')).toEqual({
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
  const before = cluster.store.resourceVersion;
  await twoLooks();
  expect(cluster.store.resourceVersion).toBe(before);
});

type Change = (object: KubeObject) => void;

const setImage: Change = object => {
  const [container] = listAt(object, 'spec', 'template', 'spec', 'containers');
  Object.assign(objectAt({ container }, 'container') ?? {}, {
    image: 'nginx:1.28.0',
  });
};
const imageOf = (object: KubeObject) =>
  listAt(object, 'spec', 'template', 'spec', 'containers').map(each =>
    stringAt(each, 'image'),
  );
const addEnv: Change = object => {
  const [container] = listAt(object, 'spec', 'template', 'spec', 'containers');
  listAt(container, 'env').push({ name: 'EXTRA', value: 'x' });
};
const removeEnv: Change = object => {
  const [container] = listAt(object, 'spec', 'template', 'spec', 'containers');
  Object.assign(objectAt({ container }, 'container') ?? {}, {
    env: [{ name: 'OTHER', value: 'y' }],
  });
};
const envOf = (object: KubeObject) => {
  const [container] = listAt(object, 'spec', 'template', 'spec', 'containers');
  return listAt(container, 'env').map(each => stringAt(each, 'name'));
};
const spec =
  (fields: KubeObject['metadata'] | Record<string, unknown>): Change =>
  object =>
    Object.assign(objectAt(object, 'spec') ?? {}, fields);

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
    'removes an undeclared ConfigMap key of kubectl-client-side-apply, and restores the declared one',
    CONFIG,
    'kubectl-client-side-apply',
    object =>
      Object.assign(objectAt(object, 'data') ?? {}, {
        extra: 'x',
        level: 'debug',
      }),
    object => object.data,
    { level: 'info' },
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
  cluster.api.update(target, change, { manager });
  await twoLooks();
  expect(read(live(target))).toEqual(expected);
  // Nothing of kubectl's is left once Flux has taken its fields over.
  const left = live(target).metadata.managedFields?.map(entry => entry.manager);
  expect(left?.filter(name => name.startsWith('kubectl'))).toEqual([]);
});

it('reverts declared replicas by kubectl scale, and takes the ownership back', async () => {
  cluster.scale(DEPLOYMENT, 4);
  const scaled = live(DEPLOYMENT).metadata.managedFields ?? [];
  expect(scaled).toContainEqual(
    expect.objectContaining({
      manager: 'kubectl',
      operation: 'Update',
      subresource: 'scale',
    }),
  );
  await twoLooks();
  expect(numberAt(live(DEPLOYMENT), 'spec', 'replicas')).toBe(1);
});

it('recreates what was deleted, with a new uid, in one event', async () => {
  const { uid } = live(CONFIG).metadata;
  cluster.api.delete(CONFIG);
  await twoLooks();
  expect(live(CONFIG).metadata.uid).not.toBe(uid);
  const messages = cluster.api.list('v1', 'Event').map(event => event.message);
  expect(messages).toContain('ConfigMap/web/web-config created');
});

it('reverts a key that another manager forced by apply; its other key and its entry stay', async () => {
  cluster.api.apply(
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'web-config', namespace: 'web' },
      data: { level: 'debug', extra: 'x' },
    },
    { manager: 'other', force: true },
  );
  await twoLooks();
  expect(live(CONFIG).data).toEqual({ level: 'info', extra: 'x' });
  expect(
    live(CONFIG).metadata.managedFields?.map(entry => entry.manager),
  ).toContain('other');
});

it('leaves everything alone while suspended, status and all, and goes on when resumed', async () => {
  cluster.api.update(PART, spec({ suspend: true }), { manager: 'flux' });
  await cluster.agenda.idle();
  const { status } = live(PART);
  cluster.api.update(DEPLOYMENT, setImage, { manager: 'kubectl-edit' });
  const revision = repository.commit({
    'rendered/dev/components/web/manifests.yaml': `${WEB}\n`,
  });
  await twoLooks();
  await twoLooks();
  await waitFor(
    () =>
      stringAt(
        live({
          ...PART,
          apiVersion: 'source.toolkit.fluxcd.io/v1',
          kind: 'GitRepository',
          name: 'fleet',
        }),
        'status',
        'artifact',
        'revision',
      ) === `main@sha1:${revision}`,
    'the new revision',
  );
  expect(imageOf(live(DEPLOYMENT))).toEqual(['nginx:1.28.0']);
  expect(live(PART).status).toEqual(status);
  cluster.api.update(PART, spec({ suspend: false }), { manager: 'flux' });
  await twoLooks();
  await waitFor(
    () => imageOf(live(DEPLOYMENT))[0] === 'nginx:1.27.1',
    'the correction',
  );
});

it('applies nothing of a stage with one invalid object, corrects nothing, and says which object', async () => {
  const applied = stringAt(live(PART), 'status', 'lastAppliedRevision');
  const broken = WEB.replace(
    'matchLabels: {app: web}',
    'matchLabels: {app: other}',
  )
    .replace('labels: {app: web}}\n    spec', 'labels: {app: other}}\n    spec')
    .replace('level: info', 'level: debug');
  const commit = repository.commit({
    'rendered/dev/components/web/manifests.yaml': broken,
  });
  await twoLooks();
  await waitFor(
    () =>
      stringAt(live(PART), 'status', 'lastAttemptedRevision') ===
      `main@sha1:${commit}`,
    'the attempt',
  );
  await cluster.agenda.idle();
  cluster.api.update(
    CONFIG,
    object => Object.assign(objectAt(object, 'data') ?? {}, { level: 'trace' }),
    { manager: 'kubectl-edit' },
  );
  await twoLooks();
  const part = live(PART);
  expect(conditionOf(part, 'Ready')).toMatchObject({
    status: 'False',
    reason: 'ReconciliationFailed',
    message: expect.stringMatching(
      /^Deployment\/web\/web dry-run failed \(Invalid\): Deployment.apps "web" is invalid: .*field is immutable/,
    ),
  });
  expect(conditionOf(part, 'Reconciling')).toMatchObject({
    status: 'True',
    reason: 'ProgressingWithRetry',
  });
  expect(conditionOf(part, 'Healthy')).toMatchObject({ status: 'True' });
  expect(stringAt(part, 'status', 'lastAppliedRevision')).toBe(applied);
  expect(live(CONFIG).data).toEqual({ level: 'trace' });
});

it('reports YAML that can not be parsed as a failed build', async () => {
  repository.commit({
    'rendered/dev/components/web/manifests.yaml':
      'apiVersion: v1\nkind: [ConfigMap\n',
  });
  await twoLooks();
  expect(conditionOf(live(PART), 'Ready')).toMatchObject({
    status: 'False',
    reason: 'BuildFailed',
    message: expect.stringMatching(/MalformedYAMLError: yaml: line \d+/),
  });
});

it('prunes what Git no longer has, but not what asks to stay', async () => {
  repository.commit({
    'rendered/dev/components/web/manifests.yaml':
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: left, namespace: web}\n',
  });
  await twoLooks();
  await waitFor(
    () => cluster.api.find(DEPLOYMENT) === undefined,
    'the pruning',
  );
  expect(
    cluster.api.find({ apiVersion: 'v1', kind: 'Namespace', name: 'web' })
      ?.metadata.deletionTimestamp,
  ).toBeUndefined();
});

it('shows an unhealthy Deployment as in progress, with the old revision applied', async () => {
  const applied = stringAt(live(PART), 'status', 'lastAppliedRevision');
  cluster.stuck = true;
  const commit = repository.commit({
    'rendered/dev/components/web/manifests.yaml': WEB.replace(
      '1.27.1',
      '1.29.0',
    ),
  });
  await twoLooks();
  await waitFor(
    () =>
      stringAt(live(PART), 'status', 'lastAttemptedRevision') ===
      `main@sha1:${commit}`,
    'the attempt',
  );
  await twoLooks();
  expect(conditionOf(live(PART), 'Ready')).toMatchObject({
    status: 'Unknown',
    reason: 'Progressing',
  });
  expect(imageOf(live(DEPLOYMENT))).toEqual(['nginx:1.29.0']);
  expect(stringAt(live(PART), 'status', 'lastAppliedRevision')).toBe(applied);
  cluster.stuck = false;
  await waitFor(
    () =>
      stringAt(live(PART), 'status', 'lastAppliedRevision') ===
      `main@sha1:${commit}`,
    'health',
  );
});

it('stays Ready while Git is down, and goes on correcting', async () => {
  repository.remove();
  await twoLooks();
  const source = () =>
    live({
      ...PART,
      apiVersion: 'source.toolkit.fluxcd.io/v1',
      kind: 'GitRepository',
      name: 'fleet',
    });
  await waitFor(
    () => conditionOf(source(), 'Ready')?.status === 'False',
    'the failed fetch',
  );
  expect(conditionOf(source(), 'FetchFailed')).toMatchObject({
    reason: 'GitOperationFailed',
  });
  cluster.api.update(DEPLOYMENT, setImage, { manager: 'kubectl-edit' });
  await twoLooks();
  expect(imageOf(live(DEPLOYMENT))).toEqual(['nginx:1.27.1']);
  expect(conditionOf(live(PART), 'Ready')).toMatchObject({ status: 'True' });
});
