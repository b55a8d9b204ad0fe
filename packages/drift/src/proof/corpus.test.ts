import {
  Installed,
  Product,
  describeOnKubernetes,
  eachOf,
  products,
} from '@flotilla/testbed';
import { CONTROLLED } from '../__testUtils__/controlled';
import { HandChange } from '../__testUtils__/handChanges';
import { OnServer, Outcome, Told, titleOf } from '../__testUtils__/OnServer';
import { randomNumbers } from '../__testUtils__/random';
import { upTo } from '../__testUtils__/upTo';

const MINUTES = 60_000;

/** So many changes of each sort: 500. */
const CHANGES: [HandChange, number][] = [
  ['edit', 180],
  ['apply', 80],
  ['scale', 30],
  ['set image', 60],
  ['label', 75],
  ['delete', 75],
];

/** Kinds that no server of today serves, and those whose definitions the corpus leaves out for their size. */
const NOT_SERVED = [
  'apiregistration.k8s.io/v1beta1 APIService',
  'batch/v1beta1 CronJob',
  'extensions/v1beta1 Ingress',
  'monitoring.coreos.com/v1 Alertmanager',
  'monitoring.coreos.com/v1 Prometheus',
  'policy/v1beta1 PodDisruptionBudget',
  'pxc.percona.com/v1 PerconaXtraDBCluster',
];

/** What intercepts the requests of others was taken away again. */
const isRestable = ({ desired }: Installed) =>
  !/Webhook|APIService|ResourceQuota|AdmissionPolicy/.test(desired.kind);

describeOnKubernetes(
  'the corpus on a real API server',
  kubernetes => {
    const findings: string[] = [];
    const disagreements: string[] = [];
    const toldOfControllers: Told[] = [];
    const random = randomNumbers(5);
    let server: OnServer;

    beforeAll(async () => {
      server = new OnServer(kubernetes());
      const corpus = products();
      await server.installation.define(corpus);
      const rounds = await server.installation.rounds(corpus);
      for (const round of rounds) await installRound(round, server);
    }, 15 * MINUTES);

    async function installRound(round: Product[], on: OnServer): Promise<void> {
      const installed = await on.installation.install(round);
      await on.add(installed);
      const there = installed.filter(one => !one.refused);
      findings.push(...there.flatMap(one => on.finding(one)));
      const tryControllers = async (one: Installed) => {
        toldOfControllers.push(...(await on.tryControllers(one)));
      };
      await eachOf(
        there.filter(one => !isRestable(one)),
        tryControllers,
      );
      await on.installation.removeInterceptors(installed);
      await eachOf(there.filter(isRestable), async one => {
        const title = titleOf(one.desired);
        disagreements.push(...(await on.disagreements(title, one)));
        await tryControllers(one);
      });
    }

    it('differs nowhere from what Git says', () => {
      expect(findings).toEqual([]);
      expect(server.there.length).toBeGreaterThan(1290);
      const found = new Set(server.there.map(one => one.product));
      expect(found.size).toBe(51);
    });

    it('leaves out only what removes itself when it is done', () => {
      const excluded = server.there.filter(
        one => server.compare(one.desired, one.live).state === 'Excluded',
      );
      for (const { desired } of excluded) {
        expect(desired).toMatchObject({
          kind: 'Job',
          spec: { ttlSecondsAfterFinished: expect.any(Number) },
        });
      }
    });

    it('lacks only what the server does not serve', () => {
      const refused = server.installed.filter(one => one.refused);
      const kinds = refused.map(
        ({ desired }) => `${desired.apiVersion} ${desired.kind}`,
      );
      expect([...new Set(kinds)].sort()).toEqual(NOT_SERVED);
      for (const one of refused) expect(one.refused).toMatch(/is not served$/);
    });

    it('differs nowhere either when controllers scale, inject certificates and write status', async () => {
      await installRound([CONTROLLED], new OnServer(kubernetes()));
      expect(findings).toEqual([]);
      expect(toldOfControllers.flatMap(one => one.faults)).toEqual([]);
      const made = (manager: string) =>
        toldOfControllers.filter(one => one.manager === manager).length;
      expect(made('kube-controller-manager')).toBeGreaterThan(8);
      expect(made('cainjector')).toBeGreaterThan(35);
      for (const writer of ['kubelet', 'kwok', 'cloud-controller-manager']) {
        expect(made(writer)).toBeGreaterThan(0);
      }
    }, 60_000);

    it(
      'with 500 changes that people make: each is found, at its place, with its author',
      async () => {
        const missed: string[] = [];
        const made: [HandChange, number][] = [];
        for (const [change, count] of CHANGES) {
          const outcomes = await tryOften(change, count);
          made.push([change, outcomes.length]);
          missed.push(...outcomes.flatMap(one => one.missed));
          disagreements.push(...outcomes.flatMap(one => one.disagreements));
        }
        expect(missed).toEqual([]);
        expect(made).toEqual(CHANGES);
      },
      15 * MINUTES,
    );

    function tryOften(change: HandChange, count: number): Promise<Outcome[]> {
      const subjects = () =>
        server.there
          .filter(isRestable)
          .map(one => ({ one, at: random() }))
          .sort((a, b) => a.at - b.at)
          .map(({ one }) => one);
      return upTo(count, subjects, one =>
        server.tryChange(one, change, random),
      );
    }

    it('agrees with a server-side apply that is only tried, before and after those changes', () => {
      expect(disagreements).toEqual([]);
    });
  },
  { own: true },
);
