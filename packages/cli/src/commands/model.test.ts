import { SAMPLE_FLEET } from '@flotilla/testbed';
import { FleetFolder } from '../__testUtils__/fleetFolder';
import { runCommand } from '../__testUtils__/runCommand';

jest.setTimeout(60_000);

describe('flotilla model release', () => {
  let fleet: FleetFolder;
  beforeEach(async () => {
    fleet = await FleetFolder.copyOf(
      SAMPLE_FLEET,
      file => !/^(rendered|clusters\/(?!mgmt-eu|store-0101))/.test(file),
    );
    // Workspaces of the sample name clusters that were left out.
    for (const team of ['checkout', 'search']) {
      await fleet.removeFile(`workspaces/${team}.yaml`);
    }
  });
  afterEach(() => fleet.remove());

  const release = (...args: string[]) =>
    runCommand(['model', 'release', ...args], { cwd: fleet.root });

  it('copies the newest version and edits no more than it must', async () => {
    const before = await fleet.read('models/standard/1.5.0/model.yaml');
    expect(await release('standard')).toMatchObject({ code: 0, err: '' });
    expect(await fleet.read('models/standard/1.5.1/model.yaml')).toBe(
      before
        .replace('version: 1.5.0', 'version: 1.5.1')
        .replace('>=1.4.0 <1.5.0', '>=1.4.0 <1.5.1'),
    );
    expect(await fleet.read('models/standard/1.5.0/model.yaml')).toBe(before);
    const { code } = await runCommand(['validate'], { cwd: fleet.root });
    expect(code).toBe(0);
  });

  it('takes clusters of the version before only, when it goes further than a patch', async () => {
    await release('standard', '--to', 'minor');
    expect(await fleet.read('models/standard/1.6.0/model.yaml')).toContain(
      '">=1.5.0 <1.6.0"',
    );
  });

  it('releases the models that extend it, by one command', async () => {
    const { code, out } = await release('base', '--cascade', '-o', 'json');
    expect(code).toBe(0);
    const next = (version: string) => version.replace(/\d+$/, n => `${+n + 1}`);
    const { releases, files } = JSON.parse(out);
    for (const { from, to } of releases) expect(to).toBe(next(from));
    expect(releases.map((one: { model: string }) => one.model)).toEqual(
      expect.arrayContaining(['base', 'edge', 'standard']),
    );
    const [base, ...children] = releases;
    expect(files).toHaveLength(releases.length);
    for (const { model, to } of children) {
      expect(await fleet.read(`models/${model}/${to}/model.yaml`)).toContain(
        `extends: {name: base, version: ${base.to}}`,
      );
    }
  });

  it('ends the draft of the model that is named, and no other', async () => {
    await fleet.edit('models/edge/0.9.0/model.yaml', text =>
      text.replace('version: 0.9.0', 'version: 0.9.0\n  draft: true'),
    );
    await release('base', '--cascade');
    const followed = await fleet.read('models/edge/0.9.1/model.yaml');
    expect(followed).toContain('draft: true');
    await release('edge', '--to', '1.0.0');
    const released = await fleet.read('models/edge/1.0.0/model.yaml');
    expect(released).not.toContain('draft');
  });

  it('says who goes on to extend the version before', async () => {
    const { out } = await release('base');
    expect(out).toMatch(/go on to extend the version before: edge .*standard/);
  });

  it('puts another version of a component in', async () => {
    await fleet.copy('components/kyverno/3.4.1', 'components/kyverno/3.4.2');
    await fleet.edit('components/kyverno/3.4.2/component.yaml', text =>
      text.replace('version: 3.4.1', 'version: 3.4.2'),
    );
    const { code, out } = await release(
      ...['base', '--component', 'kyverno=3.4.2', '-o', 'json'],
    );
    expect(code).toBe(0);
    const [file] = JSON.parse(out).files;
    expect(await fleet.read(file)).toMatch(/name: kyverno\n +version: 3\.4\.2/);
  });

  it('writes nothing with --dry-run', async () => {
    const { code, out } = await release('edge', '--dry-run');
    expect({ code, out }).toEqual({
      code: 0,
      out: expect.stringContaining('Would be written:\n  models/edge/'),
    });
    expect((await release('edge')).code).toBe(0);
  });

  it.each([
    ['a model that there is not', ['cargo'], /there is no model cargo/],
    ['a version that there is not', ['edge', '--from', '9.9.9'], /There are: /],
    ['what is no version', ['edge', '--to', 'soon'], /isn't a version/],
    ['a version that is older', ['edge', '--to', '0.0.1'], /isn't newer/],
    [
      'a version that is there',
      ['standard', '--from', '1.4.0', '--to', '1.5.0'],
      /models\/standard\/1\.5\.0\/model\.yaml is there already/,
    ],
    [
      'a component that it has not',
      ['base', '--component', 'redis=1.0.0'],
      /names no component redis/,
    ],
    [
      'a version of a component that there is not',
      ['base', '--component', 'kyverno=9.9.9'],
      /there is no component kyverno 9\.9\.9/,
    ],
    ['half a component', ['base', '--component', 'kyverno'], /Write it as/],
  ])('exits 2 for %s', async (_, args, message) => {
    const { code, err } = await release(...args);
    expect({ code, err }).toEqual({
      code: 2,
      err: expect.stringMatching(message),
    });
  });
});
