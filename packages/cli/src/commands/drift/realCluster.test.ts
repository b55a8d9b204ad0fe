import { execFileSync } from 'node:child_process';
import {
  describeOnKubernetes,
  kubernetesTools,
  startFlux,
  TestRepository,
  until,
} from '@flotilla/testbed';
import type { Flux } from '@flotilla/testbed';
import { runCommand } from '../../__testUtils__/runCommand';

const BUILD = 15 * 60_000;
const NAME = 'first';
const IGNORE_RULES = `  drift:
    ignore:
      - {target: {kind: ConfigMap}, paths: [/data/contact], reason: tuned until spring, expires: '2026-01-31'}
      - {target: {kind: Gateway}, paths: [/spec], reason: nobody has one}
`;

describeOnKubernetes(
  'flotilla drift, asked of a real cluster',
  kubernetes => {
    let repository: TestRepository;
    let flux: Flux;
    let kubectl: (args: readonly string[], input?: string) => void;
    let owner: string;

    const run = (...args: string[]) =>
      runCommand(args, {
        cwd: repository.folder,
        now: new Date().toISOString(),
      });
    const drift = (kubeconfig: string, ...args: string[]) =>
      run('drift', NAME, '--kubeconfig', kubeconfig, ...args);
    const inSync = () =>
      until(
        async () => {
          const result = await drift(owner);
          return result.code === 0 && result;
        },
        'the cluster to be as Git says',
        60_000,
      );
    /** Flux puts things right once a minute, maybe before they were seen. */
    const driftAfter = (change: () => void) =>
      until(async () => {
        change();
        const result = await drift(owner);
        return /^first {2}Drifted: /.test(result.out) && result;
      }, 'the change to be seen');
    const patch = (change: object) =>
      kubectl([
        ...['patch', 'configmap', 'cluster-info', '--namespace=cluster-info'],
        ...['--type=merge', `--patch=${JSON.stringify(change)}`],
      ]);

    beforeAll(async () => {
      repository = new TestRepository();
      await run('init', '--yes', '--cluster', NAME);
      repository.commit({});
      flux = await startFlux(kubernetes(), repository.folder);
      owner = await kubernetes().save(kubernetes().adminKubeconfig);
      const tools = await kubernetesTools();
      kubectl = (args, input) => {
        const given = ['--kubeconfig', owner, ...args];
        execFileSync(tools.kubectl, given, { input });
      };
      const { out } = await run('bootstrap', NAME);
      kubectl(['apply', '--server-side', '--filename=-'], out);
      await inSync();
    }, BUILD);
    afterAll(async () => {
      await flux?.stop();
      repository.remove();
    });

    it('says that it holds what Git says, and ends with 0', async () => {
      expect(await drift(owner)).toEqual({
        code: 0,
        err: '',
        out: 'first  InSync: 5 of 5 objects match  (0 s ago)\n',
      });
    });

    it('names what was edited by hand, by whom, and ends with 1', async () => {
      const { code, out, err } = await driftAfter(() =>
        patch({ data: { contact: 'nobody' } }),
      );
      expect({ code, err }).toEqual({ code: 1, err: '' });
      expect(out).toMatch(
        /^first {2}Drifted: 1 resource, 1 field differ {2}\(0 s ago\)\n {2}ConfigMap cluster-info\/cluster-info {2}Modified, \w+ {2}components\/cluster-info\n {6}\.data\.contact {2}desired "#platform", live "nobody" {2}by kubectl-patch, \d+ s ago\n$/,
      );
    });

    it('is in sync again once that is put right', async () => {
      patch({ data: { contact: '#platform' } });
      expect((await inSync()).out).toMatch(/^first {2}InSync: 5 of 5/);
    });

    it('names what was taken away', async () => {
      const { code, out } = await driftAfter(() =>
        kubectl([
          ...['delete', 'configmap', 'cluster-info', '--ignore-not-found'],
          '--namespace=cluster-info',
        ]),
      );
      expect(code).toBe(1);
      expect(out).toMatch(
        /^ {2}ConfigMap cluster-info\/cluster-info {2}Missing, /m,
      );
    });

    it('says of each object that the person may not read it, and ends with 2', async () => {
      const person = await kubernetes().kubeconfigFor('passer-by');
      const { code, out } = await drift(await kubernetes().save(person));
      expect(code).toBe(2);
      expect(out).toMatch(/^first {2}Unknown: 0 of 5 objects match/);
      expect(
        out.match(/^ {2}\? .*Forbidden: .* "passer-by" cannot list/gm),
      ).toHaveLength(5);
      expect(out).toMatch(
        /! Not searched for objects that Git doesn't know: .*Kustomization/,
      );
    });

    it.each<[string, (kubeconfig: string) => string, RegExp]>([
      [
        'that cannot be reached',
        text => text.replace(/server: .*/, 'server: https://127.0.0.1:1'),
        /connect ECONNREFUSED 127\.0\.0\.1:1/,
      ],
      [
        'that nobody vouches for',
        text => text.replace('certificate-authority-data:', 'left-out:'),
        /certificate/,
      ],
      [
        'that does not know who asks',
        text => text.replace(/token: .*/, 'token: of-somebody-else'),
        /Unauthorized/,
      ],
    ])('ends with 2 for a server %s', async (_, change, message) => {
      const account = await kubernetes().serviceAccountKubeconfig(
        'default',
        'reader',
      );
      const { code, out, err } = await drift(
        await kubernetes().save(change(account)),
      );
      expect({ code, out }).toEqual({ code: 2, out: '' });
      expect(err).toMatch(/^flotilla: first can't be compared: [^\n]+\n$/);
      expect(err).toMatch(message);
    });

    it('names the ignore rule that has expired, and the one that aims at nothing', async () => {
      const before = repository.git('show', 'HEAD:fleet.yaml');
      repository.commit({ 'fleet.yaml': `${before}\n${IGNORE_RULES}` });
      const { out } = await inSync();
      expect(out).toMatch(
        /! Ignore rules: "tuned until spring" \(ConfigMap\): .*2026-01-31.*; "nobody has one" \(Gateway\): It aims at no object of this cluster\.\n$/,
      );
    });
  },
  { own: true },
);
