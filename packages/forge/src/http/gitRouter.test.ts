import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gitEnvironment } from '../git/gitCommand';
import { proposeChange } from '../__testUtils__/proposeChange';
import { SampleForge } from '../__testUtils__/sampleForge';

const run = promisify(execFile);
const FLEET = { owner: 'acme', repo: 'fleet' };

jest.setTimeout(60_000);

describe('Git over HTTP', () => {
  let sample: SampleForge;
  let work: string;

  const git = async (...args: string[]) => {
    const environment = gitEnvironment({
      GIT_AUTHOR_NAME: 'Linus',
      GIT_AUTHOR_EMAIL: 'linus@acme.example',
      GIT_COMMITTER_NAME: 'Linus',
      GIT_COMMITTER_EMAIL: 'linus@acme.example',
    });
    const { stdout } = await run('git', ['-C', work, ...args], {
      env: environment,
    });
    return stdout.trim();
  };

  beforeAll(async () => {
    sample = await SampleForge.start();
    work = await mkdtemp(join(tmpdir(), 'forge-work-'));
    await git('clone', '--quiet', sample.gitUrl(undefined), '.');
  });
  afterAll(async () => {
    await rm(work, { recursive: true, force: true });
    await sample.stop();
  });

  it('clones without a token', async () => {
    const text = await readFile(join(work, 'fleet.yaml'), 'utf8');
    expect(text).toBe('kind: Fleet\n');
  });

  it('refuses a push without a token, and one with a wrong token', async () => {
    const stranger = new URL(sample.gitUrl('ada'));
    stranger.password = 'not-a-token';
    for (const url of [sample.gitUrl(undefined), stranger.toString()]) {
      await expect(git('push', url, 'HEAD:refs/heads/x')).rejects.toThrow(
        /could not read Username|Authentication failed/,
      );
    }
    const wrong = Buffer.from('ada:not-a-token').toString('base64');
    const header = `http.extraHeader=Authorization: Basic ${wrong}`;
    await expect(git('-c', header, 'ls-remote', 'origin')).rejects.toThrow(
      /Authentication failed|could not read Username/,
    );
  });

  it('updates the open pull request of a branch that is pushed', async () => {
    const ada = sample.octokit('ada');
    const { pull } = await proposeChange(ada, 'change', {
      'fleet.yaml': 'kind: Fleet\nname: acme\n',
    });
    await git('fetch', '--quiet', 'origin', 'change');
    await git('checkout', '--quiet', '-b', 'change', 'FETCH_HEAD');
    await writeFile(join(work, 'more.yaml'), 'kind: More\n'.repeat(20_000));
    await git('add', '.');
    await git('commit', '--quiet', '-m', 'More');
    await git('push', '--quiet', sample.gitUrl('linus'), 'change');

    const { data } = await ada.rest.pulls.get({
      ...FLEET,
      pull_number: pull.number,
    });
    expect(data.head.sha).toBe(await git('rev-parse', 'HEAD'));
    expect(data).toMatchObject({ commits: 2, changed_files: 2 });
    const byNumber = `refs/pull/${pull.number}/head`;
    expect(await git('ls-remote', 'origin', byNumber)).toContain(data.head.sha);
  });

  it('counts a pull request as merged when its commits are pushed to the base', async () => {
    const ada = sample.octokit('ada');
    const { pull } = await proposeChange(ada, 'landed-by-push', {
      'landed.yaml': 'kind: Landed\n',
    });
    await git('fetch', '--quiet', 'origin', 'landed-by-push');
    await git('push', '--quiet', sample.gitUrl('ada'), 'FETCH_HEAD:main');
    const { data } = await ada.rest.pulls.get({
      ...FLEET,
      pull_number: pull.number,
    });
    expect(data).toMatchObject({ merged: true, merged_by: { login: 'ada' } });
  });

  it('closes the pull request of a branch that is deleted', async () => {
    const ada = sample.octokit('ada');
    const { pull } = await proposeChange(ada, 'given-up', {
      'given-up.yaml': 'kind: GivenUp\n',
    });
    await git('push', '--quiet', sample.gitUrl('ada'), ':given-up');
    const { data } = await ada.rest.pulls.get({
      ...FLEET,
      pull_number: pull.number,
    });
    expect(data).toMatchObject({ state: 'closed', merged: false });
  });

  it('keeps refs/pull for itself', async () => {
    await expect(
      git('push', sample.gitUrl('ada'), 'HEAD:refs/pull/1/head'),
    ).rejects.toThrow(/deny updating a hidden ref/);
  });
});
