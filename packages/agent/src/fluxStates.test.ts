import type { SyncStage } from '@flotilla/backstage-plugin-flotilla-common';
import { describeOnKubernetes } from '@flotilla/testbed';
import { SmallCluster } from './__testUtils__/small/SmallCluster';
import { FLUX_SAYS, FluxSituation, revisionOf } from './__testUtils__/fluxSays';
import { WrittenFlux } from './__testUtils__/small/WrittenFlux';
import { SHOP, commit, shop } from './__testUtils__/small/smallFleet';

const C1 = commit('a');
const C2 = commit('b');
const before = { [SHOP]: shop() };
const after = { [SHOP]: shop({ mode: 'busy' }) };
const [, settings] = shop();

describeOnKubernetes(
  'a cluster is never in sync, and nothing is drift, while Flux',
  kubernetes => {
    let cluster: SmallCluster;
    let flux: WrittenFlux;

    beforeAll(async () => {
      cluster = await SmallCluster.start(kubernetes(), 'Flux');
      flux = new WrittenFlux(cluster);
      await flux.begin(C1, before);
      await cluster.watch();
    }, 120_000);
    afterAll(() => cluster?.stop());
    beforeEach(async () => {
      for (const object of [flux.stage(SHOP), flux.source]) {
        await cluster.patch(object, { spec: { suspend: null } }, 'flux');
      }
      await flux.begin(C1, before);
      await cluster.holds(
        ({ engine }) => engine?.appliedRevision === revisionOf(C1),
        'the first commit',
      );
      await cluster.allIsWell();
      cluster.forget();
    });

    /** Git goes on to the second commit, and the source has it. */
    async function goOn(): Promise<void> {
      cluster.commit(C2, after);
      await flux.fetched(C2);
    }

    const told = (
      state: SyncStage['state'],
      ofPart: 'Applied' | 'NotApplied' = 'Applied',
    ) =>
      cluster.holds(
        ({ engine, parts }) =>
          engine?.stages[0]?.state === state &&
          parts.every(one => !one.applied && one.state === ofPart),
        `the stage is ${state}`,
      );

    it('is suspended', async () => {
      const stage = flux.stage(SHOP);
      await cluster.patch(stage, { spec: { suspend: true } }, 'flux');
      const { engine, parts } = await told('Suspended');
      expect(engine).toMatchObject({
        suspended: true,
        suspendedBy: { name: 'flux' },
      });
      expect(parts).toMatchObject([
        { message: 'The engine is suspended for this part.' },
      ]);
      expect(cluster.findings).toEqual([]);
    });

    it.each<[string, FluxSituation, SyncStage['state'], boolean]>([
      ['refuses a commit', FLUX_SAYS.isRefused(C1, C2), 'Failed', false],
      ['can’t build a commit', FLUX_SAYS.cannotBuild(C1, C2), 'Failed', false],
      [
        'is stalled by what never gets ready',
        FLUX_SAYS.isStalled(C1, C2),
        'Failed',
        true,
      ],
      ['waits for health', FLUX_SAYS.checksHealth(C1, C2), 'Progressing', true],
    ])('%s', async (_, situation, state, isApplied) => {
      await goOn();
      if (isApplied) {
        for (const object of shop({ mode: 'busy' })) {
          await flux.applyObject(SHOP, object);
        }
      }
      await flux.says(SHOP, situation);
      const { engine, parts } = await told(state, 'NotApplied');
      const [, , message] = situation.ready;
      expect(engine).toMatchObject({
        ready: state === 'Failed' ? 'False' : 'Unknown',
        sourceRevision: revisionOf(C2),
        appliedRevision: revisionOf(C1),
        stages: [{ part: SHOP, message }],
      });
      expect(parts).toMatchObject([{ message }]);
      expect(cluster.findings).toEqual([]);
    });

    it('has not looked at its present spec', async () => {
      const stage = flux.stage(SHOP);
      await cluster.patch(stage, { spec: { interval: '2m0s' } }, 'flux');
      expect((await told('Progressing')).engine).toMatchObject({
        ready: 'Unknown',
        suspended: false,
      });
      expect(cluster.findings).toEqual([]);
    });

    it('may not fetch: its source is suspended', async () => {
      await cluster.patch(flux.source, { spec: { suspend: true } }, 'flux');
      const { engine } = await cluster.holds(
        held => held.engine?.suspended,
        'the source is suspended',
      );
      expect(engine).toMatchObject({ suspendedBy: { name: 'flux' } });
      expect(cluster.findings).toEqual([]);
    });

    it('can’t fetch: it goes on with what it has', async () => {
      const message = 'failed to checkout: connection refused';
      cluster.commit(C2, after);
      await flux.failsToFetch(message);
      const { engine, parts } = await cluster.holds(
        held =>
          held.engine?.sourceReady === 'False' &&
          held.parts.every(({ applied }) => !applied),
        'the source fails',
      );
      expect(engine).toMatchObject({
        sourceMessage: message,
        sourceRevision: revisionOf(C1),
        appliedRevision: revisionOf(C1),
      });
      expect(parts).toMatchObject([{ state: 'NotApplied' }]);
      expect(cluster.findings).toEqual([]);
    });

    it('refuses a commit; an edit is still found, and nothing beside it', async () => {
      await goOn();
      await flux.says(SHOP, FLUX_SAYS.isRefused(C1, C2));
      await told('Failed', 'NotApplied');
      const [, , web] = shop();
      await cluster.patch(web, { spec: { replicas: 2 } });
      await cluster.holds(
        ({ resources }) => resources.some(({ state }) => state === 'Modified'),
        'the edit',
      );
      for (const { ref, fields } of cluster.findings) {
        expect(ref.name).toBe('web');
        expect(fields).toMatchObject([
          { fieldPath: '.spec.replicas', manager: { name: 'kubectl-edit' } },
        ]);
      }
    });

    it('waits for health; an edit is still found, and nothing beside it', async () => {
      await goOn();
      await flux.says(SHOP, FLUX_SAYS.checksHealth(C1, C2));
      await told('Progressing', 'NotApplied');
      await cluster.patch(settings, { data: { more: 'by hand' } });
      await cluster.holds(
        ({ resources }) => resources.some(({ state }) => state === 'Modified'),
        'the edit',
      );
      for (const { fields } of cluster.findings) {
        expect(fields).toMatchObject([{ fieldPath: '.data.more' }]);
      }
      await cluster.patch(settings, { data: { more: null } });
    });
  },
  { own: true },
);
