import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { TestDatabases } from '@backstage/backend-test-utils';
import { RequestStore } from './RequestStore';
import { THE_HUB } from './RequestViewer';
import { StoredRequest } from './StoredRequest';

const AT = '2026-11-21T10:00:00.000Z';

function request(id: string, changes: Partial<StoredRequest> = {}) {
  return {
    id,
    fleet: 'acme',
    branch: `flotilla/cluster-create/${id}`,
    kind: 'CreateCluster',
    title: `Create cluster ${id}`,
    change: { kind: 'EditFiles', title: 't', files: [] },
    clusters: [id],
    requester: 'user:default/ada',
    phase: 'Opening',
    baseCommit: '0'.repeat(40),
    times: {},
    createdAt: AT,
    updatedAt: AT,
    ...changes,
  } satisfies StoredRequest;
}

const databases = TestDatabases.create({
  ids: ['SQLITE_3', 'POSTGRES_15'],
  disableDocker: true,
});

describe.each(databases.eachSupportedId())('RequestStore on %s', id => {
  async function store() {
    const knex = await databases.init(id);
    await knex.migrate.latest({
      directory: resolvePackagePath(
        '@flotilla/backstage-plugin-flotilla-backend',
        'migrations',
      ),
    });
    return new RequestStore(knex);
  }

  it('keeps a request as it was given', async () => {
    const requests = await store();
    const added = request('a', {
      pullRequest: { number: 7, url: 'u', state: 'open', headSha: 'h' },
      verdict: {
        outcome: 'Allowed',
        summary: 's',
        findings: [],
        approvals: [],
      },
    });
    await requests.add(added);
    expect(await requests.get('a', THE_HUB)).toEqual(added);
  });

  it('gives the open request of the same branch back, and a new one once that is closed', async () => {
    const requests = await store();
    const first = await requests.add(request('a', { branch: 'b' }));
    const again = await requests.add(request('second', { branch: 'b' }));
    expect(again).toMatchObject({ created: false, request: { id: 'a' } });

    await requests.update(first.request, { phase: 'Closed' }, AT);
    const later = await requests.add(request('third', { branch: 'b' }));
    expect(later).toMatchObject({ created: true, request: { id: 'third' } });
  });

  it('changes nothing when somebody else has since it was read', async () => {
    const requests = await store();
    const { request: read } = await requests.add(request('a'));
    expect(await requests.update(read, { message: 'one' }, AT)).toBeDefined();
    expect(await requests.update(read, { message: 'two' }, AT)).toBeUndefined();
    expect((await requests.get('a', THE_HUB)).message).toBe('one');
  });

  it('lists by cluster and by being open, with an exact count', async () => {
    const requests = await store();
    await requests.add(request('a'));
    await requests.add(request('b', { clusters: ['a', 'b'] }));
    const { request: done } = await requests.add(request('c'));
    await requests.update(done, { phase: 'InSync' }, AT);

    const names = async (filter: Parameters<typeof requests.list>[0]) => {
      const { items, totalCount } = await requests.list(filter, THE_HUB);
      return [totalCount, ...items.map(item => item.id).sort()];
    };
    expect(await names({ cluster: 'a' })).toEqual([2, 'a', 'b']);
    expect(await names({ open: false })).toEqual([1, 'c']);
    expect(await names({ open: true, limit: 1 })).toHaveLength(2);
    expect(await requests.openByCluster('acme')).toEqual(
      new Map([
        ['a', 2],
        ['b', 1],
      ]),
    );
  });
});
