import { mockServices } from '@backstage/backend-test-utils';
import {
  AuthorizeResult,
  PolicyDecision,
} from '@backstage/plugin-permission-common';
import {
  agentApprovePermission,
  clusterReadPermission,
} from '@flotilla/backstage-plugin-flotilla-common';
import request from 'supertest';
import { testDatabases } from '../__testUtils__/databases';
import { startHub, TestHub } from '../__testUtils__/startHub';
import { TestAgent } from '../__testUtils__/TestAgent';
import { TestFleet } from '../__testUtils__/TestFleet';
import { clusterConditions, createClusterConditionalDecision } from './rules';

jest.setTimeout(120_000);

const ALLOW: PolicyDecision = { result: AuthorizeResult.ALLOW };
const DENY: PolicyDecision = { result: AuthorizeResult.DENY };

describe.each(testDatabases().eachSupportedId())(
  'permissions on %s',
  databaseId => {
    const databases = testDatabases();
    let fleet: TestFleet;
    let hub: TestHub;
    let read: PolicyDecision = ALLOW;
    let approve: PolicyDecision = ALLOW;
    let basic: AuthorizeResult.ALLOW | AuthorizeResult.DENY =
      AuthorizeResult.ALLOW;

    beforeAll(async () => {
      fleet = new TestFleet({
        'pay-1': { labels: { env: 'prod', tier: 'gold' } },
        'pay-2': { labels: { env: 'dev' }, version: '1.1.0' },
        'shop-1': { owner: 'group:default/shop', labels: {} },
      });
      hub = await startHub({
        fleet,
        knex: await databases.init(databaseId),
        features: [
          mockServices.permissions.mock({
            authorize: async requests =>
              requests.map(() => ({ result: basic })),
            authorizeConditional: async ([{ permission }]) => [
              permission.name === agentApprovePermission.name ? approve : read,
            ],
          }).factory,
        ],
      });
    });
    afterAll(async () => {
      await hub?.stop();
      fleet.remove();
    });
    beforeEach(() => {
      read = ALLOW;
      approve = ALLOW;
      basic = AuthorizeResult.ALLOW;
    });

    const get = (path: string) =>
      request(hub.server).get(`/api/flotilla/v1${path}`);
    const { isOwner, hasLabel, inEnvironment, usesModel } = clusterConditions;
    const when = (
      conditions: Parameters<typeof createClusterConditionalDecision>[1],
    ) => createClusterConditionalDecision(clusterReadPermission, conditions);

    it.each([
      ['an owner', isOwner({ owners: ['group:default/shop'] }), ['shop-1']],
      ['a label', hasLabel({ label: 'tier' }), ['pay-1']],
      [
        'a label of a value',
        hasLabel({ label: 'env', value: 'dev' }),
        ['pay-2'],
      ],
      ['an environment', inEnvironment({ environments: ['prod'] }), ['pay-1']],
      ['a model', usesModel({ model: 'plain', version: '1.1.0' }), ['pay-2']],
      [
        'not an environment',
        { not: inEnvironment({ environments: ['prod'] }) },
        ['pay-2', 'shop-1'],
      ],
      [
        'any of two',
        {
          anyOf: [
            hasLabel({ label: 'tier' }),
            isOwner({ owners: ['group:default/shop'] }),
          ],
        },
        ['pay-1', 'shop-1'],
      ],
      [
        'all of two',
        {
          allOf: [
            isOwner({ owners: ['group:default/payments'] }),
            { not: hasLabel({ label: 'tier' }) },
          ],
        },
        ['pay-2'],
      ],
    ] as const)(
      'lists, counts and opens only what %s allows',
      async (_, conditions, names) => {
        read = when(conditions as Parameters<typeof when>[0]);
        const { body } = await get('/clusters');
        const listed = body.items.map(({ name }: { name: string }) => name);
        expect(listed.sort()).toEqual(names);
        expect(body).toMatchObject({
          totalCount: names.length,
          counts: { all: names.length },
        });
        for (const name of ['pay-1', 'pay-2', 'shop-1']) {
          const { status } = await get(`/clusters/tiny/${name}`);
          expect([name, status]).toEqual([
            name,
            names.some(allowed => allowed === name) ? 200 : 404,
          ]);
        }
      },
    );

    it('answers 403 to who may see no cluster, fleet or request', async () => {
      read = DENY;
      basic = AuthorizeResult.DENY;
      expect((await get('/clusters')).status).toBe(403);
      expect((await get('/fleets')).status).toBe(403);
      expect((await get('/fleets/tiny/inventory')).status).toBe(403);
      expect((await get('/requests')).status).toBe(403);
      expect((await get('/clusters/tiny/pay-1/drift')).status).toBe(404);
    });

    it('lets only who may decide on agents decide, and audits who tried', async () => {
      const agent = await TestAgent.create(hub.server, 'pay-1');
      const { fingerprint } = (await agent.enrol()).body;
      approve = createClusterConditionalDecision(
        agentApprovePermission,
        isOwner({ owners: ['group:default/shop'] }),
      );
      const path = '/api/flotilla/v1/clusters/tiny/pay-1';
      const refused = await request(hub.server)
        .post(`${path}/agent/approve`)
        .send({ fingerprint });
      expect(refused.status).toBe(403);
      expect(refused.body.error.message).toContain('flotilla.agent.approve');
      const token = await request(hub.server).post(`${path}/enrolment-tokens`);
      expect(token.status).toBe(403);
      expect(hub.audited).toContainEqual(
        expect.objectContaining({
          eventId: 'agent-approve',
          outcome: 'failed',
        }),
      );
      expect((await agent.desired()).status).toBe(403);
    });
  },
);
