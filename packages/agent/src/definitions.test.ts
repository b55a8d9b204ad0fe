import { describeOnKubernetes, engineDefinitions } from '@flotilla/testbed';
import { SmallCluster } from './__testUtils__/small/SmallCluster';
import { WrittenFlux } from './__testUtils__/small/WrittenFlux';
import {
  SHOP,
  WIDGETS,
  commit,
  shop,
  widgets,
} from './__testUtils__/small/smallFleet';

const C1 = commit('a');
const [definition, widget] = widgets();
const [, settings] = shop();
const [, kustomizations] = engineDefinitions('Flux');

describeOnKubernetes(
  'while the definition of a kind is gone',
  kubernetes => {
    let cluster: SmallCluster;
    let flux: WrittenFlux;
    const parts = () => ({
      gitops: [flux.stage(SHOP), flux.stage(WIDGETS)],
      [SHOP]: shop(),
      [WIDGETS]: widgets(),
    });

    beforeAll(async () => {
      cluster = await SmallCluster.start(kubernetes(), 'Flux');
      flux = new WrittenFlux(cluster);
      await flux.begin(C1, parts());
    }, 120_000);
    afterAll(() => cluster?.stop());
    beforeEach(async () => {
      await cluster.watch();
      await cluster.allIsWell();
    });

    it('its objects are unknown, and come back with it', async () => {
      await cluster.delete(definition);
      const held = await cluster.holds(
        ({ resources }) =>
          resources.some(
            ({ ref, state, reason }) =>
              ref.kind === 'Widget' &&
              state === 'Unknown' &&
              reason ===
                'KindNotServed: Widget (example.com/v1) is not served here',
          ),
        'the widget is unknown',
      );
      const part = held.parts.find(({ name }) => name === WIDGETS);
      expect(part).toMatchObject({
        health: 'Unknown',
        message: expect.stringContaining('not served'),
      });
      expect(held.counts).toMatchObject({ unknown: 1 });
      await cluster.holds(
        ({ resources }) => resources.some(({ state }) => state === 'Missing'),
        'the definition is missing',
      );
      await flux.applyPart(WIDGETS, C1, widgets());
      await cluster.allIsWell();
      // Nothing was told but what was gone.
      const gone = [definition, widget].map(({ metadata }) => metadata.name);
      for (const { ref, state } of cluster.findings) {
        expect(state).toBe('Missing');
        expect(gone).toContain(ref.name);
      }
    }, 60_000);

    it('an engine that speaks through it has applied nothing, and edits are still found', async () => {
      await cluster.delete(kustomizations);
      const message =
        'Kustomization (kustomize.toolkit.fluxcd.io/v1) is not served here.';
      const held = await cluster.holds(
        ({ engine, resources }) =>
          engine?.message === message &&
          resources.filter(({ state }) => state === 'Unknown').length === 2,
        'the engine is gone',
      );
      expect(held.engine).toMatchObject({ ready: 'Unknown', stages: [] });
      expect(held.parts).toHaveLength(3);
      for (const part of held.parts) {
        expect(part).toMatchObject({
          applied: false,
          state: 'Unknown',
          message,
        });
      }
      await cluster.patch(settings, { data: { mode: 'wild' } });
      await cluster.holds(
        ({ resources }) =>
          resources.some(
            ({ ref, state, fields }) =>
              ref.name === 'settings' &&
              state === 'Modified' &&
              fields[0].manager?.name === 'kubectl-edit',
          ),
        'the edit',
      );
      await cluster.apply(kustomizations, 'definitions');
      await flux.begin(C1, parts());
      await cluster.allIsWell();
    }, 60_000);

    it('a part that nothing of the engine applies is not applied', async () => {
      await cluster.delete(flux.stage(SHOP));
      const held = await cluster.holds(
        ({ parts: told }) => told.some(({ applied }) => !applied),
        'a part is not applied',
      );
      expect(held.parts.find(({ name }) => name === SHOP)).toMatchObject({
        applied: false,
        state: 'NotApplied',
        message: "None of the engine's objects applies it.",
      });
      await flux.begin(C1, parts());
      await cluster.allIsWell();
    }, 60_000);
  },
  { own: true },
);
