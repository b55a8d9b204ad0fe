import type { SyncStage } from '@flotilla/backstage-plugin-flotilla-common';
import { KubeObject } from '@flotilla/drift';
import { describeOnKubernetes, engineDefinitions } from '@flotilla/testbed';
import { compareCluster } from './compareCluster';
import { SmallCluster } from './__testUtils__/small/SmallCluster';
import {
  ARGO_SAYS,
  ArgoSituation,
  WrittenArgoCd,
} from './__testUtils__/small/WrittenArgoCd';
import { CLUSTER, SHOP, commit, shop } from './__testUtils__/small/smallFleet';
import { stringify } from 'yaml';

const C1 = commit('a');
const C2 = commit('b');
const parts = { [SHOP]: shop() };

describeOnKubernetes(
  'beside Argo CD',
  kubernetes => {
    let cluster: SmallCluster;
    let argoCd: WrittenArgoCd;

    beforeAll(async () => {
      cluster = await SmallCluster.start(kubernetes(), 'ArgoCD');
      argoCd = new WrittenArgoCd(cluster);
      await argoCd.begin(C1, parts);
      await cluster.watch();
    }, 120_000);
    afterAll(() => cluster?.stop());
    beforeEach(async () => {
      await argoCd.begin(C1, parts);
      await cluster.allIsWell();
      cluster.forget();
    });

    const told = (state: SyncStage['state']) =>
      cluster.holds(
        ({ engine, parts: all }) =>
          engine?.stages[0]?.state === state &&
          all.every(({ applied }) => !applied),
        `the Application is ${state}`,
      );

    it.each<[string, ArgoSituation, SyncStage['state'], string | undefined]>([
      [
        'out of sync',
        ARGO_SAYS.isOutOfSync(C1, C1),
        'Progressing',
        'Sync is OutOfSync, health Healthy.',
      ],
      [
        'at work on a commit',
        ARGO_SAYS.isSyncing(C1, C2),
        'Progressing',
        'waiting for healthy state of apps/Deployment/web',
      ],
      [
        'held up by what is degraded',
        ARGO_SAYS.isDegraded(C1),
        'Failed',
        'Health is Degraded.',
      ],
      [
        'held up by a commit that can’t be applied',
        ARGO_SAYS.failedToSync(C1, C2),
        'Failed',
        'one or more objects failed to apply, reason: is invalid',
      ],
      [
        'held up by a repository that can’t be read',
        ARGO_SAYS.canNotCompare(C1),
        'Failed',
        'Failed to load target state: rpc error: repository not accessible',
      ],
    ])(
      'a part that is %s is not applied, and nothing of it is drift',
      async (_, situation, state, message) => {
        await argoCd.says(SHOP, situation, shop());
        const { engine, parts: all } = await told(state);
        expect(engine).toMatchObject({
          kind: 'ArgoCD',
          ready: state === 'Failed' ? 'False' : 'Unknown',
          suspended: false,
          stages: [{ part: SHOP, message }],
        });
        expect(all).toMatchObject([{ message }]);
        expect(cluster.findings).toEqual([]);
      },
    );

    it('a part that nobody syncs by itself is suspended, by whom is told', async () => {
      const application = argoCd.application(SHOP);
      const automated = { enabled: false };
      await cluster.patch(
        application,
        { spec: { syncPolicy: { automated } } },
        'argocd-server',
      );
      const { engine, parts: all } = await told('Suspended');
      expect(engine).toMatchObject({
        suspended: true,
        suspendedBy: { name: 'argocd-server' },
      });
      expect(all).toMatchObject([
        { message: 'Automated sync is off for this part.' },
      ]);
      expect(cluster.findings).toEqual([]);
      const enabled = { automated: { enabled: null } };
      await cluster.patch(application, { spec: { syncPolicy: enabled } });
    });

    it('without the definition of Application nothing counts as applied, until it is back', async () => {
      const [definition] = engineDefinitions('ArgoCD');
      await cluster.delete(definition);
      const message = 'Application (argoproj.io/v1alpha1) is not served here.';
      const { parts: all } = await cluster.holds(
        ({ engine }) => engine?.message === message,
        'the engine is gone',
      );
      expect(all).toMatchObject([
        { applied: false, state: 'Unknown', message },
      ]);
      expect(cluster.findings).toEqual([]);
      await cluster.apply(definition, 'definitions');
      await argoCd.begin(C1, parts);
      await cluster.allIsWell();
    });

    describe('what Git has no more', () => {
      const old: KubeObject = {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'old', namespace: 'shop' },
      };
      const orphans = async () => {
        const { resources } = await compareCluster({
          kubeConfig: cluster.proxy.kubeConfig(),
          cluster: CLUSTER,
          engine: 'ArgoCD',
          commit: C1,
          parts: [
            {
              name: SHOP,
              text: shop()
                .map(one => stringify(one))
                .join('---\n'),
            },
          ],
        });
        return resources.map(({ state, ref, reason }) => ({
          state,
          name: ref.name,
          reason,
        }));
      };
      beforeEach(() => argoCd.applyObject(SHOP, old));
      afterEach(() => cluster.delete(old));

      it('is left behind when Argo CD says so and has synced', async () => {
        const behind = ARGO_SAYS.isOutOfSync(C1, C1);
        await argoCd.says(SHOP, behind, shop(), [old]);
        expect(await orphans()).toEqual([
          {
            state: 'Orphaned',
            name: 'old',
            reason:
              "Application argocd/workspaces-shop put it there and answers for it no more; Git doesn't declare it.",
          },
        ]);
      });

      it('is not told while Argo CD is still to take it away', async () => {
        const ahead = ARGO_SAYS.isOutOfSync(C1, C2);
        await argoCd.says(SHOP, ahead, shop(), [old]);
        expect(await orphans()).toEqual([]);
        await argoCd.says(SHOP, ARGO_SAYS.isSyncing(C1, C2), shop(), [old]);
        expect(await orphans()).toEqual([]);
      });

      it('is left behind when its Application is gone', async () => {
        await argoCd.applyObject('workspaces/gone', old);
        expect(await orphans()).toMatchObject([
          { state: 'Orphaned', reason: expect.stringContaining('is gone') },
        ]);
      });
    });
  },
  { own: true },
);
