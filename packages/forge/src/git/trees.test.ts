import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BareRepository } from './BareRepository';
import { entryAt, listTree, readBlob, TreeChange, writeTree } from './trees';

jest.setTimeout(60_000);

describe('Trees', () => {
  let directory: string;
  let repository: BareRepository;
  let base: string;

  const paths = async (tree: string) =>
    (await listTree(repository, tree, { recursive: true }))
      .filter(({ type }) => type === 'blob')
      .map(({ path }) => path);

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'forge-trees-'));
    repository = await BareRepository.create(directory, 'main');
    base = await writeTree(repository, undefined, [
      { path: 'a/one.yaml', content: 'one\n' },
      { path: 'a/two.yaml', content: 'two\n' },
      { path: 'b.yaml', content: 'b\n' },
    ]);
  });
  afterAll(async () => {
    await rm(directory, { recursive: true, force: true });
  });

  it('add, change and remove files over a base', async () => {
    const tree = await writeTree(repository, base, [
      { path: 'a/one.yaml', sha: null },
      { path: 'b.yaml', content: 'changed\n' },
      { path: 'ü/ñ.txt', content: 'größe\n' },
      { path: '*.yaml', content: 'a name, not a pattern\n' },
    ]);
    expect(await paths(tree)).toEqual([
      '*.yaml',
      'a/two.yaml',
      'b.yaml',
      'ü/ñ.txt',
    ]);
    const entry = await entryAt(repository, tree, 'ü/ñ.txt');
    const text = await readBlob(repository, entry?.sha ?? '');
    expect(text.toString()).toBe('größe\n');
  });

  it('remove a folder, and put a file in its place', async () => {
    const without = await writeTree(repository, base, [
      { path: 'a', sha: null },
    ]);
    expect(await paths(without)).toEqual(['b.yaml']);
    const instead = await writeTree(repository, base, [
      { path: 'a', content: 'a file now\n' },
    ]);
    expect(await paths(instead)).toEqual(['a', 'b.yaml']);
  });

  it('take a whole tree by its id', async () => {
    const a = await entryAt(repository, base, 'a');
    const tree = await writeTree(repository, base, [
      { path: 'copy', mode: '040000', sha: a?.sha },
    ]);
    expect(await paths(tree)).toEqual([
      'a/one.yaml',
      'a/two.yaml',
      'b.yaml',
      'copy/one.yaml',
      'copy/two.yaml',
    ]);
  });

  it('hold thousands of files', async () => {
    const changes = Array.from(
      { length: 2_000 },
      (_, at): TreeChange => ({ path: `many/${at}.yaml`, content: `${at}\n` }),
    );
    const tree = await writeTree(repository, base, changes);
    expect(await paths(tree)).toHaveLength(2_003);
    const entry = await entryAt(repository, tree, 'many/1234.yaml');
    const text = await readBlob(repository, entry?.sha ?? '');
    expect(text.toString()).toBe('1234\n');
  });

  it.each([
    '../x',
    'a/../../x',
    '/etc/passwd',
    '.git/config',
    'a/.GIT/hooks/x',
    'a//b',
    '',
    'x\0y',
  ])('refuse the path %j', async path => {
    await expect(
      writeTree(repository, base, [{ path, content: 'x' }]),
    ).rejects.toThrow(/malformed path component/);
  });

  it('refuse to remove what is not there, and objects that do not exist', async () => {
    await expect(
      writeTree(repository, base, [{ path: 'gone.yaml', sha: null }]),
    ).rejects.toThrow('gone.yaml is not in the base tree');
    await expect(
      writeTree(repository, base, [{ path: 'x', sha: '1'.repeat(40) }]),
    ).rejects.toThrow('is not a valid blob (x)');
  });
});
