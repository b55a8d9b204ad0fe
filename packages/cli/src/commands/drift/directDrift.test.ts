import { promises as fs } from 'node:fs';
import { SimulatedFleet } from '@flotilla/simulator';
import { SAMPLE_FLEET } from '@flotilla/testbed';
import { FleetFolder } from '../../__testUtils__/fleetFolder';
import { runCommand } from '../../__testUtils__/runCommand';

jest.setTimeout(120_000);

const NAME = 'store-0101';
const CERT_MANAGER = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  namespace: 'cert-manager',
  name: 'cert-manager',
};

describe('flotilla drift, asked of the cluster itself', () => {
  let folder: FleetFolder;
  let fleet: SimulatedFleet;
  const kubeconfig = () => `${folder.root}.kubeconfig`;

  beforeAll(async () => {
    folder = await FleetFolder.copyOf(SAMPLE_FLEET);
    folder.git('init', '--quiet', '--initial-branch=main');
    folder.git('add', '--all');
    folder.git('commit', '--quiet', '--message', 'a fleet');
    fleet = await SimulatedFleet.start({
      gitUrl: folder.root,
      engineInterval: 1,
      speed: 50,
    });
    const cluster = await fleet.createCluster({
      name: NAME,
      kubernetesVersion: '1.35.2',
      bootstrapped: true,
    });
    await fs.writeFile(kubeconfig(), cluster.kubeconfig());
  });
  afterAll(async () => {
    await fleet?.stop();
    await fs.rm(kubeconfig(), { force: true });
    await folder.remove();
  });

  const drift = (...args: string[]) =>
    runCommand(['drift', NAME, '--kubeconfig', kubeconfig(), ...args], {
      cwd: folder.root,
    });

  /** The engine takes its time. */
  const untilCode = async (wanted: number) => {
    for (let tries = 0; ; tries++) {
      const result = await drift();
      if (result.code === wanted || tries > 60) return result;
      await new Promise(resolve => setTimeout(resolve, 500));
    }
  };

  it('says that a cluster holds what Git says, and ends with 0', async () => {
    expect(await untilCode(0)).toEqual({
      code: 0,
      err: '',
      out: expect.stringMatching(
        /^store-0101 {2}InSync: \d+ of \d+ objects match {2}\(0 s ago\)\n/,
      ),
    });
  });

  it('names what differs, who did it and in what, and ends with 1', async () => {
    await untilCode(0);
    const cluster = fleet.cluster(NAME);
    cluster.suspend();
    cluster.scale(CERT_MANAGER, 7);
    const { code, out } = await drift();
    expect(code).toBe(1);
    expect(out).toMatch(/^store-0101 {2}Drifted: 1 resource, 1 field differ/);
    expect(out).toMatch(
      /Deployment cert-manager\/cert-manager {2}Modified, \w+ {2}components\/cert-manager\n +\.spec\.replicas {2}desired \d, live 7 {2}by kubectl/,
    );
    expect(JSON.parse((await drift('-o', 'json')).out)).toMatchObject({
      state: 'Drifted',
      current: true,
      summary: { objects: 1, fields: 1 },
    });
    // A suspended engine puts nothing right: what it would do isn't known to be done.
    cluster.scale(CERT_MANAGER, 1);
    expect(await drift()).toMatchObject({
      code: 1,
      out: expect.stringMatching(/^store-0101 {2}Suspended: /),
    });
    cluster.resume();
  });

  it('knows what the engine has applied from what Git said then', async () => {
    await untilCode(0);
    fleet.cluster(NAME).suspend();
    const manifest = `rendered/${NAME}/components/cert-manager/manifests.yaml`;
    await folder.edit(manifest, text =>
      text.replace(/replicas: 1/, 'replicas: 2'),
    );
    folder.git('commit', '--quiet', '--all', '--message', 'more of it');
    const { out, code } = await drift();
    expect(code).toBe(1);
    expect(out).not.toContain('.spec.replicas');
    expect(out).toMatch(/^store-0101 {2}(Suspended|Progressing): /);
    const earlier = await drift('--revision', 'HEAD~1');
    expect(earlier.out).not.toContain('.spec.replicas');
    fleet.cluster(NAME).resume();
  });

  it.each<[string, string[], RegExp]>([
    ['no such file', ['--kubeconfig', 'nowhere'], /there is no kubeconfig/],
    [
      'no such context',
      ['--context', 'other'],
      /has no context other\n {2}There are: store-0101\. Choose by --context/,
    ],
    ['no such revision', ['--revision', 'v9'], /there is no revision v9/],
  ])('ends with 2 for %s', async (_, args, message) => {
    const { code, err } = await drift(...args);
    expect({ code, err }).toEqual({
      code: 2,
      err: expect.stringMatching(message),
    });
  });

  it.each<[string, string, RegExp]>([
    ['words', 'hello', /\.other is no kubeconfig: it has no context\n$/],
    ['nothing', '', /\.other can't be read as a kubeconfig\n$/],
    [
      'broken YAML, of which it tells nothing',
      'users: [{token: secret',
      /\.other can't be read as a kubeconfig\n$/,
    ],
    [
      'contexts of which none is the current one',
      'contexts: [{name: a, context: {cluster: b, user: c}}]',
      /\.other names no current context\n {2}There are: a\. Choose by --context\.\n$/,
    ],
  ])('ends with 2 for a kubeconfig that holds %s', async (_, text, message) => {
    const other = `${kubeconfig()}.other`;
    await fs.writeFile(other, text);
    const { code, out, err } = await drift('--kubeconfig', other);
    await fs.rm(other);
    expect({ code, out, err }).toEqual({
      code: 2,
      out: '',
      err: expect.stringMatching(message),
    });
  });

  it('ends with 2 for a cluster that does not answer', async () => {
    const text = await fs.readFile(kubeconfig(), 'utf8');
    const dead = `${kubeconfig()}.dead`;
    await fs.writeFile(
      dead,
      text.replace(/server: .*/, 'server: http://127.0.0.1:1'),
    );
    const { code, err } = await drift('--kubeconfig', dead);
    await fs.rm(dead);
    expect({ code, err }).toEqual({
      code: 2,
      err: expect.stringMatching(
        /store-0101 can't be compared: .*ECONNREFUSED/,
      ),
    });
  });
});
