import { stringAt, valueAt } from '../objects/json';
import { spec } from '../__testUtils__/changes';
import { waitFor } from '../__testUtils__/waitFor';
import { DEPLOYMENT, PART, WEB, WebStage } from '../__testUtils__/WebStage';
import { isReady } from './conditions';

let stage: WebStage;

beforeEach(async () => {
  stage = await WebStage.open();
});

afterEach(() => stage.close());

const SELECTS_OTHERS = WEB.replace(
  'matchLabels: {app: web}',
  'matchLabels: {app: other}',
).replace('labels: {app: web}}\n    spec', 'labels: {app: other}}\n    spec');

const FORCED = SELECTS_OTHERS.replace(
  'labels: {app: web}}\nspec',
  'labels: {app: web}, annotations: {kustomize.toolkit.fluxcd.io/force: enabled}}\nspec',
);

it.each([
  ['spec.force', true, SELECTS_OTHERS],
  ['the object’s own annotation', false, FORCED],
])(
  'recreates an object for an immutable field with %s',
  async (_, force, manifests) => {
    stage.cluster.api.update(PART, spec({ force }), { manager: 'flux' });
    await stage.twoLooks();
    const { uid } = stage.live(DEPLOYMENT).metadata;
    await stage.merge(manifests);
    expect(stage.live(DEPLOYMENT).metadata.uid).not.toBe(uid);
    expect(valueAt(stage.live(DEPLOYMENT), 'spec', 'selector')).toEqual({
      matchLabels: { app: 'other' },
    });
    await waitFor(() => isReady(stage.live(PART)), 'the rollout');
    const messages = stage.cluster.api
      .list('v1', 'Event')
      .map(event => stringAt(event, 'message'));
    expect(messages).toContain('Deployment/web/web created');
  },
);
