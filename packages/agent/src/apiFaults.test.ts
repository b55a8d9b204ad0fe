import { setTimeout as sleep } from 'node:timers/promises';
import { describeOnKubernetes, until } from '@flotilla/testbed';
import { Fault } from './__testUtils__/FaultProxy';
import { SmallCluster } from './__testUtils__/small/SmallCluster';
import { WrittenFlux } from './__testUtils__/small/WrittenFlux';
import { SHOP, commit, shop } from './__testUtils__/small/smallFleet';

const C1 = commit('a');
const parts = { [SHOP]: shop() };
const [, settings] = shop();
const WATCHED = '/api/v1/configmaps';

describeOnKubernetes(
  'an agent whose API server',
  kubernetes => {
    let cluster: SmallCluster;

    beforeAll(async () => {
      cluster = await SmallCluster.start(kubernetes(), 'Flux');
      await new WrittenFlux(cluster).begin(C1, parts);
    }, 120_000);
    afterAll(() => cluster?.stop());
    beforeEach(async () => {
      await cluster.watch({
        patienceMilliseconds: 1_000,
        persistenceSeconds: 0.3,
        pulseMilliseconds: 1_000,
      });
      await cluster.allIsWell();
    });
    afterEach(async () => {
      cluster.proxy.fault = {};
      cluster.proxy.concerns = undefined;
    });

    const isBlind = () =>
      cluster.holds(
        ({ counts, engine, parts: told }) =>
          counts?.current === 0 &&
          engine?.ready === 'Unknown' &&
          told.every(({ applied, health }) => !applied && health === 'Unknown'),
        'nothing is green',
      );
    const asked = (what: string) =>
      cluster.proxy.requests.filter(one => one.includes(what)).length;
    /** An edit that is found shows that the agent sees again. */
    async function seesAgain(): Promise<void> {
      await cluster.patch(settings, { data: { mode: 'wild' } });
      await cluster.holds(
        ({ resources }) =>
          resources.some(
            ({ state, ref }) => state === 'Modified' && ref.name === 'settings',
          ),
        'the edit',
      );
      await cluster.apply(settings, 'kustomize-controller');
      await cluster.allIsWell();
    }

    it.each<[string, Fault[]]>([
      ['answers 500, then 503', [{ status: 500 }, { status: 503 }]],
      [
        'answers 429, then asks to wait',
        [{ status: 429 }, { status: 429, retryAfter: 2 }],
      ],
      ['takes questions and answers none', [{ isFrozen: true }]],
    ])(
      '%s is never told as green, nor anything as drift, and comes back',
      async (_, faults) => {
        for (const fault of faults) {
          cluster.proxy.fault = fault;
          if (!fault.isFrozen) cluster.proxy.drop();
          await isBlind();
        }
        await sleep(1_000);
        await isBlind();
        cluster.proxy.fault = {};
        await cluster.allIsWell();
        expect(cluster.findings).toEqual([]);
        await seesAgain();
      },
      60_000,
    );

    it('asks to wait isn’t asked again before', async () => {
      cluster.proxy.concerns = /configmaps/;
      cluster.proxy.fault = { status: 429, retryAfter: 3 };
      const before = asked(WATCHED);
      cluster.proxy.drop();
      await until(() => asked(WATCHED) > before, 'the first try');
      const at = Date.now();
      await until(() => asked(WATCHED) > before + 1, 'the next one', 10_000);
      expect(Date.now() - at).toBeGreaterThan(2_900);
      cluster.proxy.fault = {};
      await cluster.allIsWell();
    }, 60_000);

    it('is out of order is asked less and less often, at times of chance', async () => {
      cluster.proxy.concerns = /watch=true/;
      cluster.proxy.fault = { status: 500 };
      cluster.proxy.requests.length = 0;
      cluster.proxy.drop();
      await isBlind();
      await sleep(3_000);
      const kinds = cluster.agent?.census?.kinds.Blind ?? 0;
      expect(kinds).toBeGreaterThan(3);
      expect(asked('watch=true')).toBeLessThan(5 * kinds);
      cluster.proxy.fault = {};
      await cluster.allIsWell();
    }, 60_000);

    it('resets a watch in the middle of an event is asked for it again', async () => {
      cluster.proxy.fault = { cuts: true };
      await cluster.patch(settings, { data: { mode: 'wild' } });
      await until(() => asked(WATCHED) > 1, 'the next watch');
      cluster.proxy.fault = {};
      await cluster.holds(
        ({ resources }) => resources.some(({ state }) => state === 'Modified'),
        'the edit',
      );
      await cluster.apply(settings, 'kustomize-controller');
      await cluster.allIsWell();
      expect(cluster.findings.every(one => one.ref.name === 'settings')).toBe(
        true,
      );
    }, 60_000);

    it('remembers no version to go on from is asked for everything', async () => {
      cluster.proxy.fault = { isForgetful: true };
      cluster.proxy.requests.length = 0;
      cluster.proxy.drop();
      // Of kinds that are younger than the server itself it knows that it has forgotten.
      const listed = () => asked('/kustomizations?limit') > 0;
      await until(listed, 'a new list', 10_000);
      cluster.proxy.fault = {};
      await cluster.allIsWell();
      expect(cluster.findings).toEqual([]);
      await seesAgain();
    }, 60_000);

    it('comes back on new connections alone isn’t believed on those from before', async () => {
      cluster.proxy.fault = { isFrozen: true };
      await isBlind();
      cluster.proxy.deafen();
      cluster.proxy.fault = {};
      await cluster.allIsWell();
      expect(cluster.findings).toEqual([]);
      await seesAgain();
    }, 60_000);
  },
  { own: true },
);
