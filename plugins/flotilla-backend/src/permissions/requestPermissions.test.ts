import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import {
  AuthorizeResult,
  PolicyDecision,
} from '@backstage/plugin-permission-common';
import {
  Change,
  clusterReadPermission,
  fleetReadPermission,
} from '@flotilla/backstage-plugin-flotilla-common';
import type { Knex } from 'knex';
import request from 'supertest';
import { testDatabases } from '../__testUtils__/databases';
import { startHub, TestHub } from '../__testUtils__/startHub';
import { clusterFile, TestFleet } from '../__testUtils__/TestFleet';
import { Timeline } from '../timeline';
import { clusterConditions, createClusterConditionalDecision } from './rules';

jest.setTimeout(120_000);

const ALLOW: PolicyDecision = { result: AuthorizeResult.ALLOW };
const DENY: PolicyDecision = { result: AuthorizeResult.DENY };
const LINUS = 'user:default/linus';
const DENNIS = 'user:default/dennis';
const SHOP = { owner: 'group:default/shop' };

const { isOwner } = clusterConditions;
const ofPayments = isOwner({ owners: ['group:default/payments'] });
const ofShop = isOwner({ owners: ['group:default/shop'] });
const when = (
  conditions: Parameters<typeof createClusterConditionalDecision>[1],
) => createClusterConditionalDecision(clusterReadPermission, conditions);

function edit(title: string, files: Record<string, string>): Change {
  return {
    kind: 'EditFiles',
    title,
    files: Object.entries(files).map(([path, content]) => ({ path, content })),
  };
}

const PAY_1 = {
  'clusters/pay-1/cluster.yaml': clusterFile('pay-1', { version: '1.1.0' }),
};
const SHOP_1 = {
  'clusters/shop-1/cluster.yaml': clusterFile('shop-1', {
    ...SHOP,
    version: '1.1.0',
  }),
};

/** What linus asks for: by what it touches. */
const ASKED: Record<string, Change> = {
  pay: edit('One cluster', PAY_1),
  mixed: edit('Clusters of two owners', { ...PAY_1, ...SHOP_1 }),
  none: edit('No cluster', { 'docs/notes.md': 'read me\n' }),
  new: {
    kind: 'CreateCluster',
    cluster: {
      name: 'pay-9',
      owner: 'group:default/payments',
      labels: { env: 'prod' },
      model: { name: 'plain', version: '1.0.0' },
      provider: 'existing',
      variables: {},
    },
  },
};
const NUMBER = { number: 1, url: 'https://git.example', headSha: 'a' };
const ALL = Object.keys(ASKED).sort();

describe.each(testDatabases().eachSupportedId())(
  'permissions on requests on %s',
  databaseId => {
    const databases = testDatabases();
    const ids = new Map<string, string>();
    let fleet: TestFleet;
    let knex: Knex;
    let hub: TestHub;
    let read: PolicyDecision = ALLOW;
    let mayReadFleets = true;

    const call = (method: 'get' | 'post' | 'put', path: string, user: string) =>
      request(hub.server)
        [method](`/api/flotilla/v1${path}`)
        .set('authorization', mockCredentials.user.header(user));
    const get = (path: string, user = DENNIS) => call('get', path, user);

    beforeAll(async () => {
      fleet = new TestFleet({ 'pay-1': {}, 'shop-1': SHOP });
      knex = await databases.init(databaseId);
      hub = await startHub({
        fleet,
        knex,
        features: [
          mockServices.permissions.mock({
            authorize: async asked =>
              asked.map(({ permission: { name } }) => ({
                result:
                  mayReadFleets || name !== fleetReadPermission.name
                    ? AuthorizeResult.ALLOW
                    : AuthorizeResult.DENY,
              })),
            authorizeConditional: async () => [read],
          }).factory,
        ],
      });
      for (const [name, change] of Object.entries(ASKED)) {
        const { body } = await call('post', '/fleets/tiny/requests', LINUS)
          .send({ change })
          .expect(201);
        ids.set(body.request.id, name);
      }
    });
    afterAll(async () => {
      await hub?.stop();
      fleet.remove();
    });
    beforeEach(() => {
      read = ALLOW;
      mayReadFleets = true;
    });

    const namesOf = (body: { items: { id: string }[] }) =>
      body.items.map(({ id }) => ids.get(id)).sort();

    it.each<[string, string, PolicyDecision, string[]]>([
      ['who may see every cluster', DENNIS, ALLOW, ALL],
      ['an owner of some', DENNIS, when(ofPayments), ['none', 'pay']],
      ['an owner of others', DENNIS, when(ofShop), ['none']],
      [
        // Of a cluster that isn't there yet, nobody can say that it is not the shop's.
        'who may see all but some',
        DENNIS,
        when({ not: ofShop }),
        ['none', 'pay'],
      ],
      [
        'an owner of all of them',
        DENNIS,
        when({ anyOf: [ofShop, ofPayments] }),
        ['mixed', 'none', 'pay'],
      ],
      ['who may see no cluster', DENNIS, DENY, []],
      ['the requester, who owns others', LINUS, when(ofShop), ALL],
      ['the requester, who may see no cluster', LINUS, DENY, ALL],
    ])(
      'lists, counts and opens only what %s sees',
      async (_, user, decision, names) => {
        read = decision;
        const { body } = await get('/requests', user);
        expect(namesOf(body)).toEqual(names);
        expect(body.totalCount).toBe(names.length);

        const short = (await get('/requests?limit=1', user)).body;
        expect(short.items).toHaveLength(Math.min(1, names.length));
        expect(short.totalCount).toBe(names.length);

        const ofCluster = (await get('/requests?cluster=pay-1', user)).body;
        const here = names.filter(name => name === 'pay' || name === 'mixed');
        expect(namesOf(ofCluster)).toEqual(here);
        expect(ofCluster.totalCount).toBe(here.length);

        for (const [id, name] of ids) {
          const { status } = await get(`/requests/${id}`, user);
          expect([name, status]).toEqual([
            name,
            names.includes(name) ? 200 : 404,
          ]);
        }
      },
    );

    it('tells a request that is hidden as one that is not there', async () => {
      read = DENY;
      const [[id]] = ids;
      const hidden = await get(`/requests/${id}`);
      const absent = await get('/requests/absent');
      expect(hidden.body.error.message.replace(id, 'absent')).toBe(
        absent.body.error.message,
      );
      const path = `/requests/${id}/pull-request`;
      expect((await call('put', path, DENNIS).send(NUMBER)).status).toBe(404);
      read = ALLOW;
      expect((await call('put', path, DENNIS).send(NUMBER)).status).toBe(403);
    });

    it('shows who may not read fleets no request of others, not even by acting on it', async () => {
      mayReadFleets = false;
      expect((await get('/requests')).status).toBe(403);
      const [[id]] = ids;
      expect((await get(`/requests/${id}`)).status).toBe(403);
      const path = `/requests/${id}/pull-request`;
      expect((await call('put', path, DENNIS).send(NUMBER)).status).toBe(404);
    });

    it('says on the timeline of a cluster nothing of a request that is hidden', async () => {
      await new Timeline(knex).add(
        [...ids].map(([requestId, name]) => ({
          fleet: 'tiny',
          cluster: 'pay-1',
          type: 'RequestMerged' as const,
          title: name,
          actor: LINUS,
          requestId,
        })),
      );
      const merged = async (user: string) => {
        const { body } = await get('/clusters/tiny/pay-1/timeline', user);
        return body.events.map(
          ({ title, actor, requestId }: Record<string, string>) =>
            [title, actor, ids.get(requestId)].filter(Boolean).join(' '),
        );
      };
      read = when(ofPayments);
      const hidden = 'A request that you may not see: merged';
      expect((await merged(DENNIS)).sort()).toEqual([
        hidden,
        hidden,
        `none ${LINUS} none`,
        `pay ${LINUS} pay`,
      ]);
      expect((await merged(LINUS)).sort()).toEqual(
        ALL.map(name => `${name} ${LINUS} ${name}`),
      );
    });

    it('plans no change of the files of a cluster that is hidden', async () => {
      read = when(ofPayments);
      const plan = (change: Change, path: string) =>
        call('post', `/fleets/tiny/${path}`, DENNIS).send({ change });
      expect((await plan(ASKED.pay, 'plans')).status).toBe(200);
      expect((await plan(ASKED.mixed, 'plans')).status).toBe(404);
      const other = edit('Somebody else asks', SHOP_1);
      expect((await plan(other, 'requests')).status).toBe(404);
      const removal = (cluster: string): Change => ({
        kind: 'RemoveCluster',
        cluster,
        step: 1,
      });
      expect((await plan(removal('pay-1'), 'plans')).status).toBe(200);
      expect((await plan(removal('shop-1'), 'plans')).status).toBe(404);
    });

    it('tells a cluster that is hidden as one that is not there', async () => {
      read = when(ofPayments);
      const hidden = await get('/clusters/tiny/shop-1');
      const absent = await get('/clusters/tiny/absent');
      expect(hidden.body.error.message.replace('shop-1', 'absent')).toBe(
        absent.body.error.message,
      );
    });

    it('shows fleets beside the clusters only to who may read fleets', async () => {
      expect((await get('/clusters')).body.fleets).toMatchObject([
        { name: 'tiny' },
      ]);
      mayReadFleets = false;
      const { body, status } = await get('/clusters');
      expect(status).toBe(200);
      expect(body).not.toHaveProperty('fleets');
    });
  },
);
