import { KubeObject } from '@flotilla/drift';
import {
  Flux,
  TestRepository,
  describeOnKubernetes,
  startFlux,
  until,
} from '@flotilla/testbed';
import { stringify } from 'yaml';
import { json } from './json';
import { SmallCluster } from './__testUtils__/small/SmallCluster';
import { CLUSTER, SHOP, shop } from './__testUtils__/small/smallFleet';
import { WrittenFlux } from './__testUtils__/small/WrittenFlux';

const BUILD = 15 * 60_000;
/** Flux checks health for half a minute at least, and looks at nothing else meanwhile. */
const HEALTH_CHECK = 90_000;

describeOnKubernetes(
  'an agent beside Flux itself',
  kubernetes => {
    let repository: TestRepository;
    let flux: Flux;
    let cluster: SmallCluster;
    const [, settings, web] = shop();

    /** Commits what a part holds; the hub and Flux see it. */
    async function commit(
      objects: KubeObject[],
      text = objects.map(one => `---\n${stringify(one)}`).join(''),
    ): Promise<string> {
      const path = `rendered/${CLUSTER}/${SHOP}/manifests.yaml`;
      const head = repository.commit({ [path]: text });
      cluster.commit(head, { [SHOP]: objects });
      await flux?.fetch();
      return head;
    }
    const part = () => cluster.held.parts.find(({ name }) => name === SHOP);
    const stage = () => new WrittenFlux(cluster).stage(SHOP);
    const statusOf = async () => json.map((await cluster.live(stage())).status);
    async function headIsApplied(): Promise<void> {
      const head = `main@sha1:${repository.git('rev-parse', 'HEAD')}`;
      await until(
        async () => (await statusOf()).lastAppliedRevision === head,
        'the last commit is applied',
        20_000,
      );
    }
    async function isAtRest(): Promise<void> {
      await headIsApplied();
      await cluster.allIsWell();
    }
    /** The reports, after the first so many, that tell of anything but in sync. */
    const outOfSyncAfter = (seen: number) =>
      cluster.hub.reports
        .slice(seen)
        .filter(
          ({ engine, parts }) =>
            (engine && engine.ready !== 'True') ||
            parts?.some(one => !one.applied),
        );
    /** A run that is under way still takes back what it finds. */
    async function suspend(is: boolean): Promise<void> {
      await cluster.patch(stage(), { spec: { suspend: is } }, 'flux');
      await until(async () => {
        const { conditions } = await statusOf();
        return !json
          .list(conditions)
          .some(one => json.map(one).type === 'Reconciling');
      }, 'Flux is at rest');
    }
    const edit = (mode: string) => cluster.patch(settings, { data: { mode } });
    const modeOf = async () =>
      json.text(json.map((await cluster.live(settings)).data).mode);

    beforeAll(async () => {
      cluster = await SmallCluster.start(kubernetes(), 'Flux');
      repository = new TestRepository();
      await commit(shop());
      flux = await startFlux(kubernetes(), repository.folder);
      await kubernetes().apply('/api/v1/namespaces/flux-system', {
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: { name: 'flux-system' },
      });
      await cluster.apply(new WrittenFlux(cluster).source, 'flux');
      const { spec, ...rest } = stage();
      const often = { interval: '3s', retryInterval: '2s', timeout: '30s' };
      await cluster.apply(
        { ...rest, spec: { ...json.map(spec), ...often } },
        'flux',
      );
      await cluster.watch();
    }, BUILD);
    afterAll(async () => {
      await cluster?.stop();
      await flux?.stop();
      repository.remove();
    });
    afterEach(async () => {
      await cluster.patch(stage(), { spec: { suspend: false } }, 'flux');
      await commit(shop());
      await cluster.allIsWell();
    }, HEALTH_CHECK);

    it('finds nothing in what Flux has applied', async () => {
      const { counts } = await cluster.allIsWell();
      expect(counts).toMatchObject({ desired: 3, current: 3, drifted: 0 });
      expect(cluster.findings).toEqual([]);
    });

    it('stays in sync while Flux looks again, as at every interval', async () => {
      await isAtRest();
      const runs = async () => {
        const { history } = await statusOf();
        const [last] = json.list(history).map(json.map);
        return Number(last.totalReconciliations);
      };
      const [before, seen] = [await runs(), cluster.hub.reports.length];
      await until(async () => (await runs()) > before + 1, 'two runs', 20_000);
      expect(outOfSyncAfter(seen)).toEqual([]);
    });

    it('stays in sync while Flux applies a commit that leaves the part as it was', async () => {
      await isAtRest();
      const seen = cluster.hub.reports.length;
      const head = `main@sha1:${await commit(shop())}`;
      await cluster.holds(
        ({ engine }) => engine?.appliedRevision === head,
        'the commit is applied',
      );
      expect(outOfSyncAfter(seen)).toEqual([]);
    });

    it('tells what Flux left behind, and what somebody put there, and nothing else', async () => {
      const binding: KubeObject = {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'RoleBinding',
        metadata: { name: 'back-door', namespace: 'default' },
        roleRef: {
          apiGroup: 'rbac.authorization.k8s.io',
          kind: 'ClusterRole',
          name: 'view',
        },
      };
      const { kind } = binding;
      cluster.hub.unmanaged = [{ group: 'rbac.authorization.k8s.io', kind }];
      await cluster.patch(stage(), { spec: { prune: false } }, 'flux');
      await until(async () => {
        const { metadata, status } = await cluster.live(stage());
        return json.map(status).observedGeneration === metadata.generation;
      }, 'Flux knows that it prunes nothing');
      const other = {
        ...settings,
        metadata: { ...settings.metadata, name: 'other' },
      };
      await commit([shop()[0], other, web]);
      await headIsApplied();
      await cluster.apply(binding, 'kubectl-create');
      await cluster.watch();
      const { resources } = await cluster.holds(
        held => held.resources.length > 1,
        'both are told',
      );
      expect(resources).toHaveLength(2);
      expect(resources).toEqual(
        expect.arrayContaining([
          expect.objectContaining({
            ref: expect.objectContaining({ kind, name: 'back-door' }),
            state: 'Unmanaged',
            reason: "kubectl-create put it there; Git doesn't declare it.",
          }),
          expect.objectContaining({
            ref: expect.objectContaining({ name: 'settings' }),
            state: 'Orphaned',
          }),
        ]),
      );
      cluster.hub.unmanaged = [];
      await commit(shop());
      await headIsApplied();
      for (const one of [binding, other]) await cluster.delete(one);
      await cluster.patch(stage(), { spec: { prune: true } }, 'flux');
      await cluster.watch();
    });

    it('tells of an edit that Flux takes back within seconds, and whose it was', async () => {
      await cluster.allIsWell();
      await edit('hasty');
      const { corrected } = await cluster.holds(
        held => held.corrected.length > 0,
        'the edit is told as corrected',
      );
      expect(corrected[0]).toMatchObject({
        ref: { kind: 'ConfigMap', name: 'settings' },
        fields: [
          {
            fieldPath: '.data.mode',
            manager: { name: 'kubectl-edit' },
          },
        ],
      });
      expect(await modeOf()).toBe('calm');
    });

    it('tells of an edit that stays while the part is suspended', async () => {
      await cluster.allIsWell();
      await suspend(true);
      await cluster.holds(
        ({ engine }) => engine?.suspended,
        'it is told as suspended',
      );
      await edit('bold');
      const held = await cluster.holds(
        ({ resources }) => resources.length > 0,
        'the edit is told',
      );
      expect(held.resources).toMatchObject([
        {
          state: 'Modified',
          fields: [
            { fieldPath: '.data.mode', manager: { name: 'kubectl-edit' } },
          ],
        },
      ]);
    });

    const broken = { ...web, spec: { ...json.map(web.spec), replicas: 'two' } };
    it.each([
      ['refuses', () => commit([shop()[0], settings, broken])],
      ['cannot read', () => commit(shop({ mode: 'brave' }), 'kind: [')],
    ])('takes nothing for applied that Flux %s', async (_, change) => {
      await cluster.allIsWell();
      await change();
      await cluster.holds(
        ({ engine, parts }) =>
          engine?.ready === 'False' &&
          parts.every(({ state }) => state === 'NotApplied'),
        'the refusal is told',
      );
      expect(part()).toMatchObject({ applied: false, state: 'NotApplied' });
    });

    it('is not in sync while a Deployment does not get ready', async () => {
      await cluster.allIsWell();
      const before = cluster.findings.length;
      const spec = json.map(web.spec);
      const template = json.map(spec.template);
      const nowhere = {
        ...web,
        spec: {
          ...spec,
          template: {
            ...template,
            spec: {
              ...json.map(template.spec),
              nodeSelector: { disktype: 'unobtainable' },
            },
          },
        },
      };
      await commit([shop()[0], settings, nowhere]);
      await cluster.holds(
        () => part()?.applied === false && part()?.health === 'InProgress',
        'Flux is told to wait',
      );
      expect(cluster.findings.slice(before)).toEqual([]);
    });

    it('says that Git is out of reach, and finds nothing for it', async () => {
      await cluster.allIsWell();
      const before = cluster.findings.length;
      repository.git('branch', '-m', 'main', 'elsewhere');
      await flux.fetch();
      await cluster.holds(
        ({ engine }) => engine?.sourceReady === 'False',
        'the source is told as failing',
      );
      repository.git('branch', '-m', 'elsewhere', 'main');
      expect(cluster.findings.slice(before)).toEqual([]);
    });
  },
  { own: true },
);
