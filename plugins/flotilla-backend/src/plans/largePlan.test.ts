import { Plan } from '@flotilla/backstage-plugin-flotilla-common';
import request from 'supertest';
import { testDatabases } from '../__testUtils__/databases';
import { startHub, TestHub } from '../__testUtils__/startHub';
import { TestFleet } from '../__testUtils__/TestFleet';

const CLUSTERS = 400;
const API = '/api/flotilla/v1/fleets';

jest.setTimeout(120_000);

describe('a plan that reaches hundreds of clusters', () => {
  const databases = testDatabases();
  let fleet: TestFleet;
  let hub: TestHub;

  beforeAll(async () => {
    const names = Array.from({ length: CLUSTERS }, (_, i) => `prod-${i}`);
    fleet = new TestFleet(Object.fromEntries(names.map(name => [name, {}])));
    hub = await startHub({ fleet, knex: await databases.init('SQLITE_3') });
  });

  afterAll(async () => {
    await hub?.stop();
    fleet?.remove();
  });

  it('is made while the hub answers others', async () => {
    // What is only done once, at the first request, is no plan's fault.
    await planOf('midnight');
    await askFleets();
    const begun = performance.now();
    let plan: Plan | undefined;
    const planning = planOf('one').then(made => {
      plan = made;
    });
    const waits: number[] = [];
    while (!plan) waits.push(await askFleets());
    await planning;
    const took = performance.now() - begun;
    expect(plan.clusters).toHaveLength(CLUSTERS);
    // On a slow machine, where the plan takes seconds, for no more than some of it.
    expect(Math.max(...waits)).toBeLessThan(Math.max(200, took / 4));
  });

  /** The plan of a change that reaches every cluster. */
  async function planOf(time: string): Promise<Plan> {
    const content = `apiVersion: v1
kind: ConfigMap
metadata: {name: clock, namespace: default}
data: {time: ${time}}
`;
    const path = 'components/clock/1.0.0/manifests/clock.yaml';
    const title = 'Set the clock';
    const change = { kind: 'EditFiles', title, files: [{ path, content }] };
    const { body } = await request(hub.server)
      .post(`${API}/tiny/plans`)
      .send({ change })
      .expect(200);
    return body;
  }

  /** How long somebody else waits for an answer, in milliseconds. */
  async function askFleets(): Promise<number> {
    const asked = performance.now();
    await request(hub.server).get(API).expect(200);
    return performance.now() - asked;
  }
});
