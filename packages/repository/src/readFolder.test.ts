import { symlinkSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { readFolder } from './readFolder';
import { ScratchRepository } from './__testUtils__/ScratchRepository';

describe('readFolder', () => {
  let scratch: ScratchRepository;
  beforeEach(() => {
    scratch = new ScratchRepository();
  });
  afterEach(() => scratch.remove());

  it('reads every text file by its path in the repository, in one order, without .git', async () => {
    scratch.commit({
      'fleet.yaml': 'kind: Fleet\n',
      'clusters/b/cluster.yaml': 'kind: Cluster\n',
      'clusters/a/cluster.yaml': 'kind: Cluster # ü\n',
    });

    const files = await readFolder(scratch.path);

    expect([...files]).toEqual([
      ['clusters/a/cluster.yaml', 'kind: Cluster # ü\n'],
      ['clusters/b/cluster.yaml', 'kind: Cluster\n'],
      ['fleet.yaml', 'kind: Fleet\n'],
    ]);
    expect(files.problems).toEqual([]);
  });

  it('refuses symlinks and says which of them leaves the repository', async () => {
    writeFileSync(path.join(scratch.root, 'secret.yaml'), 'outside');
    writeFileSync(path.join(scratch.path, 'fleet.yaml'), 'inside');
    mkdirSync(path.join(scratch.path, 'clusters'));
    symlinkSync(
      '../../secret.yaml',
      path.join(scratch.path, 'clusters/out.yaml'),
    );
    symlinkSync('../fleet.yaml', path.join(scratch.path, 'clusters/in.yaml'));

    const files = await readFolder(scratch.path);

    expect([...files.keys()]).toEqual(['fleet.yaml']);
    expect(
      Object.fromEntries(files.problems.map(p => [p.path, p.message])),
    ).toEqual({
      'clusters/out.yaml': 'is a symlink that leaves the repository',
      'clusters/in.yaml': 'is a symlink',
    });
  });

  it('skips what is not text or too large, and says so', async () => {
    writeFileSync(
      path.join(scratch.path, 'logo.png'),
      Buffer.from([0x89, 0x50, 0, 1]),
    );
    writeFileSync(
      path.join(scratch.path, 'latin1.txt'),
      Buffer.from([0x66, 0xfc, 0x72]),
    );
    writeFileSync(
      path.join(scratch.path, 'huge.yaml'),
      Buffer.alloc(5 * 1024 * 1024 + 1, 'a'),
    );

    const files = await readFolder(scratch.path);

    expect(files.size).toBe(0);
    expect(files.problems.map(p => p.path).sort()).toEqual([
      'huge.yaml',
      'latin1.txt',
      'logo.png',
    ]);
  });

  it('takes a definition that is not UTF-8 or too large for an error, with the place', async () => {
    writeFileSync(
      path.join(scratch.path, 'a.yaml'),
      Buffer.from('a: 1\nb: f\xfcr\n', 'latin1'),
    );
    writeFileSync(
      path.join(scratch.path, 'b.yml'),
      Buffer.alloc(10_000_000, 'a'),
    );

    const { problems } = await readFolder(scratch.path);

    expect(problems).toEqual([
      expect.objectContaining({
        severity: 'error',
        path: 'a.yaml',
        line: 2,
        column: 5,
        message: 'is not UTF-8 text',
      }),
      expect.objectContaining({
        severity: 'error',
        path: 'b.yml',
        message: 'is too large to read (10 MB, at most 5 MB)',
      }),
    ]);
  });

  it('says when there is no such folder', async () => {
    await expect(readFolder(path.join(scratch.root, 'absent'))).rejects.toThrow(
      /There is no folder/,
    );
  });
});
