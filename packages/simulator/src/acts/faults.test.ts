import { healthOf } from '@flotilla/drift';
import { registerNode } from '../controllers/kubelet';
import { conditionOf, isReady } from '../engine/conditions';
import { numberAt, valueAt } from '../objects/json';
import { setImage } from '../__testUtils__/changes';
import { waitFor } from '../__testUtils__/waitFor';
import { DEPLOYMENT, PART, WEB, WebStage } from '../__testUtils__/WebStage';

function workload(kind: string, fields: string): string {
  return `---
apiVersion: apps/v1
kind: ${kind}
metadata: {name: web, namespace: web}
spec:
  ${fields}
  selector: {matchLabels: {app: ${kind}}}
  template:
    metadata: {labels: {app: ${kind}}}
    spec: {containers: [{name: web, image: "nginx:1.27.1"}]}
`;
}

const WORKLOADS = `${WEB}${workload(
  'StatefulSet',
  'serviceName: web',
)}${workload('DaemonSet', 'minReadySeconds: 0')}`;

let stage: WebStage;

beforeAll(async () => {
  stage = await WebStage.open(WORKLOADS);
});

// What one test left is put right before the next begins.
afterEach(async () => {
  stage.cluster.heal();
  await stage.cluster.agenda.idle();
});
afterAll(() => stage.close());

it('runs a pod of a DaemonSet on each of an existing cluster’s three Ready nodes', () => {
  const nodes = stage.cluster.api.list('v1', 'Node');
  expect(nodes.map(node => healthOf(node).status)).toEqual([
    'Current',
    'Current',
    'Current',
  ]);
  const daemons = stage.live({ ...DEPLOYMENT, kind: 'DaemonSet' });
  expect(numberAt(daemons, 'status', 'desiredNumberScheduled')).toBe(3);
  expect(numberAt(daemons, 'status', 'numberReady')).toBe(3);
});

it('places and removes pods of a DaemonSet as nodes come and go', async () => {
  const { api } = stage.cluster;
  const ready = () =>
    numberAt(
      stage.live({ ...DEPLOYMENT, kind: 'DaemonSet' }),
      'status',
      'numberReady',
    );
  const name = 'dev-node-4';
  expect(ready()).toBe(3);
  registerNode(api, { name, controlPlane: false, version: 'v1.35.2' });
  await waitFor(() => ready() === 4, 'its fourth pod');
  api.delete({ apiVersion: 'v1', kind: 'Node', name });
  await waitFor(() => ready() === 3, 'its fourth pod to go');
});

it.each(['Deployment', 'StatefulSet', 'DaemonSet'])(
  'keeps the rollout of a %s in progress until healed',
  async kind => {
    const target = { ...DEPLOYMENT, kind };
    const health = () => healthOf(stage.live(target)).status;
    expect(health()).toBe('Current');
    stage.cluster.setFault('slow-rollout');
    stage.cluster.api.update(target, setImage, { manager: 'my-operator' });
    await stage.cluster.agenda.idle();
    expect(health()).toBe('InProgress');
    stage.cluster.heal();
    await waitFor(() => health() === 'Current', 'the rollout');
  },
);

it('breaks a commit on an immutable field, names it as the server does, and heals', async () => {
  const selector = valueAt(stage.live(DEPLOYMENT), 'spec', 'selector');
  stage.cluster.setFault('broken-commit');
  await stage.twoLooks();
  expect(conditionOf(stage.live(PART), 'Ready')).toMatchObject({
    status: 'False',
    reason: 'ReconciliationFailed',
    message:
      'Deployment/web/web dry-run failed (Invalid): Deployment.apps "web" is invalid: spec.selector: Invalid value: {"matchLabels":{"app":"web"}}: field is immutable',
  });
  stage.cluster.heal();
  await waitFor(() => isReady(stage.live(PART)), 'the correction');
  expect(valueAt(stage.live(DEPLOYMENT), 'spec', 'selector')).toEqual(selector);
});

it('refuses connections while offline, and answers again when healed', async () => {
  const ask = () => fetch(`${stage.cluster.server}/version`);
  stage.cluster.setFault('offline');
  await expect(ask()).rejects.toThrow();
  stage.cluster.heal();
  expect((await ask()).status).toBe(401);
});
