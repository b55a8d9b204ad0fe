import { promises as fs } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { runCommand } from '../__testUtils__/runCommand';

describe('flotilla init', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await fs.mkdtemp(path.join(os.tmpdir(), 'flotilla-init-'));
  });
  afterEach(() => fs.rm(folder, { recursive: true, force: true }));

  const read = (file: string) => fs.readFile(path.join(folder, file), 'utf8');

  it.each(['Flux', 'ArgoCD'])(
    'writes a fleet for %s that is valid and rendered',
    async engine => {
      const made = await runCommand(['init', '--yes', '--engine', engine], {
        cwd: folder,
      });
      expect(made).toMatchObject({ code: 0, err: '' });
      expect(await read('fleet.yaml')).toContain(`engine: ${engine}\n`);
      expect(await runCommand(['validate'], { cwd: folder })).toMatchObject({
        code: 0,
        out: expect.stringMatching(/: no problems\n$/),
      });
      expect(
        await runCommand(['render', '--check'], { cwd: folder }),
      ).toMatchObject({ code: 0 });
    },
  );

  it('names in each file the schema that editors check it by, and brings it', async () => {
    const { out } = await runCommand(['init', '-y', '-o', 'json'], {
      cwd: folder,
    });
    const files: string[] = JSON.parse(out).files;
    const kinds = files.filter(file =>
      /^(fleet|(clusters|models|components|providers)\/.*\/(cluster|model|component|provider)|roles\/.*)\.yaml$/.test(
        file,
      ),
    );
    expect(kinds).toHaveLength(6);
    for (const file of kinds) {
      const [, schema = 'none'] =
        /^# yaml-language-server: \$schema=(\S+)\n/.exec(await read(file)) ??
        [];
      const { title } = JSON.parse(
        await read(path.join(path.dirname(file), schema)),
      );
      expect(await read(file)).toContain(`\nkind: ${title}\n`);
    }
    const stale = ['schema', '--write', '.flotilla/schemas', '--check'];
    expect((await runCommand(stale, { cwd: folder })).code).toBe(0);
  });

  it('asks whoever is at the terminal, again where an answer will not do', async () => {
    const { code, out, err } = await runCommand(['init', 'new'], {
      cwd: folder,
      answers: ['acme', 'Chef', 'ArgoCD', '', '', 'user:default/on', 'yes'],
    });
    expect({ code, out }).toEqual({
      code: 0,
      out: expect.stringMatching(/: fleet "acme" with cluster "yes"\.\n/),
    });
    expect(err).toContain('Name of the fleet [fleet]: ');
    expect(err).toContain("That won't do: write Flux or ArgoCD.\n");
    expect(await read('new/fleet.yaml')).toContain(
      'repository: {url: https://github.com/acme/fleet, branch: main}\n',
    );
    // A name that YAML would take for something else stays a name.
    expect(await read('new/clusters/yes/cluster.yaml')).toContain(
      'name: "yes"',
    );
    const there = { cwd: path.join(folder, 'new') };
    expect((await runCommand(['validate'], there)).code).toBe(0);
  });

  it('sends agents to the portal, where there is one', async () => {
    const hub = 'https://portal.acme.example/api/flotilla';
    await runCommand(['init', '--yes', '--hub', hub], { cwd: folder });
    expect(await read('fleet.yaml')).toContain(`\n  hub: {url: ${hub}}\n`);
    expect(await read('rendered/first/bootstrap/manifests.yaml')).toContain(
      `hub.url: ${hub}\n`,
    );
  });

  it('lists what it wrote as JSON', async () => {
    const { out } = await runCommand(['init', '-y', '-o', 'json'], {
      cwd: folder,
    });
    const { root, files } = JSON.parse(out);
    expect(root).toBe(folder);
    expect(files).toContain('rendered/first/gitops/manifests.yaml');
    expect(await Promise.all(files.map(read))).toHaveLength(files.length);
  });

  it('overwrites nothing', async () => {
    await fs.writeFile(path.join(folder, 'README.md'), 'mine\n');
    const refused = await runCommand(['init', '--yes'], { cwd: folder });
    expect(refused).toMatchObject({
      code: 2,
      err: expect.stringContaining('README.md is there already'),
    });
    expect(await fs.readdir(folder)).toEqual(['README.md']);
  });

  it('leaves a fleet that is there alone', async () => {
    await runCommand(['init', '--yes'], { cwd: folder });
    const again = await runCommand(['init', '--yes'], { cwd: folder });
    expect(again).toMatchObject({
      code: 2,
      err: expect.stringContaining('holds a fleet already'),
    });
  });

  it.each([
    ['--name', 'No Name'],
    ['--engine', 'Chef'],
    ['--repository', 'fleet'],
    ['--owner', 'platform'],
    ['--hub', 'portal'],
    ['--hub', 'http://portal.acme.example/api/flotilla'],
  ])('exits 2 for %s %j', async (option, answer) => {
    const result = await runCommand(['init', '--yes', option, answer], {
      cwd: folder,
    });
    expect(result).toMatchObject({
      code: 2,
      err: expect.stringContaining("won't do"),
    });
    expect(await fs.readdir(folder)).toEqual([]);
  });
});
