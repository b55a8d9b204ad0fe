import type { CorrectedDrift } from '@flotilla/backstage-plugin-flotilla-common';
import { KubeObject } from '@flotilla/drift';
import { FLUX, describeOnKubernetes } from '@flotilla/testbed';
import { SmallCluster } from './__testUtils__/small/SmallCluster';
import { WrittenFlux } from './__testUtils__/small/WrittenFlux';
import { SHOP, commit, shop } from './__testUtils__/small/smallFleet';

const C1 = commit('a');
const parts = { [SHOP]: shop() };
const [, settings, web] = shop();

describeOnKubernetes(
  'what Flux puts back within seconds',
  kubernetes => {
    let cluster: SmallCluster;
    let flux: WrittenFlux;

    beforeAll(async () => {
      cluster = await SmallCluster.start(kubernetes(), 'Flux');
      flux = new WrittenFlux(cluster);
      await flux.begin(C1, parts);
    }, 120_000);
    afterAll(() => cluster?.stop());
    beforeEach(async () => {
      // For so long nothing here stays as somebody made it.
      await cluster.watch({ persistenceSeconds: 6 });
      await cluster.allIsWell();
    });
    /** The last that was told of an object. */
    const correctedOf = (object: KubeObject): CorrectedDrift | undefined =>
      cluster.held.corrected
        .filter(({ ref }) => ref.name === object.metadata.name)
        .at(-1);
    /** Every event is to be seen by itself, as between two runs of Flux. */
    const counted = (object: KubeObject, count: number) =>
      cluster.holds(
        () => correctedOf(object)?.count === count,
        `${object.metadata.name} was put back ${count} times`,
      );

    it('is told with its author and fields, and how often the same came back', async () => {
      for (const count of [1, 2, 3]) {
        await cluster.patch(settings, { data: { mode: `wild ${count}` } });
        await flux.revert(SHOP, settings);
        await counted(settings, count);
      }
      const told = correctedOf(settings);
      expect(told).toMatchObject({
        part: SHOP,
        manager: { name: 'kubectl-edit', operation: 'Update' },
        fields: [
          {
            op: 'replace',
            fieldPath: '.data.mode',
            desired: { value: 'calm' },
            live: { value: 'wild 3' },
          },
        ],
      });
      const { firstDetectedAt = '', detectedAt, correctedAt } = told ?? {};
      expect([firstDetectedAt, detectedAt, correctedAt].sort()).toEqual([
        firstDetectedAt,
        detectedAt,
        correctedAt,
      ]);
      expect(firstDetectedAt).not.toBe(detectedAt);
      // Nothing is left of the author on the object itself.
      const { managedFields } = (await cluster.live(settings)).metadata;
      expect(JSON.stringify(managedFields)).not.toContain('kubectl-edit');
      expect(cluster.findings).toEqual([]);
    }, 60_000);

    it('is told apart by author and by field', async () => {
      await cluster.patch(web, { spec: { replicas: 4 } }, 'kubectl-patch');
      await flux.revert(SHOP, web);
      await counted(web, 1);
      expect(correctedOf(web)).toMatchObject({
        manager: { name: 'kubectl-patch' },
        fields: [{ fieldPath: '.spec.replicas', live: { value: 4 } }],
      });
      await cluster.patch(web, { spec: { paused: true } });
      await flux.revert(SHOP, web);
      await cluster.holds(
        () => correctedOf(web)?.manager.name === 'kubectl-edit',
        'the other author',
      );
      expect(correctedOf(web)).toMatchObject({
        count: 1,
        fields: [{ op: 'add', fieldPath: '.spec.paused' }],
      });
      expect(cluster.findings).toEqual([]);
    }, 60_000);

    it('is told of an object that somebody deleted, who leaves no name', async () => {
      await cluster.delete(settings);
      await flux.revert(SHOP, settings);
      await counted(settings, 1);
      expect(correctedOf(settings)).toMatchObject({
        manager: { name: 'unknown' },
        fields: [],
      });
      expect(cluster.findings).toEqual([]);
    }, 60_000);

    it('is a fight when a manager always comes back, and both are named', async () => {
      for (let count = 1; count <= 6; count++) {
        const data = { mode: `theirs ${count}` };
        await cluster.patch(settings, { data }, 'my-operator');
        await flux.revert(SHOP, settings);
        await counted(settings, count);
      }
      const { conditions } = await cluster.holds(
        held =>
          held.conditions?.some(
            ({ type, status }) => type === 'Fighting' && status === 'True',
          ),
        'a fight',
      );
      expect(conditions?.find(({ type }) => type === 'Fighting')).toMatchObject(
        {
          message: expect.stringMatching(
            `^ConfigMap shop/settings: my-operator and ${FLUX} over .data.mode, [56] times since 20`,
          ),
        },
      );
      expect(correctedOf(settings)?.manager.name).toBe('my-operator');
      expect(cluster.findings).toEqual([]);
    }, 60_000);
  },
  { own: true },
);
