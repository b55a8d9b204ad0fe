import { TestRepository } from '@flotilla/testbed';
import {
  CoreV1Api,
  KubeConfig,
  KubernetesObject,
  Watch as KubeWatch,
} from '@kubernetes/client-node';
import { SimulatedCluster } from '../SimulatedCluster';
import { SimulatedFleet } from '../SimulatedFleet';
import { waitFor } from '../__testUtils__/waitFor';

let repository: TestRepository;
let fleet: SimulatedFleet;
let cluster: SimulatedCluster;
let token: string;

beforeAll(async () => {
  repository = new TestRepository();
  repository.commit({ 'fleet.yaml': 'kind: Fleet\n' });
  fleet = await SimulatedFleet.start({
    gitUrl: repository.folder,
    engineInterval: 3600,
    speed: 1000,
  });
  cluster = await fleet.createCluster({
    name: 'dev',
    kubernetesVersion: '1.35.2',
    bootstrapped: false,
  });
  await cluster.agenda.idle();
  token = cluster.kubeconfig().match(/token: (\S+)/)?.[1] ?? '';
});

afterAll(async () => {
  await fleet.stop();
  repository.remove();
});

function configMap(name: string, level: string) {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, namespace: 'default', labels: { level } },
    data: { level },
  };
}

function request(path: string, init: RequestInit = {}): Promise<Response> {
  return fetch(`${cluster.server}${path}`, {
    ...init,
    headers: { authorization: `Bearer ${token}`, ...init.headers },
  });
}

function kubeConfig(): KubeConfig {
  const config = new KubeConfig();
  config.loadFromString(cluster.kubeconfig());
  return config;
}

it.each([
  [
    'without a token',
    '/api/v1/namespaces',
    { headers: { authorization: '' } },
    401,
    'Unauthorized',
  ],
  [
    'for an object that is not there',
    '/api/v1/namespaces/nope',
    {},
    404,
    'NotFound',
  ],
  [
    'for a kind that is not served',
    '/apis/apps/v1/things',
    {},
    404,
    'NotFound',
  ],
  ['to write', '/api/v1/namespaces', { method: 'POST' }, 403, 'Forbidden'],
  ['to read Secrets', '/api/v1/secrets', {}, 403, 'Forbidden'],
  [
    'with an unknown method',
    '/api/v1/namespaces',
    { method: 'OPTIONS' },
    405,
    'MethodNotAllowed',
  ],
  [
    'for a field that can not be selected by',
    '/api/v1/namespaces?fieldSelector=spec.x=1',
    {},
    400,
    'BadRequest',
  ],
  [
    'for protobuf alone',
    '/api/v1/namespaces',
    { headers: { accept: 'application/vnd.kubernetes.protobuf' } },
    406,
    'NotAcceptable',
  ],
])(
  'answers a request %s with a Status',
  async (_, path, init, code, reason) => {
    const response = await request(path, init);
    expect(response.status).toBe(code);
    expect(await response.json()).toMatchObject({
      kind: 'Status',
      status: 'Failure',
      reason,
      code,
    });
  },
);

it('discovers groups, versions and resources', async () => {
  expect(await (await request('/version')).json()).toMatchObject({
    major: '1',
    minor: '35',
    gitVersion: 'v1.35.2',
  });
  const groups = await (await request('/apis')).json();
  expect(groups.groups.map((group: { name: string }) => group.name)).toEqual(
    expect.arrayContaining([
      'apps',
      'kustomize.toolkit.fluxcd.io',
      'cluster.x-k8s.io',
    ]),
  );
  const apps = await (await request('/apis/apps/v1')).json();
  expect(apps.resources).toContainEqual(
    expect.objectContaining({
      name: 'deployments',
      kind: 'Deployment',
      namespaced: true,
      shortNames: ['deploy'],
    }),
  );
});

it('describes kinds in OpenAPI v3, with how their lists merge', async () => {
  const index = await (await request('/openapi/v3')).json();
  const document = await (
    await request(index.paths['apis/apps/v1'].serverRelativeURL)
  ).json();
  const { schemas } = document.components;
  expect(schemas['io.k8s.api.apps.v1.Deployment']).toMatchObject({
    'x-kubernetes-group-version-kind': [
      { group: 'apps', version: 'v1', kind: 'Deployment' },
    ],
  });
  expect(schemas['io.k8s.api.V1PodSpec'].properties.containers).toMatchObject({
    'x-kubernetes-list-type': 'map',
    'x-kubernetes-list-map-keys': ['name'],
  });
});

it('serves the kinds of a CustomResourceDefinition, defaults and all, until it goes', async () => {
  const definition = {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'widgets.acme.example' },
    spec: {
      group: 'acme.example',
      scope: 'Namespaced',
      names: { kind: 'Widget', plural: 'widgets' },
      versions: [
        {
          name: 'v1',
          served: true,
          storage: true,
          schema: {
            openAPIV3Schema: {
              type: 'object',
              properties: {
                spec: {
                  type: 'object',
                  properties: { size: { type: 'integer', default: 3 } },
                },
              },
            },
          },
        },
      ],
    },
  };
  cluster.api.apply(definition, { manager: 'test' });
  const widget = {
    apiVersion: 'acme.example/v1',
    kind: 'Widget',
    metadata: { name: 'w', namespace: 'default' },
    spec: {},
  };
  cluster.api.apply(widget, { manager: 'test' });
  const read = await request(
    '/apis/acme.example/v1/namespaces/default/widgets/w',
  );
  expect(await read.json()).toMatchObject({
    spec: { size: 3 },
    metadata: { generation: 1 },
  });
  cluster.api.delete({ ...definition, name: 'widgets.acme.example' });
  expect(
    (await request('/apis/acme.example/v1/namespaces/default/widgets/w'))
      .status,
  ).toBe(404);
});

it('lists in pages over an unchanging state, and says 410 when that is gone', async () => {
  for (const name of ['a', 'b', 'c'])
    cluster.api.create(configMap(name, 'page'), { manager: 'test' });
  const core = kubeConfig().makeApiClient(CoreV1Api);
  const query = { namespace: 'default', labelSelector: 'level=page', limit: 2 };
  const first = await core.listNamespacedConfigMap(query);
  expect(first.items.map(item => item.metadata?.name)).toEqual(['a', 'b']);
  cluster.api.delete({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    namespace: 'default',
    name: 'c',
  });
  const rest = await core.listNamespacedConfigMap({
    ...query,
    _continue: first.metadata?._continue,
  });
  expect(rest.items.map(item => item.metadata?.name)).toEqual(['c']);
  expect(rest.metadata?.resourceVersion).toBe(first.metadata?.resourceVersion);
  cluster.http.compact();
  await expect(
    core.listNamespacedConfigMap({
      ...query,
      _continue: first.metadata?._continue,
    }),
  ).rejects.toMatchObject({ code: 410 });
});

it('watches from a resourceVersion, keeps selectors, and sends bookmarks', async () => {
  const seen: string[] = [];
  let bookmark = '';
  const since = String(cluster.store.resourceVersion);
  cluster.api.create(configMap('watched', 'info'), { manager: 'test' });
  const controller = await new KubeWatch(kubeConfig()).watch(
    '/api/v1/namespaces/default/configmaps',
    {
      resourceVersion: since,
      labelSelector: 'level=info',
      allowWatchBookmarks: true,
    },
    (type: string, object: KubernetesObject) => {
      if (type === 'BOOKMARK')
        bookmark = object.metadata?.resourceVersion ?? '';
      else seen.push(`${type} ${object.metadata?.name}`);
    },
    () => {},
  );
  await waitFor(() => seen.length === 1, 'the first event');
  const target = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    namespace: 'default',
    name: 'watched',
  };
  cluster.api.update(
    target,
    draft => Object.assign(draft, { data: { level: 'x' } }),
    { manager: 'test' },
  );
  cluster.api.update(
    target,
    draft => Object.assign(draft.metadata, { labels: { level: 'debug' } }),
    { manager: 'test' },
  );
  cluster.http.sendBookmarks();
  await waitFor(() => bookmark !== '', 'a bookmark');
  expect(seen).toEqual([
    'ADDED watched',
    'MODIFIED watched',
    'DELETED watched',
  ]);
  expect(bookmark).toBe(String(cluster.store.resourceVersion));
  controller.abort();
});

it('ends a watch from a forgotten resourceVersion with an Expired error event', async () => {
  cluster.http.compact();
  const response = await request(
    '/api/v1/configmaps?watch=true&resourceVersion=1',
  );
  expect(response.status).toBe(200);
  const [line] = (await response.text()).split('\n');
  expect(JSON.parse(line)).toMatchObject({
    type: 'ERROR',
    object: { kind: 'Status', code: 410, reason: 'Expired' },
  });
});

it('sends the state first and says when that is done, when a watch asks for it', async () => {
  const response = await request(
    '/api/v1/namespaces?watch=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true&timeoutSeconds=1',
  );
  const events = (await response.text())
    .trim()
    .split('\n')
    .map(line => JSON.parse(line));
  expect(events.filter(event => event.type === 'ADDED')).toHaveLength(4);
  expect(events[events.length - 1].object.metadata.annotations).toEqual({
    'k8s.io/initial-events-end': 'true',
  });
});

it('prints rows for kubectl and metadata for those who want no more', async () => {
  const rows = await request('/api/v1/namespaces', {
    headers: {
      accept: 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json',
    },
  });
  expect(await rows.json()).toMatchObject({
    kind: 'Table',
    rows: expect.arrayContaining([
      expect.objectContaining({
        cells: ['default', 'Active', expect.any(String)],
      }),
    ]),
  });
  const metadata = await request('/api/v1/namespaces', {
    headers: {
      accept:
        'application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io',
    },
  });
  const [first] = (await metadata.json()).items;
  expect(Object.keys(first)).toEqual(['kind', 'apiVersion', 'metadata']);
});

it('breaks every connection while offline', async () => {
  cluster.setFault('offline');
  await expect(request('/version')).rejects.toThrow('fetch failed');
  cluster.heal();
  expect((await request('/version')).status).toBe(200);
});
