import { randomBytes } from 'node:crypto';
import {
  JsonObject,
  listAt,
  objectAt,
  stringAt,
  numberAt,
} from '../objects/json';
import { targetOf } from '../store/Target';
import { ContractCluster } from './ContractCluster';
import { make } from './scenarios/objects';
import { inShort, versionOf, watchWhile } from './watching';

/** What a server answers that doesn't remember what it is asked for. */
const EXPIRED = {
  kind: 'Status',
  status: 'Failure',
  reason: 'Expired',
  code: 410,
};

/** Seconds of a watch during which something happens, on a busy machine too. */
const LONG = '6';

/** How clusters are read: declares the tests for one. */
export function readsAsKubernetesDoes(cluster: () => ContractCluster): void {
  let namespace: string;
  let path: string;
  const configMap = (name: string, level = 'info') =>
    make('v1', 'ConfigMap', namespace, name, {
      metadata: { labels: { level } },
      data: { level },
    });
  const names = (body: JsonObject) =>
    listAt(body, 'items').map(item => stringAt(item, 'metadata', 'name'));

  beforeEach(async () => {
    namespace = `reading-${randomBytes(4).toString('hex')}`;
    path = `/api/v1/namespaces/${namespace}/configmaps`;
    const home = make('v1', 'Namespace', undefined, namespace);
    await cluster().create(home, 'test');
    for (const name of ['a', 'b', 'c']) {
      await cluster().create(configMap(name), 'test');
    }
  });

  const onlyOurs = 'labelSelector=level%3Dinfo';

  it('lists in pages over one unchanging state', async () => {
    const first = await cluster().get(`${path}?limit=2&${onlyOurs}`);
    expect(names(first.body)).toEqual(['a', 'b']);
    const metadata = objectAt(first.body, 'metadata') ?? {};
    await cluster().delete(targetOf(configMap('c')));
    await cluster().create(configMap('d'), 'test');
    const token = encodeURIComponent(stringAt(metadata, 'continue') ?? '');
    const rest = await cluster().get(
      `${path}?limit=2&${onlyOurs}&continue=${token}`,
    );
    expect(names(rest.body)).toEqual(['c']);
    expect(versionOf(rest.body)).toBe(versionOf(first.body));
    expect(objectAt(rest.body, 'metadata')).not.toHaveProperty('continue');
  });

  it('counts what is left where no selector hides it', async () => {
    const { body } = await cluster().get(`${path}?limit=1`);
    const token = stringAt(body, 'metadata', 'continue') ?? '';
    const rest = await cluster().get(
      `${path}?continue=${encodeURIComponent(token)}`,
    );
    expect(names(rest.body).length).toBeGreaterThanOrEqual(2);
    expect(numberAt(body, 'metadata', 'remainingItemCount')).toBe(
      names(rest.body).length,
    );
    const selected = await cluster().get(`${path}?limit=1&${onlyOurs}`);
    expect(objectAt(selected.body, 'metadata')).not.toHaveProperty(
      'remainingItemCount',
    );
  });

  it('refuses a page that makes no sense', async () => {
    const { status, body } = await cluster().get(`${path}?continue=nonsense`);
    expect(status).toBe(400);
    expect(body).toMatchObject({ kind: 'Status', reason: 'BadRequest' });
  });

  it('tells a watch of changes since a list, by its selector', async () => {
    const { body } = await cluster().get(path);
    const events = await watchWhile(
      cluster(),
      path,
      {
        resourceVersion: versionOf(body),
        labelSelector: 'level=info',
        timeoutSeconds: LONG,
      },
      async () => {
        const target = targetOf(configMap('new'));
        await cluster().create(configMap('new'), 'test');
        await cluster().patch(target, { data: { level: 'x' } }, 'test');
        const labels = { level: 'debug' };
        await cluster().patch(target, { metadata: { labels } }, 'test');
        await cluster().patch(target, { data: { level: 'y' } }, 'test');
        await cluster().delete(targetOf(configMap('a')));
      },
    );
    expect(events.map(inShort)).toEqual([
      'ADDED new',
      'MODIFIED new',
      'DELETED new',
      'DELETED a',
    ]);
  });

  it('resumes a watch where an event left it', async () => {
    const { body } = await cluster().get(path);
    const query = {
      resourceVersion: versionOf(body),
      labelSelector: 'level=info',
    };
    await cluster().create(configMap('d'), 'test');
    await cluster().create(configMap('e'), 'test');
    const [first] = await watchWhile(cluster(), path, query);
    const rest = await watchWhile(cluster(), path, {
      ...query,
      resourceVersion: versionOf(first.object),
    });
    expect([first, ...rest].map(inShort)).toEqual(['ADDED d', 'ADDED e']);
  });

  // Kubernetes promises no bookmark; an API server that looks every second for watches about to end misses some.
  it('says of a watch only how far it came, where bookmarks are allowed', async () => {
    const { body } = await cluster().get(path);
    const events = await watchWhile(
      cluster(),
      path,
      {
        resourceVersion: versionOf(body),
        labelSelector: 'level=info',
        allowWatchBookmarks: 'true',
        timeoutSeconds: LONG,
      },
      () => cluster().create(configMap('d'), 'test'),
    );
    const [added, ...rest] = events;
    expect(inShort(added)).toBe('ADDED d');
    for (const bookmark of rest) {
      expect(inShort(bookmark)).toBe('BOOKMARK');
      expect(Number(versionOf(bookmark.object))).toBeGreaterThanOrEqual(
        Number(versionOf(added.object)),
      );
    }
  });

  it('gives a deleted object a version of its own', async () => {
    const { body } = await cluster().get(path);
    const query = {
      resourceVersion: versionOf(body),
      labelSelector: 'level=info',
    };
    const before = await cluster().get(`${path}/b`);
    await cluster().delete(targetOf(configMap('b')));
    const [event] = await watchWhile(cluster(), path, query);
    expect(inShort(event)).toBe('DELETED b');
    expect(Number(versionOf(event.object))).toBeGreaterThan(
      Number(versionOf(before.body)),
    );
  });

  it('sends the state first and marks its end, when a watch asks for it', async () => {
    const events = await watchWhile(cluster(), path, {
      sendInitialEvents: 'true',
      resourceVersionMatch: 'NotOlderThan',
      allowWatchBookmarks: 'true',
      labelSelector: 'level=info',
    });
    expect(events.slice(0, 4).map(inShort)).toEqual([
      'ADDED a',
      'ADDED b',
      'ADDED c',
      'BOOKMARK',
    ]);
    expect(objectAt(events[3].object, 'metadata', 'annotations')).toEqual({
      'k8s.io/initial-events-end': 'true',
    });
    expect(versionOf(events[3].object)).not.toBe('');
    expect(events[3].object).toMatchObject({
      kind: 'ConfigMap',
      apiVersion: 'v1',
    });
  });

  it('sends the state first when a watch names no version', async () => {
    const events = await watchWhile(cluster(), path, {
      labelSelector: 'level=info',
    });
    expect(events.map(inShort)).toEqual(['ADDED a', 'ADDED b', 'ADDED c']);
  });

  describe('that has forgotten the past', () => {
    // A real server caches the other kinds, and remembers them for longer than a test takes.
    const revision = (name: string) =>
      make('apps/v1', 'ControllerRevision', namespace, name, {
        revision: 1,
        data: { a: 1 },
      });
    let revisions: string;

    beforeEach(async () => {
      revisions = `/apis/apps/v1/namespaces/${namespace}/controllerrevisions`;
      for (const name of ['a', 'b']) {
        await cluster().create(revision(name), 'test');
      }
    });

    it('refuses a page of it', async () => {
      const first = await cluster().get(`${revisions}?limit=1`);
      const token = stringAt(first.body, 'metadata', 'continue') ?? '';
      await cluster().create(revision('later'), 'test');
      await cluster().compact();
      const next = await cluster().get(
        `${revisions}?limit=1&continue=${encodeURIComponent(token)}`,
      );
      expect(next.status).toBe(410);
      expect(next.body).toMatchObject(EXPIRED);
    });

    it('goes on with a page as things are now, for who takes that', async () => {
      const first = await cluster().get(`${revisions}?limit=1`);
      const token = stringAt(first.body, 'metadata', 'continue') ?? '';
      await cluster().create(revision('later'), 'test');
      await cluster().compact();
      const refused = await cluster().get(
        `${revisions}?limit=1&continue=${encodeURIComponent(token)}`,
      );
      const other = stringAt(refused.body, 'metadata', 'continue') ?? '';
      const rest = await cluster().get(
        `${revisions}?continue=${encodeURIComponent(other)}`,
      );
      expect(names(rest.body)).toEqual(['b', 'later']);
    });

    it('ends a watch from it', async () => {
      await cluster().compact();
      const [event] = await watchWhile(cluster(), revisions, {
        resourceVersion: '1',
      });
      expect(event).toMatchObject({ type: 'ERROR', object: EXPIRED });
    });
  });

  it('tells a kind that is not served from a group that is not', async () => {
    const kind = await cluster().get('/apis/apps/v1/nothings');
    expect(kind.status).toBe(404);
    expect(kind.body).toEqual({
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message: 'the server could not find the requested resource',
      reason: 'NotFound',
      details: {},
      code: 404,
    });
    const group = await cluster().get('/apis/nothing.example.com/v1/nothings');
    expect(group.status).toBe(404);
    expect(group.text).toBe('404 page not found\n');
  });

  it('names an object that is not there', async () => {
    const { status, body } = await cluster().get(`${path}/nope`);
    expect(status).toBe(404);
    expect(body).toEqual({
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message: 'configmaps "nope" not found',
      reason: 'NotFound',
      details: { name: 'nope', kind: 'configmaps' },
      code: 404,
    });
  });

  it('gives metadata alone to who wants no more', async () => {
    const form = (as: string) => `application/json;as=${as};g=meta.k8s.io;v=v1`;
    const { body } = await cluster().get(
      `${path}?${onlyOurs}`,
      form('PartialObjectMetadataList'),
    );
    expect(body).toMatchObject({
      kind: 'PartialObjectMetadataList',
      apiVersion: 'meta.k8s.io/v1',
    });
    expect(names(body)).toEqual(['a', 'b', 'c']);
    for (const item of listAt(body, 'items')) {
      expect(item).not.toHaveProperty('data');
    }
    const one = await cluster().get(`${path}/a`, form('PartialObjectMetadata'));
    expect(Object.keys(one.body).sort()).toEqual([
      'apiVersion',
      'kind',
      'metadata',
    ]);
  });
}
