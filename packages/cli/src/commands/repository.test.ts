import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { SAMPLE_FLEET } from '@flotilla/testbed';
import { FleetFolder } from '../__testUtils__/fleetFolder';
import { runCommand } from '../__testUtils__/runCommand';

// Rendering is quick; a laptop that builds something else beside it isn't.
jest.setTimeout(60_000);

const CLUSTER = 'clusters/prod-eu-1/cluster.yaml';
const PROMETHEUS = 'rendered/prod-eu-1/components/prometheus/manifests.yaml';

/** Three clusters of the sample, and no workspace that names another; `rendered/` is left to the test. */
function ofFewClusters(file: string): boolean {
  return !/^(rendered|clusters\/(?!mgmt-eu|prod-eu-1|store-0101)|workspaces\/(checkout|search))/.test(
    file,
  );
}

describe('the sample fleet', () => {
  it('is valid, and rendered as it stands', async () => {
    const there = { cwd: SAMPLE_FLEET };
    expect(await runCommand(['validate'], there)).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^18 clusters, .*: no problems\n$/),
    });
    expect(await runCommand(['render', '--check'], there)).toMatchObject({
      code: 0,
      err: '',
      out: expect.stringMatching(/^rendered\/ is up to date: \d+ files\n$/),
    });
  });
});

describe('commands on a fleet repository', () => {
  let few: FleetFolder;
  let fleet: FleetFolder;
  beforeAll(async () => {
    few = await FleetFolder.copyOf(SAMPLE_FLEET, ofFewClusters);
    const { code } = await runCommand(['render'], { cwd: few.root });
    if (code !== 0) throw new Error('the fleet of this test does not render');
  });
  beforeEach(async () => {
    fleet = await FleetFolder.copyOf(few.root);
  });
  afterEach(() => fleet.remove());
  afterAll(() => few.remove());

  const flotilla = (...args: string[]) =>
    runCommand(args, { cwd: path.join(fleet.root, 'clusters/prod-eu-1') });

  describe('validate', () => {
    it('names every problem with its place and its remedy, and exits 2', async () => {
      await fleet.edit(CLUSTER, text =>
        text
          .replace('  variables:', '  varialbes:')
          .replace('lables', 'labels')
          .replace('metadata: {name: prod-eu-1,', 'metadata: {name: Prod_1,'),
      );
      const { code, out } = await flotilla('validate');
      expect(code).toBe(2);
      expect(out).toMatch(
        /^clusters\/prod-eu-1\/cluster\.yaml:3:\d+ {2}.*Prod_1/m,
      );
      expect(out).toMatch(
        /^clusters\/prod-eu-1\/cluster\.yaml:9:3 {2}.*varialbes/m,
      );
      expect(out).toMatch(/variables\?/);
    });

    it('finds what only shows when clusters are composed, with the rule', async () => {
      await fleet.edit(CLUSTER, text =>
        text.replace('values: {replicas: 3}', 'enabled: false'),
      );
      const { code, out } = await flotilla('validate');
      expect(code).toBe(2);
      expect(out).toMatch(
        /^clusters\/prod-eu-1\/cluster\.yaml:15:\d+ {2}.*cert-manager/,
      );
      expect(out).toMatch(/^ {2}models\/base\/2\.1\.0\/model\.yaml:\d+ /m);
    });

    it('gives problems as JSON', async () => {
      await fleet.write(CLUSTER, 'kind: [');
      const { code, out } = await flotilla('validate', '-o', 'json');
      expect(code).toBe(2);
      expect(JSON.parse(out).problems[0]).toMatchObject({
        severity: 'error',
        path: CLUSTER,
        line: expect.any(Number),
      });
    });

    it('says where to run it when there is no fleet', async () => {
      expect(await runCommand(['validate'], { cwd: '/' })).toEqual({
        code: 2,
        out: '',
        err: 'flotilla: no fleet.yaml in / or above\n  Run this in a fleet repository, or name one with --directory.\n',
      });
    });
  });

  describe('render', () => {
    it('rewrites only what a change reaches, and is content then', async () => {
      await fleet.edit(CLUSTER, text => text.replace('30d', '45d'));
      const before = await flotilla('render', '--check');
      expect(before).toMatchObject({
        code: 1,
        out: expect.stringContaining(
          `${PROMETHEUS}  is not what rendering gives\n`,
        ),
      });
      expect(await flotilla('render')).toMatchObject({
        code: 0,
        out: expect.stringMatching(
          /: 2 written, 0 removed, \d+ unchanged\n {2}prod-eu-1: 2 files\n$/,
        ),
      });
      expect(await fleet.read(PROMETHEUS)).toContain('retention.time=45d');
      expect((await flotilla('render', '--check')).code).toBe(0);
    });

    it('removes what belongs to nothing any more', async () => {
      const left = 'rendered/prod-eu-1/components/gone/manifests.yaml';
      await fleet.write(left, 'kind: ConfigMap\n');
      const check = await flotilla('render', '--check', '-o', 'json');
      expect(JSON.parse(check.out)).toEqual({
        files: [{ path: left, state: 'unexpected' }],
        written: false,
      });
      await flotilla('render');
      await expect(fleet.read(left)).rejects.toThrow('ENOENT');
    });

    it('leaves other clusters alone when one is named', async () => {
      const other = 'rendered/store-0101/components/prometheus/manifests.yaml';
      await fleet.write(other, 'kind: ConfigMap\n');
      await flotilla('render', '--cluster', 'prod-eu-1');
      expect(await fleet.read(other)).toBe('kind: ConfigMap\n');
    });

    it('renders a new cluster with what its manager applies of it, and says so', async () => {
      const text = await fleet.read(CLUSTER);
      await fleet.write(
        'clusters/prod-eu-9/cluster.yaml',
        text.replaceAll('prod-eu-1', 'prod-eu-9'),
      );
      const one = ['render', '--cluster', 'prod-eu-9'];
      const check = await flotilla(...one, '--check');
      expect(check.code).toBe(1);
      expect(check.out).toContain('rendered/mgmt-eu/gitops/manifests.yaml  ');
      const { out } = await flotilla(...one);
      expect(out).toMatch(/^\d+ files of mgmt-eu, prod-eu-9: \d+ written/);
      expect(out).toMatch(/^ {2}mgmt-eu: 1 file$/m);
      expect((await flotilla('render', '--check')).code).toBe(0);
    });

    it('writes nothing at all while anything is wrong', async () => {
      await fleet.edit(CLUSTER, text => text.replace('30d', '45d'));
      await fleet.edit('clusters/store-0101/cluster.yaml', text =>
        text.replace('tills: 12', 'tills: many'),
      );
      const { code, err } = await flotilla('render');
      expect(code).toBe(2);
      expect(err).toMatch(/^clusters\/store-0101\/cluster\.yaml:\d+:\d+ {2}/m);
      expect(await fleet.read(PROMETHEUS)).toContain('retention.time=30d');
    });

    it('lists the clusters that there are when one is unknown', async () => {
      const { code, err } = await flotilla('render', '--cluster', 'prod-9');
      expect(code).toBe(2);
      expect(err).toMatch(
        /there is no cluster prod-9\n {2}There are: mgmt-eu, /,
      );
    });
  });

  describe('diff', () => {
    it('shows objects and fields that would change', async () => {
      await fleet.edit(CLUSTER, text =>
        text.replace('workers: 5', 'workers: 6'),
      );
      const { code, out } = await flotilla('diff');
      expect(code).toBe(1);
      expect(out).toMatch(/^prod-eu-1 infrastructure$/m);
      expect(out).toMatch(
        /^ {2}~ MachinePool fleet-prod-eu-1\/prod-eu-1-default-\w{10}$/m,
      );
      expect(out).toMatch(/^ {6}\.spec\.replicas {2}5 → 6$/m);
      expect(out).toMatch(/^1 cluster: 0 added, 1 changed, 0 removed$/m);
    });

    it('is silent about nothing', async () => {
      expect(await flotilla('diff')).toEqual({
        code: 0,
        out: 'No object would change.\n',
        err: '',
      });
    });

    it('says what a change leads to, once with the reason', async () => {
      await fleet.edit(CLUSTER, text =>
        text.replace('values: {retention: 30d}', 'values: {retention: 45d}'),
      );
      const { out } = await flotilla('diff');
      expect(out).toMatch(
        /^ {2}~ \w+ monitoring\/prometheus {2}! restarts pods$/m,
      );
      expect(out).toMatch(
        /^What this leads to\nrestarts pods {2}1 × {2}The pod template differs, /m,
      );
    });

    it('gives consequences as JSON, of one cluster where one is named', async () => {
      await fleet.edit(CLUSTER, text => text.replace('30d', '45d'));
      const { out } = await flotilla(
        'diff',
        '-o',
        'json',
        '--cluster',
        'prod-eu-1',
      );
      const [{ cluster, changes }] = JSON.parse(out).clusters;
      expect(cluster).toBe('prod-eu-1');
      expect(changes[0].consequences[0]).toEqual({
        mark: 'RestartsPods',
        reason: expect.stringMatching(/\.$/),
      });
      const other = await flotilla('diff', '--cluster', 'store-0101');
      expect(other).toMatchObject({
        code: 0,
        out: 'No object would change.\n',
      });
    });

    describe('in a Git repository', () => {
      beforeEach(async () => {
        fleet.git('init', '--quiet', '--initial-branch=main');
        fleet.git('add', '.');
        fleet.git('commit', '--quiet', '--message=one');
      });

      it('compares with HEAD, whatever rendered/ holds', async () => {
        expect((await flotilla('diff')).code).toBe(0);
        await fleet.edit(CLUSTER, text => text.replace('30d', '45d'));
        await flotilla('render');
        const { code, out } = await flotilla('diff');
        expect(code).toBe(1);
        expect(out).toMatch(/^prod-eu-1 components\/prometheus$/m);
      });

      it('compares any two revisions', async () => {
        await fleet.edit(CLUSTER, text =>
          text.replace('workers: 5', 'workers: 6'),
        );
        fleet.git('commit', '--quiet', '--all', '--message=two');
        expect((await flotilla('diff')).code).toBe(0);
        const { out } = await flotilla(
          'diff',
          '--from',
          'HEAD~1',
          '--to',
          'main',
        );
        expect(out).toMatch(/^ {6}\.spec\.replicas {2}5 → 6$/m);
        const back = await flotilla('diff', '--from', 'main', '--to', 'HEAD~1');
        expect(back.out).toMatch(/^ {6}\.spec\.replicas {2}6 → 5$/m);
      });

      it('exits 2 for a revision that there is not', async () => {
        expect(await flotilla('diff', '--from', 'gone')).toMatchObject({
          code: 2,
          err: expect.stringContaining('there is no revision gone'),
        });
      });
    });

    it('exits 2 with the errors of files that can not be rendered', async () => {
      await fleet.write(CLUSTER, 'kind: [');
      expect(await flotilla('diff')).toMatchObject({
        code: 2,
        out: '',
        err: expect.stringContaining(`${CLUSTER}:1`),
      });
    });
  });

  describe('explain', () => {
    const object = 'Deployment/cert-manager/cert-manager';

    it('names the layers of a value, the one that wins last', async () => {
      const { code, out } = await flotilla(
        'explain',
        'prod-eu-1',
        object,
        '/spec/replicas',
      );
      expect(code).toBe(0);
      expect(out).toMatch(/^Deployment\/.* \/spec\/replicas is 3\n/);
      expect(out).toMatch(
        /clusters\/prod-eu-1\/cluster\.yaml:15 .*3\n\nThe last one wins/,
      );
    });

    it.each([
      [
        'an object that is not rendered',
        ['prod-eu-1', 'Deployment/a/b', '/spec'],
      ],
      ['a pointer to nothing', ['prod-eu-1', object, '/spec/nothing']],
      ['a pointer that is none', ['prod-eu-1', object, 'spec']],
      ['a name that is none', ['prod-eu-1', 'cert-manager', '/spec']],
      ['a cluster that there is not', ['prod-9', object, '/spec']],
    ])('exits 2 for %s', async (_, args) => {
      expect(await flotilla('explain', ...args)).toMatchObject({
        code: 2,
        out: '',
        err: expect.stringMatching(/^flotilla: ./),
      });
    });
  });

  it('runs as a command of the system, with its exit code', async () => {
    await fleet.edit(CLUSTER, text => text.replace('30d', '45d'));
    const bin = path.resolve(__dirname, '../../bin/flotilla');
    const run = promisify(execFile)(
      process.execPath,
      [bin, 'render', '--check', '-C', fleet.root],
      { env: { ...process.env, NODE_OPTIONS: '' } },
    );
    await expect(run).rejects.toMatchObject({
      code: 1,
      stdout: expect.stringContaining(PROMETHEUS),
    });
  });
});
