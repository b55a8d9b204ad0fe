import { EVENT_TOPIC_FLEET_CHANGED } from '@flotilla/backstage-plugin-flotilla-common';
import type { Knex } from 'knex';
import request from 'supertest';
import { testDatabases } from './__testUtils__/databases';
import { joinHub } from './__testUtils__/joinHub';
import { startHub, TestHub } from './__testUtils__/startHub';
import { TestAgent } from './__testUtils__/TestAgent';
import { clusterFile, TestFleet } from './__testUtils__/TestFleet';

jest.setTimeout(120_000);

describe.each(testDatabases().eachSupportedId())(
  'the hub on %s',
  databaseId => {
    const databases = testDatabases();
    let fleet: TestFleet;
    let knex: Knex;
    let hub: TestHub;

    beforeAll(async () => {
      fleet = new TestFleet({
        'mgmt-1': { owner: 'group:default/platform', labels: { env: 'mgmt' } },
        'prod-1': {},
        'prod-2': {},
        'prod-3': {},
        'child-1': { provider: 'metal', managedBy: 'mgmt-1' },
        'store-1': { owner: 'group:default/retail', labels: { env: 'store' } },
      });
      knex = await databases.init(databaseId);
      hub = await startHub({ fleet, knex });
    });
    afterAll(async () => {
      await hub?.stop();
      fleet.remove();
    });

    const get = async (path: string) => {
      const response = await request(hub.server).get(`/api/flotilla/v1${path}`);
      return response.body;
    };

    it('takes a cluster from Git to in sync', async () => {
      expect(await get('/clusters/tiny/prod-1')).toMatchObject({
        summary: {
          state: 'Starting',
          reason: 'waits for an agent to ask to join',
          entityRef: 'resource:tiny/prod-1',
          drift: null,
        },
        removal: { step: 0, steps: [[], ['components/clock']] },
        agent: { state: 'None' },
      });
      const agent = await joinHub(hub, 'prod-1');
      expect(await agent.inSync()).toMatchObject({
        accepted: true,
        acceptedSequence: 1,
        resync: 'None',
      });
      expect(await get('/clusters/tiny/prod-1')).toMatchObject({
        summary: {
          state: 'InSync',
          reason: 'all 2 objects match Git',
          kubernetesVersion: 'v1.35.4',
          newerVersions: ['1.1.0'],
        },
        sync: { engine: 'Flux', ready: 'True' },
        agent: { state: 'Approved', approvedBy: 'user:default/mock' },
      });
      const { events } = await get('/clusters/tiny/prod-1/timeline');
      expect(
        events.map((event: { type: string }) => event.type).sort(),
      ).toEqual(['AgentApproved', 'AgentAsked', 'Applied', 'InSync']);
    });

    it('lists all clusters with exact counts and facets, worst first', async () => {
      const page = await get('/clusters?limit=2');
      expect(page).toMatchObject({
        totalCount: 6,
        counts: { all: 6, drifted: 0 },
        models: 1,
        facets: {
          environment: [
            { value: 'mgmt', count: 1 },
            { value: 'prod', count: 4 },
            { value: 'store', count: 1 },
          ],
        },
      });
      const next = await get(`/clusters?limit=10&cursor=${page.nextCursor}`);
      expect(next.items).toHaveLength(4);
      expect(next.nextCursor).toBeUndefined();
      const names = [...page.items, ...next.items].map(({ name }) => name);
      expect(new Set(names).size).toBe(6);
      const last = [...page.items, ...next.items].pop();
      expect(last).toMatchObject({ name: 'prod-1', state: 'InSync' });
    });

    it.each([
      ['owner=group%3Adefault%2Fretail', ['store-1']],
      ['provider=metal', ['child-1']],
      ['environment=mgmt&environment=store', ['mgmt-1', 'store-1']],
      ['model=plain%2F1.1.0', []],
      ['label=env%3Dmgmt', ['mgmt-1']],
      ['search=RETAIL%20store', ['store-1']],
      ['search=100%25', []],
      ['fleet=other', []],
    ])('finds clusters by %s', async (query, names) => {
      const { items, totalCount } = await get(`/clusters?${query}`);
      expect(items.map(({ name }: { name: string }) => name)).toEqual(names);
      expect(totalCount).toBe(names.length);
    });

    it.each([
      ['cursor=nonsense', /cursor is not one/],
      ['limit=0', /limit/],
      ['view=other', /view/],
    ])('answers 400 to %s', async (query, message) => {
      const response = await request(hub.server).get(
        `/api/flotilla/v1/clusters?${query}`,
      );
      expect(response.status).toBe(400);
      expect(response.body.error.message).toMatch(message);
    });

    it('gives an agent its own parts, and of its children the infrastructure', async () => {
      const agent = await joinHub(hub, 'mgmt-1');
      const { body, headers } = await agent.desired();
      const parts = body.parts.map(
        (part: { cluster: string; name: string }) =>
          `${part.cluster} ${part.name}`,
      );
      expect(parts).toContain('mgmt-1 components/clock');
      expect(parts).toContain('child-1 infrastructure');
      expect(parts).toContain('mgmt-1 bootstrap');
      expect(parts).not.toContain('mgmt-1 infrastructure');
      expect(parts).not.toContain('child-1 bootstrap');
      expect(parts).not.toContain('child-1 components/clock');
      expect(body).toMatchObject({
        unmanaged: [
          { group: 'rbac.authorization.k8s.io', kind: 'ClusterRoleBinding' },
        ],
        ignore: expect.arrayContaining([
          expect.objectContaining({ reason: 'written by a clock' }),
          expect.objectContaining({
            part: 'components/clock',
            reason: 'scaled by hand',
          }),
        ]),
      });
      expect((await agent.desired(headers.etag)).status).toBe(304);

      const own = body.parts.find(
        (part: { name: string }) => part.name === 'components/clock',
      );
      const part = await agent.part(encodeURIComponent(own.digest));
      expect(part.status).toBe(200);
      expect(part.text).toContain('time: noon');
      const other = await agent.part(`sha256:${'0'.repeat(64)}`);
      expect(other.status).toBe(404);
    });

    it('shows infrastructure of a child that its management cluster reports, and refuses more', async () => {
      const agent = await joinHub(hub, 'mgmt-1');
      const infrastructure = [
        {
          cluster: 'child-1',
          controlPlane: {
            name: 'child-1',
            kind: 'Plane',
            ready: 'False' as const,
          },
          pools: [],
          conditions: [],
        },
      ];
      await agent.inSync({ infrastructure });
      expect(await get('/clusters/tiny/child-1')).toMatchObject({
        summary: { state: 'Starting', reason: 'waits for the control plane' },
        infrastructure: { seenFrom: 'mgmt-1' },
      });

      const refused = await agent.sendReport({
        infrastructure: [{ cluster: 'prod-2', pools: [], conditions: [] }],
      });
      expect(refused.status).toBe(403);
      expect(refused.body.error.message).toBe(
        'The agent of mgmt-1 may not report for prod-2, which it does not manage',
      );
      expect(hub.audited).toContainEqual(
        expect.objectContaining({
          eventId: 'agent-refused',
          error: expect.stringContaining('prod-2'),
        }),
      );
      const gone = await agent.sendReport({
        infrastructure: [{ cluster: 'gone', pools: [], conditions: [] }],
      });
      expect(gone.status).toBe(200);
    });

    it('takes duplicates, deltas and heartbeats in their order, and asks for all after a gap', async () => {
      const agent = await joinHub(hub, 'prod-2');
      await agent.inSync({ digest: 'a' });
      expect(await agent.report({ sequence: 1 })).toMatchObject({
        accepted: true,
        acceptedSequence: 1,
        resync: 'None',
      });
      const delta = { type: 'Delta', baseDigest: 'a', digest: 'b' } as const;
      expect(await agent.report({ ...delta, sequence: 2 })).toMatchObject({
        accepted: true,
        acceptedSequence: 2,
      });
      const next = { type: 'Delta', baseDigest: 'b', digest: 'c' } as const;
      expect(await agent.report({ ...next, sequence: 4 })).toMatchObject({
        accepted: false,
        acceptedSequence: 2,
        resync: 'Full',
      });
      expect(
        await agent.report({ type: 'Heartbeat', digest: 'x', sequence: 3 }),
      ).toMatchObject({ accepted: false, resync: 'Full' });
      expect(
        await agent.report({ type: 'Heartbeat', digest: 'b', sequence: 3 }),
      ).toMatchObject({ accepted: true, acceptedSequence: 3 });

      const later = agent.at(hub.server);
      await later.openSession();
      expect(await agent.report({ digest: 'old' })).toMatchObject({
        accepted: false,
        resync: 'Session',
      });
    });

    it('keeps everything over a restart, and starts while the Git host is down', async () => {
      const agent = await joinHub(hub, 'prod-3');
      await agent.inSync();
      await hub.stop();
      const comeBack = fleet.moveAway();
      hub = await startHub({ fleet, knex });
      const { items } = await get('/fleets');
      expect(items).toEqual([
        expect.objectContaining({
          name: 'tiny',
          error: expect.stringContaining("can't be fetched"),
          commit: expect.stringMatching(/^[0-9a-f]{40}$/),
        }),
      ]);
      expect(await get('/clusters/tiny/prod-3')).toMatchObject({
        summary: { state: 'InSync' },
        agent: { state: 'Approved' },
      });
      const answer = await agent
        .at(hub.server)
        .report({ type: 'Heartbeat', digest: 'a' });
      expect(answer).toMatchObject({ accepted: true });
      comeBack();
      await hub.run('fetch-1');
      expect((await get('/fleets')).items[0].error).toBeUndefined();
    });

    it('shows an upgrade from its merge to its end', async () => {
      const agent = await joinHub(hub, 'prod-3');
      await agent.inSync();
      fleet.commit({
        'clusters/prod-3/cluster.yaml': clusterFile('prod-3', {
          version: '1.1.0',
        }),
      });
      await hub.run('fetch-1');
      const wanted = (await agent.desired()).body;
      await agent.inSync({
        parts: wanted.parts.map((part: { digest: string }) => ({
          ...part,
          applied: false,
          state: 'NotApplied',
          health: 'Current',
          objects: 1,
          drifted: 0,
        })),
      });
      expect(await get('/clusters?view=upgrading')).toMatchObject({
        totalCount: 1,
        items: [
          {
            name: 'prod-3',
            state: 'Upgrading',
            model: { name: 'plain', version: '1.0.0' },
            upgradingTo: '1.1.0',
          },
        ],
      });
      await agent.inSync();
      const { summary } = await get('/clusters/tiny/prod-3');
      expect(summary).toMatchObject({
        state: 'InSync',
        model: { version: '1.1.0' },
        newerVersions: [],
      });
      expect(summary.upgradingTo).toBeUndefined();
    });

    it('follows a push at once, and tells other plugins', async () => {
      const told: unknown[] = [];
      await hub.events.subscribe({
        id: 'test',
        topics: [EVENT_TOPIC_FLEET_CHANGED],
        onEvent: async ({ eventPayload }) => {
          told.push(eventPayload);
        },
      });
      const commit = fleet.commit({
        'clusters/new-1/cluster.yaml': clusterFile('new-1'),
      });
      const push = (branch: string) =>
        hub.events.publish({
          topic: 'github.push',
          eventPayload: {
            ref: `refs/heads/${branch}`,
            repository: {
              full_name: 'tiny/fleet',
              html_url: 'file:///tiny/fleet',
            },
          },
        });
      await push('other');
      expect(told).toEqual([]);
      await push('main');
      expect(told).toEqual([{ fleet: 'tiny', commit }]);
      expect(await get('/clusters/tiny/new-1')).toMatchObject({
        summary: { state: 'Starting' },
      });
    });

    it('never shows a silent cluster as fine', async () => {
      const agent = await joinHub(hub, 'prod-2');
      await agent.inSync();
      await silence(knex, 'prod-2');
      await hub.run('ageing');
      const cluster = await get('/clusters/tiny/prod-2');
      expect(cluster).toMatchObject({
        summary: {
          state: 'Unknown',
          lastKnownState: 'InSync',
          reason: expect.stringMatching(/^last heard of .* ago; was in sync$/),
          needsAttention: true,
          drift: null,
        },
        sync: { ready: 'Unknown' },
        objects: null,
      });
      expect(JSON.stringify(cluster.parts)).not.toMatch(/Applied|Current/);
      expect(await get('/clusters?view=outOfContact')).toMatchObject({
        totalCount: 1,
      });

      await agent.report({ type: 'Heartbeat', digest: 'a' });
      expect(await get('/clusters/tiny/prod-2')).toMatchObject({
        summary: { state: 'InSync' },
      });
      const { events } = await get('/clusters/tiny/prod-2/timeline');
      expect(events.map((event: { type: string }) => event.type)).toEqual(
        expect.arrayContaining(['ReportsLost', 'ReportsResumed']),
      );
    });

    it('never shows a cluster as fine whose machines nobody sees any more', async () => {
      const manager = await joinHub(hub, 'mgmt-1');
      await manager.inSync();
      const agent = await joinHub(hub, 'child-1');
      await agent.inSync();
      const state = async () =>
        (await get('/clusters/tiny/child-1')).summary.state;
      expect(await state()).toBe('InSync');
      await silence(knex, 'mgmt-1');
      await hub.run('ageing');
      expect(await get('/clusters/tiny/child-1')).toMatchObject({
        summary: {
          state: 'Unknown',
          reason:
            'infrastructure: nothing is heard any more of mgmt-1, which reports it',
        },
      });
      await manager.report({ type: 'Heartbeat', digest: 'a' });
      expect(await state()).toBe('InSync');
    });

    it('keeps a cluster that came with a newer commit than this replica has read', async () => {
      await knex('clusters')
        .where({ name: 'store-1' })
        .update({ added_at: '2999-01-01T00:00:00.000Z' });
      fleet.commit({ 'clusters/store-1/cluster.yaml': null });
      await hub.run('fetch-1');
      const { items } = await get('/clusters');
      expect(items.map(({ name }: { name: string }) => name)).toContain(
        'store-1',
      );
      await knex('clusters')
        .where({ name: 'store-1' })
        .update({ added_at: '2026-01-01T00:00:00.000Z' });
    });

    it('refuses an address that no name can be of', async () => {
      const response = await request(hub.server).get(
        '/api/flotilla/v1/clusters/tiny/%00',
      );
      expect(response.status).toBe(400);
    });

    it('forgets a cluster that leaves Git, and keeps one whose file breaks', async () => {
      fleet.commit({
        'clusters/store-1/cluster.yaml': null,
        'clusters/prod-1/cluster.yaml': 'kind: Cluster\nspec: [',
      });
      await hub.run('fetch-1');
      const { items } = await get('/clusters');
      const names = items.map(({ name }: { name: string }) => name);
      expect(names).not.toContain('store-1');
      expect(names).toContain('prod-1');
      const inventory = await get('/fleets/tiny/inventory');
      expect(inventory.complete).toBe(false);
      expect(inventory.problems[0]).toMatchObject({
        path: 'clusters/prod-1/cluster.yaml',
      });
      const gone = await TestAgent.create(hub.server, 'store-1');
      const { status, body } = await gone.enrol();
      expect(status).toBe(404);
      expect(body.error.message).toContain('clusters/store-1/cluster.yaml');
    });
  },
);

async function silence(knex: Knex, name: string): Promise<void> {
  await knex('clusters')
    .where({ name })
    .update({ silent_at: new Date(Date.now() - 1000).toISOString() });
}
