import { generateKeyPair } from 'jose';
import type { Knex } from 'knex';
import request from 'supertest';
import { testDatabases } from '../__testUtils__/databases';
import { joinHub } from '../__testUtils__/joinHub';
import { startHub, TestHub } from '../__testUtils__/startHub';
import { TestAgent } from '../__testUtils__/TestAgent';
import { TestFleet } from '../__testUtils__/TestFleet';

jest.setTimeout(120_000);

const NAMES = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];

describe.each(testDatabases().eachSupportedId())('agents on %s', databaseId => {
  const databases = testDatabases();
  let fleet: TestFleet;
  let knex: Knex;
  let hub: TestHub;

  beforeAll(async () => {
    fleet = new TestFleet(Object.fromEntries(NAMES.map(name => [name, {}])));
    knex = await databases.init(databaseId);
    hub = await startHub({ fleet, knex });
  });
  afterAll(async () => {
    await hub?.stop();
    fleet.remove();
  });

  const post = (path: string, body?: object) =>
    request(hub.server).post(`/api/flotilla/v1${path}`).send(body);

  it('refuses a wrong key, and audits that', async () => {
    const agent = await joinHub(hub, 'a');
    const { privateKey } = await generateKeyPair('ES256');
    const refused = await agent.sendReport({}, { key: privateKey });
    expect(refused.status).toBe(401);
    expect(refused.body.error.message).toBe(
      'The token is not signed with the key that this agent enrolled with',
    );
    expect(hub.audited).toContainEqual({
      eventId: 'agent-refused',
      outcome: 'failed',
      error: refused.body.error.message,
      meta: expect.objectContaining({ path: '/agent/v1/reports' }),
    });
  });

  const now = Math.floor(Date.now() / 1000);
  it.each([
    ['an expired token', { exp: now - 200, iat: now - 260 }, /expired/],
    ['a token from the future', { iat: now + 3600, exp: now + 3660 }, /clock/],
    ['a long-lived token', { exp: now + 7200 }, /more than 60 s/],
    ['another method', { htm: 'GET' }, /is for GET/],
    ['another path', { htu: '/agent/v1/enrol' }, /is for POST/],
    ['another body', { bsh: 'x' }, /not the one that was signed/],
    ['another audience', { aud: 'somebody' }, /aud/],
    ['another issuer', { iss: 'somebody' }, /issuer/],
    ['no number', { jti: undefined }, /jti/],
  ])('refuses %s', async (_, claims, message) => {
    const agent = await joinHub(hub, 'b');
    const refused = await agent.sendReport({}, { claims });
    expect(refused.status).toBe(401);
    expect(refused.body.error.message).toMatch(message);
  });

  it('takes a token once', async () => {
    const agent = await joinHub(hub, 'a');
    const observedAt = '2026-01-01T00:00:00.000Z';
    await agent.sendReport({ sequence: 1, observedAt });
    const again = await agent.sendReport(
      { sequence: 1, observedAt },
      { token: agent.lastToken },
    );
    expect(again.status).toBe(401);
    expect(again.body.error.message).toBe('The token was used before');
  });

  it('refuses who sends no token, and who has not enrolled', async () => {
    const nobody = await request(hub.server).get(
      '/api/flotilla/agent/v1/desired',
    );
    expect(nobody.status).toBe(401);
    const stranger = await TestAgent.create(hub.server, 'a');
    const refused = await stranger.send('GET', '/agent/v1/desired', undefined, {
      keyId: 'made-up',
    });
    const oddly = await stranger.send('GET', '/agent/v1/desired', undefined, {
      keyId: '\0',
    });
    expect(oddly.status).toBe(401);
    expect(refused.status).toBe(401);
    expect(refused.body.error.message).toBe('No agent made-up has enrolled');
  });

  it('lets nobody report before a person has approved, and no longer than that', async () => {
    const agent = await TestAgent.create(hub.server, 'c');
    const { body } = await agent.enrol();
    const early = await agent.desired();
    expect(early.status).toBe(403);
    expect(early.body.error.message).toContain(body.fingerprint);
    expect((await agent.enrol()).body).toMatchObject({
      agentId: body.agentId,
      state: 'Pending',
    });
    const { fingerprint } = body;
    await post('/clusters/tiny/c/agent/approve', { fingerprint }).expect(200);
    expect((await agent.enrol()).body.state).toBe('Approved');
    const revoked = await post('/clusters/tiny/c/agent/revoke', {
      fingerprint,
    });
    expect(revoked.body.state).toBe('Revoked');
    expect((await agent.desired()).status).toBe(403);
    expect((await agent.enrol()).body.state).toBe('Rejected');
    expect(
      (await post('/clusters/tiny/c/agent/approve', { fingerprint })).status,
    ).toBe(400);
    expect(hub.audited.map(({ eventId }) => eventId)).toEqual(
      expect.arrayContaining(['agent-approve', 'agent-revoke']),
    );
  });

  it('shows a second cluster under one name to people, and lets neither take over by itself', async () => {
    const first = await joinHub(hub, 'd');
    const second = await TestAgent.create(hub.server, 'd', 'another-uid');
    const { token } = (await post('/clusters/tiny/d/enrolment-tokens')).body;
    const asked = await second.enrol({ token });
    expect(asked.body).toMatchObject({ state: 'Conflict' });
    expect((await first.desired()).status).toBe(200);
    const cluster = await request(hub.server).get(
      '/api/flotilla/v1/clusters/tiny/d',
    );
    expect(cluster.body).toMatchObject({
      summary: { needsAttention: true },
      agent: {
        state: 'Approved',
        others: [{ state: 'Conflict', clusterUid: 'another-uid' }],
      },
    });

    const { fingerprint } = asked.body;
    await post('/clusters/tiny/d/agent/approve', { fingerprint }).expect(200);
    expect((await first.desired()).status).toBe(403);
    expect((await second.desired()).status).toBe(200);
  });

  it('believes nothing any more that a revoked agent has said', async () => {
    const agent = await joinHub(hub, 'h');
    await agent.inSync();
    const path = '/api/flotilla/v1/clusters/tiny/h';
    const before = (await request(hub.server).get(path)).body;
    expect(before.summary.state).toBe('InSync');
    const { fingerprint } = before.agent;
    await post('/clusters/tiny/h/agent/revoke', { fingerprint }).expect(200);
    const { summary } = (await request(hub.server).get(path)).body;
    expect(summary).toMatchObject({
      state: 'Unknown',
      lastKnownState: 'InSync',
    });
  });

  it.each([
    ['what no database keeps', { agentVersion: '1\u00002' }],
    ['what is too long to keep', { agentVersion: '1'.repeat(300) }],
  ])('names the field of an enrolment with %s', async (_, told) => {
    const agent = await TestAgent.create(hub.server, 'a');
    const refused = await agent.enrol(told);
    expect(refused.status).toBe(400);
    expect(refused.body.error.message).toMatch(/agentVersion/);
  });

  it('takes an object that is told of twice as it was told last', async () => {
    const agent = await joinHub(hub, 'h');
    const resource = {
      key: 'h|components/clock|v1/ConfigMap/a/b',
      cluster: 'h',
      ref: { group: '', version: 'v1', kind: 'ConfigMap', name: 'b' },
      part: 'components/clock',
      health: 'Unknown' as const,
      state: 'Unknown' as const,
      fields: [],
      totalFields: 0,
    };
    const taken = await agent.sendReport({
      resources: [resource, { ...resource, reason: 'forbidden' }],
    });
    expect(taken.status).toBe(200);
    const rows = await knex('resources').where({ cluster: 'h' });
    expect(rows).toMatchObject([{ reason: 'forbidden' }]);
  });

  it('lets an agent in by a one-time token for its cluster', async () => {
    const { token } = (await post('/clusters/tiny/e/enrolment-tokens')).body;
    const other = await TestAgent.create(hub.server, 'f');
    const wrong = await other.enrol({ token });
    expect(wrong.status).toBe(403);
    expect(wrong.body.error.message).toContain('not valid for f');
    const agent = await TestAgent.create(hub.server, 'e');
    expect((await agent.enrol({ token })).body.state).toBe('Approved');
    const copy = await TestAgent.create(hub.server, 'e');
    expect((await copy.enrol({ token })).status).toBe(403);
    const stored = await knex('enrolment_tokens').select('hash');
    expect(JSON.stringify(stored)).not.toContain(token);
  });

  it('takes gzip, and no more than 8 MiB of it when expanded', async () => {
    const agent = await joinHub(hub, 'a');
    const small = await agent.sendReport({}, { gzip: true });
    expect(small.status).toBe(200);
    const bomb = await agent.sendReport(
      { desiredRevision: 'x'.repeat(9 * 1024 * 1024) },
      { gzip: true },
    );
    expect(bomb.status).toBe(413);
    expect(bomb.body.error.message).toBe('The body is larger than 8192 KiB');
  });

  it('names the field of a report that is malformed', async () => {
    const agent = await joinHub(hub, 'a');
    const bad = await agent.sendReport({ observedAt: 'yesterday' });
    expect(bad.status).toBe(400);
    expect(bad.body.error.message).toMatch(/observedAt/);
  });

  it('lets so many ask for one cluster and no more', async () => {
    for (let number = 0; number < 10; number++) {
      const agent = await TestAgent.create(hub.server, 'g');
      await agent.enrol();
    }
    const agent = await TestAgent.create(hub.server, 'g');
    expect((await agent.enrol()).status).toBe(403);

    // Those whom nobody has invited can't keep out who was.
    const { token } = (await post('/clusters/tiny/g/enrolment-tokens')).body;
    expect((await agent.enrol({ token })).status).toBe(200);
  });
});
