import { createServer, Server } from 'node:http';
import { AddressInfo } from 'node:net';
import {
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { RepositoryRefused, RepositoryUnreachable } from './errors';
import { FleetMirror } from './FleetMirror';
import { ScratchRepository } from './__testUtils__/ScratchRepository';

describe('FleetMirror', () => {
  let origin: ScratchRepository;
  let directory: string;
  let mirror: FleetMirror;

  beforeEach(() => {
    origin = new ScratchRepository();
    directory = path.join(origin.root, 'mirrors', 'acme');
    mirror = new FleetMirror({ url: origin.path, branch: 'main', directory });
  });
  afterEach(() => origin.remove());

  it('has no head before the first fetch, and then that of the branch', async () => {
    const commit = origin.commit({ 'fleet.yaml': 'kind: Fleet\n' });

    await expect(mirror.head()).resolves.toBeUndefined();
    await expect(mirror.fetch()).resolves.toEqual({ commit, changed: true });
    await expect(mirror.fetch()).resolves.toEqual({ commit, changed: false });
    await expect(mirror.head()).resolves.toBe(commit);
  });

  it('reads the files of any fetched commit', async () => {
    const first = origin.commit({
      'fleet.yaml': 'one\n',
      'a/same.yaml': 'twin\n',
      'b/same.yaml': 'twin\n',
      empty: '',
    });
    const second = origin.commit({ 'fleet.yaml': 'two\n' });
    await mirror.fetch();

    expect(Object.fromEntries(await mirror.files(first))).toEqual({
      'fleet.yaml': 'one\n',
      'a/same.yaml': 'twin\n',
      'b/same.yaml': 'twin\n',
      empty: '',
    });
    await expect(mirror.text(second, 'fleet.yaml')).resolves.toBe('two\n');
    await expect(mirror.text(second, 'absent.yaml')).resolves.toBeUndefined();
    await expect(mirror.changedPaths(first, second)).resolves.toEqual([
      'fleet.yaml',
    ]);
  });

  it('reads only what is asked for', async () => {
    const commit = origin.commit({
      'fleet.yaml': 'one\n',
      'rendered/a/gitops/manifests.yaml': 'two\n',
    });
    await mirror.fetch();

    const files = await mirror.files(
      commit,
      file => !file.startsWith('rendered/'),
    );

    expect([...files.keys()]).toEqual(['fleet.yaml']);
  });

  it('gives the committed bytes of a part, large ones too', async () => {
    const bytes = Buffer.from('é\r\n'.repeat(400_000));
    const commit = origin.commit({
      'rendered/a/gitops/manifests.yaml': bytes,
      'fleet.yaml': 'x',
    });
    await mirror.fetch();

    const part = await mirror.part(commit, 'rendered/a/gitops/manifests.yaml');
    const files = await mirror.files(commit);

    expect(part.equals(bytes)).toBe(true);
    expect(files.get('rendered/a/gitops/manifests.yaml')).toBe(
      bytes.toString('utf8'),
    );
    await expect(
      mirror.part(commit, 'rendered/b/gitops/manifests.yaml'),
    ).rejects.toThrow(/is not in commit/);
  });

  it('reports symlinks, submodules and binary files instead of reading them', async () => {
    symlinkSync('/etc/passwd', path.join(origin.path, 'link.yaml'));
    const other = origin.commit({
      'logo.png': Buffer.from([0, 1, 2]),
      'fleet.yaml': 'x',
    });
    origin.git(
      'update-index',
      '--add',
      '--cacheinfo',
      `160000,${other},vendor`,
    );
    origin.git('commit', '--quiet', '-m', 'Add a submodule');
    const { commit } = await mirror.fetch();

    const files = await mirror.files(commit);

    expect([...files.keys()]).toEqual(['fleet.yaml']);
    expect(
      Object.fromEntries(files.problems.map(p => [p.path, p.message])),
    ).toEqual({
      'link.yaml': 'is a symlink',
      vendor: 'is a submodule',
      'logo.png': 'is not a text file',
    });
    await expect(mirror.text(commit, 'link.yaml')).resolves.toBeUndefined();
  });

  it('tells who made a commit', async () => {
    const commit = origin.commit(
      { 'fleet.yaml': 'x' },
      'Begin\n\nWith a body.\n\nFlotilla-Change: 42',
    );
    await mirror.fetch();

    await expect(mirror.commitInfo(commit)).resolves.toMatchObject({
      commit,
      parents: [],
      subject: 'Begin',
      message: 'Begin\n\nWith a body.\n\nFlotilla-Change: 42',
      author: {
        name: 'Grace',
        email: 'grace@acme.example',
        date: '2026-03-01T09:00:00.000Z',
      },
      tree: origin.git('rev-parse', 'HEAD^{tree}'),
    });
  });

  it('fetches a pull request and where it left the branch', async () => {
    const base = origin.commit({ 'fleet.yaml': 'x' });
    origin.git('checkout', '--quiet', '-b', 'change');
    const head = origin.commit({ 'clusters/a/cluster.yaml': 'y' });
    origin.git('update-ref', 'refs/pull/7/head', head);
    origin.git('checkout', '--quiet', 'main');
    origin.commit({ 'fleet.yaml': 'moved on' });
    await mirror.fetch();

    await expect(mirror.fetchPullRequest(7)).resolves.toEqual({
      head,
      mergeBase: base,
    });
    await expect(mirror.text(head, 'clusters/a/cluster.yaml')).resolves.toBe(
      'y',
    );
    await expect(mirror.fetchPullRequest(8)).rejects.toThrow(
      /no such branch or pull request/,
    );
  });

  it('knows which commits another one holds', async () => {
    const first = origin.commit({ 'fleet.yaml': 'one' });
    const second = origin.commit({ 'fleet.yaml': 'two' });
    await mirror.fetch();

    await expect(mirror.contains(second, first)).resolves.toBe(true);
    await expect(mirror.contains(second, second)).resolves.toBe(true);
    await expect(mirror.contains(first, second)).resolves.toBe(false);
    await expect(mirror.contains(second, 'f'.repeat(40))).resolves.toBe(false);
  });

  it('follows a branch that was rewritten', async () => {
    origin.commit({ 'fleet.yaml': 'one' });
    await mirror.fetch();
    origin.git('checkout', '--quiet', '--orphan', 'fresh');
    const rewritten = origin.commit({ 'fleet.yaml': 'two' });
    origin.git('branch', '--force', 'main', rewritten);

    await expect(mirror.fetch()).resolves.toEqual({
      commit: rewritten,
      changed: true,
    });
  });

  it('shares one fetch among all who ask meanwhile, and none of them misses what was there when it asked', async () => {
    origin.commit({ 'fleet.yaml': 'one' });
    const early = mirror.fetch();
    const second = origin.commit({ 'fleet.yaml': 'two' });
    const [a, b] = [mirror.fetch(), mirror.fetch()];

    await early;
    expect((await a).commit).toBe(second);
    expect((await b).commit).toBe(second);
  });

  it('keeps what it knows while the host is away', async () => {
    const commit = origin.commit({ 'fleet.yaml': 'one' });
    await mirror.fetch();
    const offline = new FleetMirror({
      url: 'http://127.0.0.1:1/acme/fleet.git',
      branch: 'main',
      directory,
    });

    await expect(offline.fetch()).rejects.toThrow(RepositoryUnreachable);
    await expect(offline.head()).resolves.toBe(commit);
    await expect(offline.text(commit, 'fleet.yaml')).resolves.toBe('one');
  });

  it('says when the branch or the repository is not there', async () => {
    origin.commit({ 'fleet.yaml': 'one' });
    const wrongBranch = new FleetMirror({
      url: origin.path,
      branch: 'trunk',
      directory,
    });
    const wrongPath = new FleetMirror({
      url: `${origin.path}-absent`,
      branch: 'main',
      directory,
    });

    await expect(wrongBranch.fetch()).rejects.toThrow(/no such branch/);
    await expect(wrongPath.fetch()).rejects.toThrow(
      /There is no repository at/,
    );
  });

  it('clones anew when the mirror is damaged, on reading as on fetching', async () => {
    const commit = origin.commit({ 'fleet.yaml': 'one' });
    await mirror.fetch();
    breakObjects(directory);
    await expect(mirror.text(commit, 'fleet.yaml')).resolves.toBe('one');

    rmSync(path.join(directory, 'HEAD'));
    await expect(mirror.fetch()).resolves.toMatchObject({ commit });

    writeFileSync(path.join(directory, 'config'), '[core\nbroken');
    await expect(mirror.fetch()).resolves.toMatchObject({ commit });
    await expect(mirror.text(commit, 'fleet.yaml')).resolves.toBe('one');
    expect(readdirSync(path.dirname(directory))).toEqual(['acme']);
  });

  it('keeps a damaged mirror in place until its replacement is whole', async () => {
    origin.commit({ 'fleet.yaml': 'one' });
    await mirror.fetch();
    writeFileSync(path.join(directory, 'config'), '[core\nbroken');
    renameSync(origin.path, `${origin.path}-away`);

    await expect(mirror.fetch()).rejects.toThrow(/There is no repository at/);
    expect(readdirSync(path.dirname(directory))).toEqual(['acme']);
  });

  it.each(['--upload-pack=touch /tmp/x', 'main..other', 'a b', 'HEAD^', ''])(
    'refuses %j as a branch',
    branch => {
      expect(
        () => new FleetMirror({ url: origin.path, branch, directory }),
      ).toThrow(/not a branch name/);
    },
  );

  it.each(['ext::sh -c id', '--help', 'ftp://host/x'])(
    'refuses %j as an address',
    url => {
      expect(() => new FleetMirror({ url, branch: 'main', directory })).toThrow(
        /not the address/,
      );
    },
  );

  it.each(['../x', '/etc/passwd', 'a//b', '.git/config', 'a/\0b'])(
    'refuses %j as a path',
    async file => {
      const commit = origin.commit({ 'fleet.yaml': 'one' });
      await mirror.fetch();
      await expect(mirror.text(commit, file)).rejects.toThrow(
        /not a path inside/,
      );
    },
  );

  it('refuses revisions that are not full hashes', async () => {
    origin.commit({ 'fleet.yaml': 'one' });
    await mirror.fetch();
    await expect(mirror.files('--output=x')).rejects.toThrow(
      /not a full commit hash/,
    );
    await expect(mirror.files('0'.repeat(40))).rejects.toThrow(
      /holds no such revision/,
    );
  });

  it('refuses an address that holds credentials', () => {
    expect(
      () =>
        new FleetMirror({
          url: 'https://me:secret@host/x',
          branch: 'main',
          directory,
        }),
    ).toThrow(/holds credentials/);
  });
});

describe('FleetMirror over HTTP', () => {
  let scratch: ScratchRepository;
  let server: Server;
  let authorization: string | undefined;

  beforeEach(async () => {
    scratch = new ScratchRepository();
    server = createServer((request, response) => {
      authorization = request.headers.authorization;
      response.writeHead(401, { 'www-authenticate': 'Basic realm="x"' }).end();
    });
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  });
  afterEach(async () => {
    await new Promise(resolve => server.close(resolve));
    scratch.remove();
  });

  it('sends the token, and names neither it nor its encoding when it is refused', async () => {
    const { port } = server.address() as AddressInfo;
    const mirror = new FleetMirror({
      url: `http://127.0.0.1:${port}/acme/fleet.git`,
      branch: 'main',
      directory: path.join(scratch.root, 'mirror'),
      token: () => 'hush-hush',
    });

    const failure = await mirror.fetch().catch(error => error);

    const encoded = Buffer.from('x-access-token:hush-hush').toString('base64');
    expect(failure).toBeInstanceOf(RepositoryRefused);
    expect(authorization).toBe(`Basic ${encoded}`);
    expect(failure.message).not.toContain('hush-hush');
    expect(failure.message).not.toContain(encoded);
  });
});

function breakObjects(directory: string) {
  for (const entry of readdirSync(path.join(directory, 'objects'), {
    recursive: true,
    encoding: 'utf8',
  })) {
    const file = path.join(directory, 'objects', entry);
    if (statSync(file).isFile()) {
      rmSync(file, { force: true });
      writeFileSync(file, 'broken');
      truncateSync(file, 3);
    }
  }
}
