import type { Knex } from 'knex';
import request from 'supertest';
import { testDatabases } from '../__testUtils__/databases';
import { joinHub } from '../__testUtils__/joinHub';
import { startHub, TestHub } from '../__testUtils__/startHub';
import { TestFleet } from '../__testUtils__/TestFleet';

jest.setTimeout(120_000);

const DAY = 24 * 60 * 60 * 1000;

describe.each(testDatabases().eachSupportedId())(
  'a new key on %s',
  databaseId => {
    const databases = testDatabases();
    let fleet: TestFleet;
    let knex: Knex;
    let hub: TestHub;

    beforeAll(async () => {
      fleet = new TestFleet({ a: {}, b: {}, c: {}, d: {} });
      knex = await databases.init(databaseId);
      hub = await startHub({ fleet, knex });
    });
    afterAll(async () => {
      await hub?.stop();
      fleet.remove();
    });

    const cluster = async (name: string) =>
      (await request(hub.server).get(`/api/flotilla/v1/clusters/tiny/${name}`))
        .body;
    const decide = (name: string, what: string, fingerprint: string) =>
      request(hub.server)
        .post(`/api/flotilla/v1/clusters/tiny/${name}/agent/${what}`)
        .send({ fingerprint });

    it('is taken beside the old one, and alone from when it was used', async () => {
      const old = await joinHub(hub, 'a');
      const { fingerprint } = (await cluster('a')).agent;
      const next = await old.withNewKey();
      expect((await next.desired()).status).toBe(401);
      const announced = await old.announce(next);
      expect(announced.body.fingerprint).toMatch(/^SHA256:/);
      expect((await old.announce(next)).status).toBe(200);

      expect((await old.desired()).status).toBe(200);
      expect((await cluster('a')).agent.fingerprint).toBe(fingerprint);
      expect((await next.desired()).status).toBe(200);
      expect((await old.desired()).status).toBe(401);

      const { agent } = await cluster('a');
      expect(agent).toMatchObject({
        state: 'Approved',
        fingerprint: announced.body.fingerprint,
        keySince: expect.any(String),
        others: [],
      });
      const { events } = (
        await request(hub.server).get(
          '/api/flotilla/v1/clusters/tiny/a/timeline',
        )
      ).body;
      expect(events).toContainEqual(
        expect.objectContaining({
          type: 'AgentKeyRotated',
          detail: `${fingerprint} → ${announced.body.fingerprint}`,
        }),
      );
    });

    it('is revoked together with the old one, at once', async () => {
      const old = await joinHub(hub, 'b');
      const next = await old.withNewKey();
      await old.announce(next);
      const { fingerprint } = (await cluster('b')).agent;
      await decide('b', 'revoke', fingerprint).expect(200);
      expect((await old.desired()).status).toBe(403);
      expect((await next.desired()).status).toBe(403);
      expect((await cluster('b')).agent.fingerprint).toBe(fingerprint);
    });

    it('is never the key of another agent', async () => {
      const old = await joinHub(hub, 'c');
      const stranger = await old.withNewKey();
      await stranger.enrol();
      expect((await old.announce(stranger)).status).toBe(409);
    });

    it('is asked for by a person, or when the old one has served its time', async () => {
      const agent = await joinHub(hub, 'd');
      const { rotateKey } = await agent.report();
      expect(rotateKey).toBeUndefined();
      const { fingerprint } = (await cluster('d')).agent;
      const asked = await decide('d', 'rotate', fingerprint);
      expect(asked.body.rotationAskedAt).toEqual(expect.any(String));
      expect(hub.audited.map(({ eventId }) => eventId)).toContain(
        'agent-rotate',
      );
      expect((await agent.report()).rotateKey).toBe(true);

      const next = await agent.withNewKey();
      await agent.announce(next);
      expect((await next.report()).rotateKey).toBeUndefined();
      const longAgo = new Date(Date.now() - 91 * DAY).toISOString();
      await knex('agents')
        .where({ cluster: 'd' })
        .update({ key_since: longAgo });
      expect((await next.report()).rotateKey).toBe(true);
    });

    it('is asked of nobody who does not report', async () => {
      expect((await decide('a', 'rotate', 'SHA256:nobody')).status).toBe(404);
    });
  },
);
