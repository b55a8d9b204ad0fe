import { waitFor } from '../__testUtils__/waitFor';
import { spec } from '../__testUtils__/changes';
import {
  CONFIG,
  DEPLOYMENT,
  PART,
  WEB,
  WebStage,
} from '../__testUtils__/WebStage';
import { OWNER_NAME } from './fluxTypes';

let stage: WebStage;

beforeEach(async () => {
  stage = await WebStage.open();
});

afterEach(() => stage.close());

it('prunes what Git no longer has, but not what asks to stay', async () => {
  stage.repository.commit({
    'rendered/dev/components/web/manifests.yaml':
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: left, namespace: web}\n',
  });
  await stage.twoLooks();
  await waitFor(
    () => stage.cluster.api.find(DEPLOYMENT) === undefined,
    'the pruning',
  );
  expect(
    stage.cluster.api.find({ apiVersion: 'v1', kind: 'Namespace', name: 'web' })
      ?.metadata.deletionTimestamp,
  ).toBeUndefined();
});

const NAMESPACE = { apiVersion: 'v1', kind: 'Namespace', name: 'web' };

it('prunes all that a deleted Kustomization applied, but not what asks to stay', async () => {
  stage.cluster.api.delete(PART);
  await stage.cluster.agenda.idle();
  expect(stage.cluster.api.find(PART)).toBeUndefined();
  expect(stage.cluster.api.find(DEPLOYMENT)).toBeUndefined();
  expect(stage.cluster.api.find(CONFIG)).toBeUndefined();
  expect(stage.live(NAMESPACE).metadata.deletionTimestamp).toBeUndefined();
});

it('prunes a Namespace that doesn’t ask to stay, with all that is in it', async () => {
  await stage.merge(
    WEB.replace(
      ', annotations: {kustomize.toolkit.fluxcd.io/prune: disabled}',
      '',
    ),
  );
  stage.cluster.api.delete(PART);
  await waitFor(
    () => stage.cluster.api.find(NAMESPACE) === undefined,
    'the Namespace to go',
  );
  expect(stage.cluster.api.list('v1', 'ConfigMap', 'web')).toEqual([]);
});

it('leaves the objects of a Kustomization that was suspended when it was deleted, labels and all', async () => {
  stage.cluster.api.update(PART, spec({ suspend: true }), { manager: 'flux' });
  stage.cluster.api.delete(PART);
  await stage.cluster.agenda.idle();
  expect(stage.cluster.api.find(PART)).toBeUndefined();
  expect(stage.live(DEPLOYMENT).metadata.labels?.[OWNER_NAME]).toBe(
    'components-web',
  );
});

it.each([
  ['leaves', 'Orphan', true],
  ['takes along', 'WaitForTermination', false],
])(
  '%s the objects of a deleted Kustomization with deletionPolicy %s',
  async (_, deletionPolicy, stays) => {
    stage.cluster.api.update(PART, spec({ deletionPolicy }), {
      manager: 'flux',
    });
    stage.cluster.api.delete(PART);
    await stage.cluster.agenda.idle();
    expect(stage.cluster.api.find(PART)).toBeUndefined();
    expect(stage.cluster.api.find(DEPLOYMENT) !== undefined).toBe(stays);
  },
);
