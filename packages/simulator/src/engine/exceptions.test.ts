import { listAt, stringAt } from '../objects/json';
import { partKustomization } from '../__testUtils__/fluxManifests';
import { CONFIG, PART, WEB, WebStage } from '../__testUtils__/WebStage';
import { isReady } from './conditions';
import { OWNER_NAME } from './fluxTypes';

let stage: WebStage;

beforeEach(async () => {
  stage = await WebStage.open();
});

afterEach(() => stage.close());

const SETTINGS = { ...CONFIG, name: 'settings' };

/** The part with one more ConfigMap, under an annotation of Flux. */
function withSettings(annotation: string): string {
  return `${WEB}---
apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
  namespace: web
  annotations: {kustomize.toolkit.fluxcd.io/${annotation}}
data: {level: info}
`;
}

it.each([
  [
    'never corrects what is only to be there (IfNotPresent)',
    'ssa: IfNotPresent',
    { level: 'debug', extra: 'x' },
  ],
  [
    'corrects what it declares and leaves kubectl’s additions (Merge)',
    'ssa: Merge',
    { level: 'info', extra: 'x' },
  ],
  [
    'takes all back without an exception (Override)',
    'ssa: Override',
    { level: 'info' },
  ],
])('%s', async (_, annotation, expected) => {
  await stage.merge(withSettings(annotation));
  stage.cluster.edit({
    kind: 'ConfigMap',
    namespace: 'web',
    name: 'settings',
    patch: { data: { level: 'debug', extra: 'x' } },
    manager: 'kubectl-edit',
  });
  await stage.twoLooks();
  expect(stage.live(SETTINGS).data).toEqual(expected);
});

it('does not create what it is not to reconcile, yet lists it in its inventory', async () => {
  await stage.merge(withSettings('reconcile: disabled'));
  expect(stage.cluster.api.find(SETTINGS)).toBeUndefined();
  const entries = listAt(
    stage.live(PART),
    'status',
    'inventory',
    'entries',
  ).map(entry => stringAt(entry, 'id'));
  expect(entries).toContain('web_settings__ConfigMap');
  expect(isReady(stage.live(PART))).toBe(true);
});

it('leaves alone what it is to ignore (Ignore)', async () => {
  await stage.merge(withSettings('ssa: Ignore'));
  expect(stage.cluster.api.find(SETTINGS)).toBeUndefined();
  expect(isReady(stage.live(PART))).toBe(true);
});

it.each([
  ['removes', ['my-operator'], undefined],
  ['leaves, if only another manager is named,', ['my-operator-2'], 'x'],
])(
  '%s what a manager added that the engine is to override',
  async (_, overrideManagers, expected) => {
    const overriding = await WebStage.open(WEB, { overrideManagers });
    try {
      overriding.cluster.edit({
        kind: 'ConfigMap',
        namespace: 'web',
        name: 'web-config',
        patch: { data: { extra: 'x' } },
        manager: 'my-operator',
      });
      await overriding.twoLooks();
      expect(stringAt(overriding.live(CONFIG), 'data', 'extra')).toBe(expected);
    } finally {
      await overriding.close();
    }
  },
);

it('lets two Kustomizations that declare one object overwrite each other for ever, both Ready', async () => {
  stage.repository.commit({
    'rendered/dev/gitops/manifests.yaml': [
      partKustomization('dev', 'components/web'),
      partKustomization('dev', 'components/rival'),
    ].join('\n---\n'),
    'rendered/dev/components/rival/manifests.yaml':
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: web-config, namespace: web}\ndata: {level: debug}\n',
  });
  await stage.twoLooks();
  const seen = new Set<string>();
  const stop = stage.cluster.store.listen(({ object }) => {
    if (object.kind === 'ConfigMap' && object.metadata.name === 'web-config')
      seen.add(
        `${object.metadata.labels?.[OWNER_NAME]} ${stringAt(
          object,
          'data',
          'level',
        )}`,
      );
  });
  await stage.twoLooks();
  stop();
  expect([...seen].sort()).toEqual([
    'components-rival debug',
    'components-web info',
  ]);
  expect(isReady(stage.live(PART))).toBe(true);
  expect(isReady(stage.live({ ...PART, name: 'components-rival' }))).toBe(true);
});

it('corrects what another made with IfNotPresent: only what is applied says so', async () => {
  await stage.merge(withSettings('ssa: IfNotPresent'));
  await stage.merge(
    withSettings('ssa: IfNotPresent').replace(
      '  annotations: {kustomize.toolkit.fluxcd.io/ssa: IfNotPresent}\n',
      '',
    ),
  );
  stage.cluster.edit({
    kind: 'ConfigMap',
    namespace: 'web',
    name: 'settings',
    patch: { data: { level: 'debug' } },
    manager: 'kubectl-edit',
  });
  await stage.twoLooks();
  expect(stage.live(SETTINGS).data).toEqual({ level: 'info' });
});
