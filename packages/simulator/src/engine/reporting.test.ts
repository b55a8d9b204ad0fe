import { listAt, numberAt, objectAt, stringAt } from '../objects/json';
import { imageOf, setImage } from '../__testUtils__/changes';
import { waitFor } from '../__testUtils__/waitFor';
import {
  CONFIG,
  DEPLOYMENT,
  PART,
  SOURCE,
  WEB,
  WebStage,
} from '../__testUtils__/WebStage';
import { conditionOf, isReady } from './conditions';

let stage: WebStage;

beforeEach(async () => {
  stage = await WebStage.open();
});

afterEach(() => stage.close());

it('applies a commit, waits for health and says so in the status', () => {
  const part = stage.live(PART);
  const revision = stringAt(
    stage.live(SOURCE),
    'status',
    'artifact',
    'revision',
  );
  expect(revision).toMatch(/^main@sha1:[0-9a-f]{40}$/);
  expect(part.status).toMatchObject({
    lastAppliedRevision: revision,
    lastAttemptedRevision: revision,
    observedGeneration: part.metadata.generation,
    inventory: {
      entries: [
        { id: '_web__Namespace', v: 'v1' },
        { id: 'web_web-config__ConfigMap', v: 'v1' },
        { id: 'web_web__Service', v: 'v1' },
        { id: 'web_web_apps_Deployment', v: 'v1' },
      ],
    },
  });
  expect(conditionOf(part, 'Ready')).toMatchObject({
    status: 'True',
    reason: 'ReconciliationSucceeded',
    message: `Applied revision: ${revision}`,
  });
  expect(conditionOf(part, 'Healthy')).toMatchObject({
    status: 'True',
    reason: 'Succeeded',
  });
  expect(part.metadata.finalizers).toEqual(['finalizers.fluxcd.io']);
});

it('applies nothing of a stage with one invalid object, corrects nothing, and says which object', async () => {
  const applied = stringAt(stage.live(PART), 'status', 'lastAppliedRevision');
  const broken = WEB.replace(
    'matchLabels: {app: web}',
    'matchLabels: {app: other}',
  )
    .replace('labels: {app: web}}\n    spec', 'labels: {app: other}}\n    spec')
    .replace('level: info', 'level: debug');
  await stage.merge(broken);
  stage.cluster.api.update(
    CONFIG,
    object => Object.assign(objectAt(object, 'data') ?? {}, { level: 'trace' }),
    { manager: 'kubectl-edit' },
  );
  await stage.twoLooks();
  const part = stage.live(PART);
  expect(conditionOf(part, 'Ready')).toMatchObject({
    status: 'False',
    reason: 'ReconciliationFailed',
    message:
      'Deployment/web/web dry-run failed (Invalid): Deployment.apps "web" is invalid: spec.selector: Invalid value: {"matchLabels":{"app":"other"}}: field is immutable',
  });
  expect(conditionOf(part, 'Reconciling')).toMatchObject({
    status: 'True',
    reason: 'ProgressingWithRetry',
  });
  expect(conditionOf(part, 'Healthy')).toMatchObject({ status: 'True' });
  expect(stringAt(part, 'status', 'lastAppliedRevision')).toBe(applied);
  expect(stage.live(CONFIG).data).toEqual({ level: 'trace' });
});

it('keeps the inventory of the last good commit, and creates nothing of the bad one', async () => {
  const { inventory } = objectAt(stage.live(PART), 'status') ?? {};
  await stage.merge(
    `${WEB.replace('1000m', 'nonsense').replace(
      'name: web-config',
      'name: renamed',
    )}---\napiVersion: acme.example/v1\nkind: Unknown\nmetadata: {name: x, namespace: web}\n`,
  );
  expect(objectAt(stage.live(PART), 'status')?.inventory).toEqual(inventory);
  expect(
    stage.cluster.api.find({ ...CONFIG, name: 'renamed' }),
  ).toBeUndefined();
  expect(stage.live(CONFIG).data).toEqual({ level: 'info' });
});

it('reports YAML that can not be parsed as a failed build, in other words at each try, and corrects nothing', async () => {
  const applied = stringAt(stage.live(PART), 'status', 'lastAppliedRevision');
  const commit = await stage.merge('apiVersion: v1\nkind: [ConfigMap\n');
  stage.cluster.api.update(DEPLOYMENT, setImage, { manager: 'kubectl-edit' });
  await stage.twoLooks();
  const failure = () => conditionOf(stage.live(PART), 'Ready');
  const first = failure();
  expect(first).toMatchObject({
    status: 'False',
    reason: 'BuildFailed',
    message: expect.stringMatching(
      /MalformedYAMLError: yaml: line \d+.*must build at directory: '\/tmp\/kustomization-\d+\/rendered/,
    ),
  });
  expect(conditionOf(stage.live(PART), 'Reconciling')).toMatchObject({
    status: 'True',
    reason: 'ProgressingWithRetry',
  });
  expect(stage.live(PART).status).toMatchObject({
    lastAppliedRevision: applied,
    lastAttemptedRevision: `main@sha1:${commit}`,
  });
  expect(imageOf(stage.live(DEPLOYMENT))).toEqual(['nginx:1.28.0']);
  await stage.twoLooks();
  expect(failure()?.message).not.toBe(first?.message);
});

it('keeps the last five builds in its history, newest first, and counts the times', async () => {
  const commits: string[] = [];
  const partIsReady = () => isReady(stage.live(PART));
  for (const level of ['a', 'b', 'c', 'd', 'e']) {
    commits.push(
      await stage.merge(WEB.replace('level: info', `level: ${level}`)),
    );
    await waitFor(partIsReady, `level ${level}`);
  }
  const history = listAt(stage.live(PART), 'status', 'history');
  expect(history.map(each => stringAt(each, 'metadata', 'revision'))).toEqual(
    commits.reverse().map(commit => `main@sha1:${commit}`),
  );
  expect(history[0]).toMatchObject({
    digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
    lastReconciledStatus: 'ReconciliationSucceeded',
    lastReconciledDuration: expect.stringMatching(/^[\d.]+m?s$/),
    totalReconciliations: 1,
  });
});

it('notes the request that it handled', async () => {
  const times = () =>
    numberAt(
      listAt(stage.live(PART), 'status', 'history')[0],
      'totalReconciliations',
    ) ?? 0;
  const before = times();
  stage.cluster.api.update(
    PART,
    object => {
      object.metadata.annotations = {
        ...object.metadata.annotations,
        'reconcile.fluxcd.io/requestedAt': 'now-7',
      };
    },
    { manager: 'flux' },
  );
  await stage.cluster.agenda.idle();
  expect(stringAt(stage.live(PART), 'status', 'lastHandledReconcileAt')).toBe(
    'now-7',
  );
  expect(times()).toBe(before + 1);
});

it('shows an unhealthy Deployment as in progress, with the old revision applied', async () => {
  const applied = stringAt(stage.live(PART), 'status', 'lastAppliedRevision');
  stage.cluster.stuck = true;
  const commit = await stage.merge(WEB.replace('1.27.1', '1.29.0'));
  expect(conditionOf(stage.live(PART), 'Ready')).toMatchObject({
    status: 'Unknown',
    reason: 'Progressing',
  });
  expect(imageOf(stage.live(DEPLOYMENT))).toEqual(['nginx:1.29.0']);
  expect(stringAt(stage.live(PART), 'status', 'lastAppliedRevision')).toBe(
    applied,
  );
  stage.cluster.stuck = false;
  await waitFor(
    () =>
      stringAt(stage.live(PART), 'status', 'lastAppliedRevision') ===
      `main@sha1:${commit}`,
    'health',
  );
});

it('stays Ready while Git is down, and goes on correcting', async () => {
  stage.repository.remove();
  await stage.twoLooks();
  const source = () => stage.live(SOURCE);
  await waitFor(
    () => conditionOf(source(), 'Ready')?.status === 'False',
    'the failed fetch',
  );
  expect(conditionOf(source(), 'FetchFailed')).toMatchObject({
    reason: 'GitOperationFailed',
  });
  stage.cluster.api.update(DEPLOYMENT, setImage, { manager: 'kubectl-edit' });
  await stage.twoLooks();
  expect(imageOf(stage.live(DEPLOYMENT))).toEqual(['nginx:1.27.1']);
  expect(conditionOf(stage.live(PART), 'Ready')).toMatchObject({
    status: 'True',
  });
});
