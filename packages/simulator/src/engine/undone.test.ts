import { JsonObject } from '../objects/json';
import { spec } from '../__testUtils__/changes';
import { PART, WEB, WebStage } from '../__testUtils__/WebStage';
import { conditionOf, isReady } from './conditions';
import { refuseUndone } from './undone';

let stage: WebStage;

beforeAll(async () => {
  stage = await WebStage.open();
});

afterAll(() => stage.close());

it.each([
  ['patches', [{ patch: '- op: remove' }]],
  ['images', [{ name: 'nginx', newTag: '1.28.0' }]],
  ['postBuild', { substitute: { region: 'eu-1' } }],
  ['components', ['../shared']],
  ['namePrefix', 'p-'],
  ['nameSuffix', '-s'],
  ['decryption', { provider: 'sops' }],
  ['buildMetadata', ['originAnnotations']],
])('fails to build with spec.%s, which it doesn’t do', async (field, value) => {
  stage.cluster.api.update(PART, spec({ [field]: value }), { manager: 'flux' });
  await stage.twoLooks();
  expect(conditionOf(stage.live(PART), 'Ready')).toMatchObject({
    status: 'False',
    reason: 'BuildFailed',
    message: `kustomize build failed: the simulated Flux doesn't do spec.${field}: put the result into the manifests instead`,
  });
  const unset = Array.isArray(value) ? [] : undefined;
  stage.cluster.api.update(PART, spec({ [field]: unset }), { manager: 'flux' });
  await stage.twoLooks();
  expect(isReady(stage.live(PART))).toBe(true);
});

it.each<[JsonObject, string]>([
  [{ healthChecks: [{}] }, 'spec.healthChecks'],
  [{ ignore: [{ beforeDryRun: true }] }, 'spec.ignore[].beforeDryRun'],
  [{ dependsOn: [{ readyExpr: 'true' }] }, 'spec.dependsOn[].readyExpr'],
  [{ images: [{}], patches: [{}] }, 'spec.images, spec.patches'],
])('names all that it doesn’t do in %j', (asked, named) => {
  expect(() => refuseUndone(asked)).toThrow(`doesn't do ${named}:`);
});

it.each<[string, JsonObject]>([
  ['what says nothing', { images: [], postBuild: {}, namePrefix: '' }],
  [
    'health checks with wait, which Flux skips too',
    { healthChecks: [{}], wait: true },
  ],
])('accepts %s', (_, asked) => {
  expect(() => refuseUndone(asked)).not.toThrow();
});

it('builds what a kustomization.yaml lists, and fails where it asks for more', async () => {
  const folder = 'rendered/dev/components/web';
  const index = 'kind: Kustomization\nresources: [manifests.yaml]\n';
  stage.repository.commit({ [`${folder}/kustomization.yaml`]: index });
  await stage.twoLooks();
  expect(isReady(stage.live(PART))).toBe(true);
  stage.repository.commit({
    [`${folder}/kustomization.yaml`]: `${index}namePrefix: p-\nimages: [{name: nginx}]\n`,
    [`${folder}/manifests.yaml`]: `${WEB}\n`,
  });
  await stage.twoLooks();
  expect(conditionOf(stage.live(PART), 'Ready')).toMatchObject({
    reason: 'BuildFailed',
    message: expect.stringContaining(
      "doesn't do namePrefix of kustomization.yaml, images of kustomization.yaml:",
    ),
  });
});
