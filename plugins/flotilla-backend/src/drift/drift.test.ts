import type {
  Condition,
  CorrectedDrift,
  ResourceReport,
} from '@flotilla/backstage-plugin-flotilla-common';
import type { Knex } from 'knex';
import request from 'supertest';
import { testDatabases } from '../__testUtils__/databases';
import { joinHub } from '../__testUtils__/joinHub';
import { startHub, TestHub } from '../__testUtils__/startHub';
import { counts } from '../__testUtils__/TestAgent';
import { TestFleet } from '../__testUtils__/TestFleet';

jest.setTimeout(120_000);

const REF = {
  group: 'apps',
  version: 'v1',
  kind: 'Deployment',
  namespace: 'web',
  name: 'api',
};

function drifted(cluster: string, image = 'api:2'): ResourceReport {
  return {
    key: `${cluster}|components/clock|apps/Deployment/web/api`,
    cluster,
    ref: REF,
    part: 'components/clock',
    health: 'Current',
    state: 'Modified',
    severity: 'high',
    since: new Date(Date.now() - 6000).toISOString(),
    fields: [
      {
        op: 'replace',
        path: '/spec/template/spec/containers/0/image',
        fieldPath: '.spec.template.spec.containers[name="api"].image',
        desired: { value: 'api:1' },
        live: { value: image },
        manager: { name: 'kubectl-edit', operation: 'Update' },
        severity: 'high',
      },
    ],
    totalFields: 1,
  };
}

function corrected(count: number): CorrectedDrift {
  return {
    ref: REF,
    part: 'components/clock',
    manager: { name: 'kubectl-edit', operation: 'Update' },
    fields: drifted('x').fields,
    severity: 'high',
    firstDetectedAt: new Date(Date.now() - 60_000).toISOString(),
    detectedAt: new Date().toISOString(),
    correctedAt: new Date().toISOString(),
    count,
  };
}

describe.each(testDatabases().eachSupportedId())('drift on %s', databaseId => {
  const databases = testDatabases();
  let fleet: TestFleet;
  let knex: Knex;
  let hub: TestHub;

  beforeAll(async () => {
    fleet = new TestFleet({ a: {}, b: {}, c: {}, d: {}, e: {} });
    knex = await databases.init(databaseId);
    hub = await startHub({ fleet, knex });
  });
  afterAll(async () => {
    await hub?.stop();
    fleet.remove();
  });

  const get = async (path: string) =>
    (await request(hub.server).get(`/api/flotilla/v1/clusters/tiny/${path}`))
      .body;

  it('tells drift from opened to resolved: card, timeline, owner, browsers', async () => {
    const agent = await joinHub(hub, 'a');
    const [field] = drifted('a').fields;
    const degraded: ResourceReport = {
      ...drifted('a', 'api:3'),
      degraded: "the cluster's schema isn't known",
      fields: [{ ...field, live: { value: 'api:3' }, immutable: true }],
    };
    await agent.inSync();
    hub.notifications.length = 0;
    await agent.inSync({
      digest: 'b',
      counts: { ...counts(2), drifted: 1 },
      resources: [drifted('a')],
    });
    expect(await get('a')).toMatchObject({
      summary: {
        state: 'Drifted',
        reason: 'image changed by kubectl-edit',
        needsAttention: true,
        drift: { objects: 1, fields: 1, bySeverity: { high: 1 } },
      },
    });
    expect(await get('a/drift')).toMatchObject({
      current: true,
      matching: 1,
      total: 2,
      resources: [
        {
          ref: REF,
          severity: 'high',
          fields: [
            { live: { value: 'api:2' }, manager: { name: 'kubectl-edit' } },
          ],
        },
      ],
    });
    expect(hub.notifications).toEqual([
      {
        recipients: { type: 'entity', entityRef: 'group:default/payments' },
        payload: expect.objectContaining({
          title: 'a differs from Git',
          link: '/catalog/tiny/resource/a',
          severity: 'high',
          topic: 'Cluster drift',
          scope: 'flotilla:drift:tiny/a',
        }),
      },
    ]);

    await agent.report({
      type: 'Delta',
      baseDigest: 'b',
      digest: 'c',
      resources: [degraded],
    });
    expect((await get('a/drift')).resources).toMatchObject([
      { degraded: degraded.degraded, fields: [{ immutable: true }] },
    ]);
    await agent.report({
      type: 'Delta',
      baseDigest: 'c',
      digest: 'd',
      counts: counts(2),
      removed: [drifted('a').key],
    });
    expect(await get('a')).toMatchObject({
      summary: { state: 'InSync', drift: { objects: 0 } },
    });
    expect(hub.notifications[1]?.payload).toMatchObject({
      title: 'Resolved: a matches Git again',
      scope: 'flotilla:drift:tiny/a',
    });
    expect(hub.notifications).toHaveLength(2);

    const timeline = await get('a/timeline');
    const types = timeline.events.map(({ type }: { type: string }) => type);
    expect(types).toEqual(
      expect.arrayContaining(['DriftOpened', 'DriftChanged', 'DriftResolved']),
    );
    expect(
      timeline.points.map(({ drifted: n }: { drifted: number }) => n),
    ).toEqual([0, 1, 0]);
    expect(timeline.medianSecondsToDetect).toBeGreaterThanOrEqual(6);
    expect(timeline.medianSecondsToFix).toBeGreaterThanOrEqual(0);
    const { summary } = await get('a');
    expect(summary.history).toHaveLength(14);
    expect(summary.history[13].drifted).toBe(1);
    expect(summary.history[0].drifted).toBeNull();

    await new Promise(resolve => setTimeout(resolve, 300));
    expect(hub.signals).toContainEqual(
      expect.objectContaining({
        channel: 'flotilla',
        message: expect.objectContaining({
          fleet: 'tiny',
          clusters: expect.arrayContaining(['a']),
        }),
      }),
    );
  });

  it('says of the comparison what the agent does', async () => {
    const agent = await joinHub(hub, 'e');
    const fight: Condition = {
      type: 'Fighting',
      status: 'True',
      reason: 'TwoManagersUndoEachOther',
      message: 'Deployment shop/web: one and other over .spec.replicas',
    };
    await agent.inSync();
    expect(await get('e/drift')).toMatchObject({ conditions: [] });
    await agent.inSync({ digest: 'b', conditions: [fight] });
    expect(await get('e/drift')).toMatchObject({ conditions: [fight] });
  });

  it('counts what the engine puts back once, and tells the owner once when it goes on', async () => {
    const agent = await joinHub(hub, 'b');
    await agent.inSync();
    hub.notifications.length = 0;
    const first = corrected(2);
    await agent.inSync({ digest: 'b', corrected: [first] });
    await agent.inSync({ digest: 'b', corrected: [first] });
    expect(await get('b')).toMatchObject({
      summary: { state: 'InSync', needsAttention: false, correctedToday: 2 },
    });
    expect(hub.notifications).toEqual([]);
    await agent.inSync({ digest: 'c', corrected: [{ ...first, count: 4 }] });
    await agent.inSync({ digest: 'd', corrected: [{ ...first, count: 5 }] });
    expect(await get('b')).toMatchObject({
      summary: {
        state: 'InSync',
        needsAttention: true,
        reason:
          'kubectl-edit keeps changing Deployment web/api: put back 5 times within the hour',
      },
    });
    expect(hub.notifications).toHaveLength(1);
    expect((await get('b/drift')).corrected).toEqual([
      expect.objectContaining({ count: 5, manager: first.manager }),
    ]);
    const restarted = corrected(1);
    await agent.inSync({ digest: 'e', corrected: [restarted] });
    expect((await get('b/drift')).corrected).toEqual([
      expect.objectContaining({
        count: 6,
        firstDetectedAt: first.firstDetectedAt,
      }),
    ]);
  });

  it('keeps what was last known of a silent cluster, as no longer current', async () => {
    const agent = await joinHub(hub, 'c');
    await agent.inSync({
      counts: { ...counts(2), drifted: 1 },
      resources: [drifted('c')],
    });
    hub.notifications.length = 0;
    await knex('clusters')
      .where({ name: 'c' })
      .update({ silent_at: new Date(Date.now() - 1000).toISOString() });
    await hub.run('ageing');
    expect(await get('c/drift')).toMatchObject({
      state: 'Unknown',
      current: false,
      summary: null,
      resources: [{ ref: REF }],
    });
    expect(hub.notifications).toEqual([]);
  });

  it.each([
    [
      'NotApplied',
      { ready: 'False', message: 'kustomize build failed' },
      /^engine: kustomize build failed \d+ s ago$/,
    ],
    [
      'Suspended',
      {
        suspended: true,
        suspendedBy: { name: 'kubectl', operation: 'Update' },
      },
      /^Flux suspended by kubectl/,
    ],
    [
      'Progressing',
      { ready: 'Unknown', message: 'reconciling' },
      /reconciling/,
    ],
  ] as const)('tells %s from the engine', async (state, engine, reason) => {
    const agent = await joinHub(hub, 'd');
    await agent.inSync({
      engine: {
        kind: 'Flux',
        sourceReady: 'True',
        suspended: false,
        ready: 'True',
        stages: [],
        ...engine,
      },
    });
    const { summary } = await get('d');
    expect(summary.state).toBe(state);
    expect(summary.reason).toMatch(reason);
  });
});
