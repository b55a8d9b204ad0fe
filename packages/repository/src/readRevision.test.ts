import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readRevision } from './readRevision';

describe('readRevision', () => {
  const root = mkdtempSync(join(tmpdir(), 'flotilla-revision-'));
  const git = (...args: string[]) =>
    execFileSync('git', [
      '-C',
      root,
      '-c',
      'user.name=a',
      '-c',
      'user.email=a@b',
      ...args,
    ]);
  const write = (path: string, text: string) => {
    mkdirSync(join(root, path, '..'), { recursive: true });
    writeFileSync(join(root, path), text);
  };

  beforeAll(() => {
    git('init', '--quiet', '--initial-branch=main');
    write('fleet/fleet.yaml', 'one\n');
    write('other.txt', 'not of the fleet\n');
    git('add', '.');
    git('commit', '--quiet', '--message=one');
    write('fleet/fleet.yaml', 'two\n');
    write('fleet/clusters/a/cluster.yaml', 'a\n');
    git('add', '.');
    git('commit', '--quiet', '--message=two');
    write('fleet/fleet.yaml', 'not committed\n');
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  it.each([
    [
      'HEAD',
      [
        ['clusters/a/cluster.yaml', 'a\n'],
        ['fleet.yaml', 'two\n'],
      ],
    ],
    ['main~1', [['fleet.yaml', 'one\n']]],
  ])(
    'gives the files of a folder at %s, whatever is in it now',
    async (revision, files) => {
      const read = await readRevision(join(root, 'fleet'), revision);
      expect([...(read?.files ?? [])]).toEqual(files);
      expect(read?.commit).toMatch(/^[0-9a-f]{40}$/);
    },
  );

  it.each(['nowhere', '--help', 'HEAD --all', ''])(
    'has nothing for %j',
    async revision => {
      expect(await readRevision(join(root, 'fleet'), revision)).toBeUndefined();
    },
  );

  it('has nothing where there is no Git repository', async () => {
    expect(await readRevision(tmpdir(), 'HEAD')).toBeUndefined();
  });
});
