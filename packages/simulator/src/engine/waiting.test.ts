import { listAt, objectAt, stringAt } from '../objects/json';
import { Change, imageOf, spec } from '../__testUtils__/changes';
import { waitFor } from '../__testUtils__/waitFor';
import {
  CONFIG,
  DEPLOYMENT,
  PART,
  WEB,
  WebStage,
} from '../__testUtils__/WebStage';
import { conditionOf, isReady } from './conditions';

let stage: WebStage;
let passed = 0;

const realNow = Date.now;

beforeEach(async () => {
  passed = 0;
  jest.spyOn(Date, 'now').mockImplementation(() => realNow() + passed);
  stage = await WebStage.open();
});

afterEach(async () => {
  await stage.close();
  jest.restoreAllMocks();
});

const NEXT = WEB.replace('1.27.1', '1.29.0');

const ready = () => conditionOf(stage.live(PART), 'Ready');
const level = () => stringAt(stage.live(CONFIG), 'data', 'level');
const setLevel: Change = object =>
  Object.assign(objectAt(object, 'data') ?? {}, { level: 'debug' });

/** A label on the pods that nobody declares: it stays, and rolls them. */
const joinMesh: Change = object => {
  const labels = objectAt(object, 'spec', 'template', 'metadata', 'labels');
  Object.assign(labels ?? {}, { mesh: 'on' });
};

/** A part whose Deployment never gets ready, and drift of its ConfigMap. */
async function stuckWithDrift(): Promise<void> {
  stage.cluster.stuck = true;
  await stage.merge(NEXT);
  stage.cluster.api.update(CONFIG, setLevel, { manager: 'kubectl-edit' });
  await stage.twoLooks();
}

it('corrects nothing else while it waits for a Deployment, until its timeout', async () => {
  await stuckWithDrift();
  passed = 280_000;
  await stage.twoLooks();
  expect(level()).toBe('debug');
  expect(conditionOf(stage.live(PART), 'Reconciling')).toMatchObject({
    reason: 'Progressing',
    message: expect.stringMatching(
      /^Running health checks .* timeout of 5m0s$/,
    ),
  });
  const seen: string[] = [];
  const stop = stage.cluster.store.listen(({ object }) => {
    const { reason, message } = conditionOf(object, 'Ready') ?? {};
    const told = `${reason}: ${message}`;
    if (object.metadata.name === PART.name && !seen.includes(told))
      seen.push(told);
  });
  passed = 301_000;
  await stage.twoLooks();
  stop();
  expect(level()).toBe('info');
  // Then the next try, which corrects what has drifted and waits again.
  expect(seen).toEqual([
    expect.stringMatching(
      /^HealthCheckFailed: health check failed after 5m\S+: timeout waiting for: \[Deployment\/web\/web status: 'InProgress'\]$/,
    ),
    'Progressing: Reconciliation in progress',
  ]);
});

it('has everything applied and in its inventory while it waits, but not the revision', async () => {
  const applied = stringAt(stage.live(PART), 'status', 'lastAppliedRevision');
  stage.cluster.stuck = true;
  const commit = await stage.merge(
    `${NEXT}---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: extra, namespace: web}\n`,
  );
  const { status } = stage.live(PART);
  expect(imageOf(stage.live(DEPLOYMENT))).toEqual(['nginx:1.29.0']);
  expect(
    listAt(status, 'inventory', 'entries').map(entry => stringAt(entry, 'id')),
  ).toContain('web_extra__ConfigMap');
  expect(status).toMatchObject({
    lastAppliedRevision: applied,
    lastAttemptedRevision: `main@sha1:${commit}`,
  });
});

it.each([
  ['counts a timeout below 30 s as 30 s', { timeout: '5s' }, '30s'],
  [
    'takes the interval less 30 s without one',
    { interval: '4m', timeout: undefined },
    '3m30s',
  ],
  [
    'takes at least 30 s without one',
    { interval: '10s', timeout: undefined },
    '30s',
  ],
])('%s', async (_, fields, expected) => {
  // What the root Kustomization applied it would put back.
  const root = { ...PART, name: 'fleet' };
  stage.cluster.api.update(root, spec({ suspend: true }), { manager: 'flux' });
  stage.cluster.api.update(PART, spec(fields), { manager: 'flux' });
  stage.cluster.stuck = true;
  await stage.merge(NEXT);
  expect(
    stringAt(conditionOf(stage.live(PART), 'Reconciling'), 'message'),
  ).toMatch(new RegExp(`with a timeout of ${expected}$`));
});

it('checks the health at every look, also of what nobody changed in Git', async () => {
  stage.cluster.stuck = true;
  stage.cluster.api.update(DEPLOYMENT, joinMesh, { manager: 'my-operator' });
  await stage.twoLooks();
  expect(ready()).toMatchObject({ status: 'Unknown', reason: 'Progressing' });
  stage.cluster.stuck = false;
  await waitFor(() => isReady(stage.live(PART)), 'health');
});
