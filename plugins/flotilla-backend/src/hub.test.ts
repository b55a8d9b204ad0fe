import { TestDatabases } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import request from 'supertest';
import { startHub, TestHub } from './testing/startHub';
import { TestAgent } from './testing/TestAgent';
import { TestFleet } from './testing/TestFleet';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_15'] });

describe.each(databases.eachSupportedId())('the hub on %s', databaseId => {
  let fleet: TestFleet;
  let knex: Knex;
  let hub: TestHub;

  beforeEach(async () => {
    fleet = new TestFleet();
    knex = await databases.init(databaseId);
    hub = await startHub({ fleet, knex });
  });
  afterEach(async () => {
    await hub.stop();
    fleet.remove();
  });

  const get = (path: string) =>
    request(hub.server).get(`/api/flotilla/v1${path}`);

  it('takes a cluster from Git to in sync', async () => {
    const starting = await get('/clusters/tiny/prod-1');
    expect(starting.body).toMatchObject({
      summary: {
        state: 'Starting',
        reason: 'waits for an agent to ask to join',
      },
    });

    const agent = await TestAgent.create(hub.server);
    const asked = await agent.enrol();
    expect(asked.body).toMatchObject({ state: 'Pending' });
    await request(hub.server)
      .post('/api/flotilla/v1/clusters/tiny/prod-1/agent/approve')
      .send({ fingerprint: asked.body.fingerprint })
      .expect(200);
    await agent.openSession();
    expect(await agent.inSync()).toMatchObject({
      accepted: true,
      resync: 'None',
    });

    const page = await get('/clusters');
    expect(page.body).toMatchObject({
      totalCount: 1,
      items: [
        { name: 'prod-1', state: 'InSync', reason: 'all 2 objects match Git' },
      ],
    });
  });
});
