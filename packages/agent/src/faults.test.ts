import { describeOnKubernetes, until } from '@flotilla/testbed';
import { AgentHub } from './__testUtils__/AgentHub';
import { AgentOptions } from './AgentOptions';
import { FaultProxy } from './__testUtils__/FaultProxy';
import { InstalledCluster } from './__testUtils__/InstalledCluster';
import { findingsOf, heldBy } from './__testUtils__/small/held';

const LONG = 45_000;
const CERT_MANAGER =
  '/apis/apps/v1/namespaces/cert-manager/deployments/cert-manager';

describeOnKubernetes(
  'an agent whose API server is in trouble',
  kubernetes => {
    let hub: AgentHub;
    let cluster: InstalledCluster;
    let proxy: FaultProxy;

    beforeAll(async () => {
      cluster = await InstalledCluster.install(kubernetes());
      hub = cluster.hub;
      proxy = await FaultProxy.start(cluster.kubeConfig);
    }, 300_000);
    afterAll(async () => {
      await proxy?.stop();
      await cluster?.stop();
    });
    beforeEach(() => start());
    afterEach(async () => {
      proxy.fault = {};
      proxy.concerns = undefined;
      await cluster.rest();
    });

    const held = () => heldBy(hub);
    const findings = () => findingsOf(hub);

    const allIsWell = () =>
      until(
        () => {
          const { counts, engine } = held();
          return (
            counts?.unknown === 0 &&
            counts.drifted === 0 &&
            engine?.ready === 'True'
          );
        },
        'all is well',
        LONG,
      );
    async function start(more: Partial<AgentOptions> = {}): Promise<void> {
      hub.reports.length = 0;
      await cluster.watch({
        kubeConfig: proxy.kubeConfig(),
        persistenceSeconds: 1,
        heartbeatSeconds: 0.5,
        pulseMilliseconds: 2_000,
        ...more,
      });
      await allIsWell();
    }

    const isBlind = () =>
      until(
        () => {
          const { counts, engine } = held();
          return counts?.current === 0 && engine?.ready !== 'True';
        },
        'nothing is green',
        LONG,
      );

    const edit = () =>
      kubernetes().request(`${CERT_MANAGER}?fieldManager=kubectl-edit`, {
        method: 'PATCH',
        contentType: 'application/merge-patch+json',
        body: { spec: { replicas: 3 } },
      });

    it('loses nothing when every connection drops', async () => {
      proxy.drop();
      await edit();
      const found = await until(() => findings()[0], 'the edit', LONG);
      expect(found).toMatchObject({
        ref: { kind: 'Deployment', name: 'cert-manager' },
        state: 'Modified',
        fields: [
          {
            fieldPath: '.spec.replicas',
            live: { value: 3 },
            manager: { name: 'kubectl-edit' },
          },
        ],
      });
      await cluster.restore();
      await allIsWell();
      expect(findings().every(one => one.key === found.key)).toBe(true);
    });

    it('is never green, and finds nothing, while its token is refused', async () => {
      proxy.fault = { status: 401 };
      proxy.drop();
      await isBlind();
      expect(findings()).toEqual([]);
    });

    it('finds nothing that is not there when it is slow', async () => {
      await cluster.rest();
      proxy.fault = { delay: 1_500 };
      await start();
      expect(findings()).toEqual([]);
    });

    it('reads an expired token anew', async () => {
      await cluster.rest();
      let token = 'expired';
      let renewed = 0;
      const fresh = cluster.kubeConfig.getCurrentUser()?.token ?? '';
      await start({
        kubeConfig: proxy.kubeConfig(token),
        renewKubeConfig: () => {
          renewed += 1;
          token = fresh;
          return proxy.kubeConfig(token);
        },
      });
      expect(renewed).toBeGreaterThan(0);
    });

    it.each([600, -600])(
      'finds nothing when clocks are %s s apart',
      async seconds => {
        await cluster.rest();
        proxy.fault = { clock: seconds };
        await start({ persistenceSeconds: 30 });
        const before = hub.reports.length;
        await until(() => hub.reports.length > before + 4, 'heartbeats', LONG);
        expect(findings()).toEqual([]);
        const skew = Date.parse(hub.last?.observedAt ?? '') - Date.now();
        expect(Math.abs(skew)).toBeLessThan(60_000);
      },
    );

    it.each([600, -600])(
      'knows who made an edit and when, when clocks are %s s apart',
      async seconds => {
        await cluster.rest();
        proxy.fault = { clock: seconds };
        const persistence = 3_000;
        await start({ persistenceSeconds: persistence / 1000 });
        const madeAt = Date.now();
        await edit();
        const { since, fields } = await until(
          () => findings()[0],
          'the edit',
          LONG,
        );
        // The server writes whole seconds.
        expect(Date.now() - madeAt).toBeGreaterThan(persistence - 1_000);
        const [{ manager }] = fields;
        for (const time of [since, manager?.time]) {
          const late = Date.parse(time ?? '') - madeAt;
          expect(Math.abs(late)).toBeLessThan(3_000);
        }
        await cluster.restore();
        await allIsWell();
      },
    );
  },
  { own: true },
);
