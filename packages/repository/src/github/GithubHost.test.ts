import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { Forge, startForge } from '@flotilla/forge';
import { Octokit } from 'octokit';
import { RepositoryRefused, RepositoryUnreachable } from '../errors';
import { FleetMirror } from '../FleetMirror';
import { GithubHost } from './GithubHost';
import { PullRequestProposal } from './openPullRequest';

const PLACE = { owner: 'acme', repo: 'fleet' };
const BRANCH = 'flotilla/cluster-create/prod-eu-3';
const CLUSTER = 'clusters/prod-eu-3/cluster.yaml';

function user(login: string, teams: string[]) {
  return {
    login,
    name: login,
    email: `${login}@acme.example`,
    token: `token-of-${login}`,
    teams,
  };
}

describe('GithubHost', () => {
  let forge: Forge;
  let directory: string;
  let base: string;
  let mirror: FleetMirror;
  let calls: string[];
  let fetched: jest.SpyInstance;

  beforeEach(async () => {
    directory = mkdtempSync(path.join(os.tmpdir(), 'flotilla-host-'));
    forge = await startForge({
      directory: path.join(directory, 'forge'),
      organisation: 'acme',
      users: [
        user('flotilla-portal', []),
        user('ada', ['platform', 'developers']),
        user('grace', ['platform']),
      ],
    });
    const { sha } = await forge.createRepository({
      ...{ owner: 'acme', name: 'fleet' },
      seed: new Map([
        ['fleet.yaml', 'kind: Fleet\n'],
        ['clusters/old/cluster.yaml', 'kind: Cluster\n'],
      ]),
    });
    base = sha;
    mirror = new FleetMirror({
      url: `${forge.url}/acme/fleet.git`,
      branch: 'main',
      directory: path.join(directory, 'mirror'),
      token: () => 'token-of-flotilla-portal',
    });
    calls = [];
    const send = globalThis.fetch;
    fetched = jest
      .spyOn(globalThis, 'fetch')
      .mockImplementation(async (input, init) => {
        const { pathname } = new URL(String(input));
        calls.push(`${init?.method ?? 'GET'} ${pathname}`);
        return send(input, init);
      });
  });

  afterEach(async () => {
    fetched.mockRestore();
    await forge.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  function as(login: string): GithubHost {
    return new GithubHost({
      baseUrl: forge.apiBaseUrl,
      token: async () => `token-of-${login}`,
      throttle: false,
      ...PLACE,
    });
  }

  function octokit(login: string): Octokit {
    return new Octokit({
      baseUrl: forge.apiBaseUrl,
      auth: `token-of-${login}`,
      throttle: { enabled: false },
      retry: { enabled: false },
    });
  }

  function proposal(
    changes: Partial<PullRequestProposal> = {},
  ): PullRequestProposal {
    return {
      base: { commit: base, branch: 'main' },
      branch: BRANCH,
      title: 'Create cluster prod-eu-3',
      body: 'Asked for by ada',
      files: new Map([[CLUSTER, 'kind: Cluster\n']]),
      labels: ['flotilla'],
      author: { name: 'Ada', email: 'ada@acme.example' },
      ...changes,
    };
  }

  /** A commit of somebody's on the branch, as by the host's own editor. */
  async function pushAs(login: string, branch: string) {
    await octokit(login).rest.repos.createOrUpdateFileContents({
      ...PLACE,
      path: 'clusters/prod-eu-3/README.md',
      message: 'Explain',
      content: Buffer.from('by hand').toString('base64'),
      branch,
    });
  }

  it('opens one commit and one pull request in six calls, whatever the number of files', async () => {
    const files = new Map<string, string | null>(
      Array.from({ length: 500 }, (_, index) => [
        `rendered/prod-eu-3/components/c${index}/manifests.yaml`,
        `kind: ConfigMap # é ${index}\n`,
      ]),
    );
    files.set('clusters/old/cluster.yaml', null);

    const opened = await as('flotilla-portal').openPullRequest(
      proposal({ files }),
    );

    expect(calls).toEqual([
      'POST /api/graphql',
      'POST /api/v3/repos/acme/fleet/git/trees',
      'POST /api/v3/repos/acme/fleet/git/commits',
      'POST /api/v3/repos/acme/fleet/git/refs',
      'POST /api/v3/repos/acme/fleet/pulls',
      'POST /api/v3/repos/acme/fleet/issues/1/labels',
    ]);
    expect(opened).toEqual({
      number: 1,
      url: `${forge.url}/acme/fleet/pull/1`,
      headSha: expect.stringMatching(/^[0-9a-f]{40}$/),
      created: true,
    });
    await mirror.fetch();
    const { head, mergeBase } = await mirror.fetchPullRequest(1);
    expect({ head, mergeBase }).toEqual({
      head: opened.headSha,
      mergeBase: base,
    });
    await expect(mirror.changedPaths(base, head)).resolves.toHaveLength(501);
    await expect(mirror.commitInfo(head)).resolves.toMatchObject({
      parents: [base],
      author: { email: 'ada@acme.example' },
      committer: { name: 'Flotilla' },
      message: expect.stringContaining(`Flotilla-Change: ${BRANCH}`),
    });
  });

  it('changes nothing when it is run again with the same', async () => {
    const host = as('flotilla-portal');
    const first = await host.openPullRequest(proposal());
    calls.length = 0;
    const second = await host.openPullRequest(proposal());

    expect(second).toEqual({ ...first, created: false });
    expect(calls).toHaveLength(2);
  });

  it('updates its own pull request in six calls at most', async () => {
    const host = as('flotilla-portal');
    await host.openPullRequest(proposal());
    calls.length = 0;

    const updated = await host.openPullRequest(
      proposal({
        title: 'Create cluster prod-eu-3, larger',
        body: 'Asked for again',
        files: new Map([[CLUSTER, 'kind: Cluster # larger\n']]),
        labels: ['flotilla', 'production'],
      }),
    );

    expect(updated).toMatchObject({ number: 1, created: false });
    expect(calls.length).toBeLessThanOrEqual(6);
    await expect(host.pullRequest(1)).resolves.toMatchObject({
      title: 'Create cluster prod-eu-3, larger',
      body: 'Asked for again',
      labels: ['flotilla', 'production'],
      head: { branch: BRANCH, sha: updated.headSha },
    });
  });

  it('takes a moved base in, so that a conflict in what is rendered merges clean', async () => {
    const rendered = 'rendered/prod-eu-1/gitops/manifests.yaml';
    const host = as('flotilla-portal');
    await host.openPullRequest(
      proposal({ files: new Map([[rendered, 'ours\n']]) }),
    );
    const { sha: moved } = await forge.commit({
      owner: 'acme',
      name: 'fleet',
      files: new Map([[rendered, 'theirs\n']]),
      message: 'Merge another',
      author: 'ada',
    });
    expect((await host.pullRequest(1)).mergeable).toBe(false);

    await host.openPullRequest(
      proposal({
        base: { commit: moved, branch: 'main' },
        files: new Map([[rendered, 'ours and theirs\n']]),
      }),
    );

    expect((await host.pullRequest(1)).mergeable).toBe(true);
    await mirror.fetch();
    const { head, mergeBase } = await mirror.fetchPullRequest(1);
    expect(mergeBase).toBe(moved);
    await expect(mirror.changedPaths(moved, head)).resolves.toEqual([rendered]);
  });

  it('never overwrites what somebody else pushed, and says who it was', async () => {
    const host = as('flotilla-portal');
    await host.openPullRequest(proposal());
    await pushAs('grace', BRANCH);
    const before = await host.pullRequest(1);

    await expect(
      host.openPullRequest(
        proposal({ files: new Map([[CLUSTER, 'another\n']]) }),
      ),
    ).rejects.toMatchObject({
      name: 'ConflictError',
      message: expect.stringMatching(/^grace pushed .*pull request #1/),
    });
    await expect(host.pullRequest(1)).resolves.toEqual(before);
  });

  it('leaves a branch alone that somebody made under the same name', async () => {
    await octokit('ada').rest.git.createRef({
      ...PLACE,
      ref: `refs/heads/${BRANCH}`,
      sha: base,
    });
    await pushAs('ada', BRANCH);

    await expect(
      as('flotilla-portal').openPullRequest(proposal()),
    ).rejects.toThrow(/^ada pushed/);
  });

  it('opens the pull request that an earlier run did not get to', async () => {
    const host = as('flotilla-portal');
    const { headSha } = await host.openPullRequest(proposal());
    await octokit('ada').rest.pulls.update({
      ...PLACE,
      pull_number: 1,
      state: 'closed',
    });

    await expect(host.openPullRequest(proposal())).resolves.toMatchObject({
      number: 2,
      headSha,
      created: true,
    });
  });

  it('refuses to propose what is there already', async () => {
    await expect(
      as('flotilla-portal').openPullRequest(
        proposal({ files: new Map([['fleet.yaml', 'kind: Fleet\n']]) }),
      ),
    ).rejects.toMatchObject({
      name: 'ConflictError',
      message: expect.stringContaining('Nothing to propose'),
    });
    expect(calls).toHaveLength(2);
  });

  it('reads how a pull request stands: reviews, statuses, merge', async () => {
    const host = as('flotilla-portal');
    const { headSha } = await host.openPullRequest(proposal());
    await host.setStatus(headSha, {
      context: 'flotilla/policy',
      state: 'pending',
      description: 'x'.repeat(300),
    });
    await host.setStatus(headSha, {
      context: 'flotilla/policy',
      state: 'success',
      description: 'Allowed.',
      targetUrl: 'https://portal.acme.example/flotilla/requests/r-1',
    });
    const review = (login: string, event: 'APPROVE' | 'COMMENT') =>
      octokit(login).rest.pulls.createReview({
        ...PLACE,
        pull_number: 1,
        event,
        body: 'x',
      });
    await review('grace', 'APPROVE');
    await review('grace', 'COMMENT');
    await review('ada', 'COMMENT');

    const open = await host.pullRequest(1);
    expect(open).toMatchObject({
      state: 'open',
      merged: false,
      mergeable: true,
      author: 'flotilla-portal',
      base: { branch: 'main', sha: base },
      statuses: [
        {
          context: 'flotilla/policy',
          state: 'success',
          description: 'Allowed.',
          targetUrl: 'https://portal.acme.example/flotilla/requests/r-1',
        },
      ],
    });
    expect(
      open.reviews.map(({ login, state, commit }) => [login, state, commit]),
    ).toEqual([
      ['grace', 'APPROVED', headSha],
      ['ada', 'COMMENTED', headSha],
    ]);
    await expect(host.openPullRequests('main')).resolves.toEqual([
      { number: 1, headSha, branch: BRANCH },
    ]);

    await octokit('grace').rest.pulls.merge({ ...PLACE, pull_number: 1 });

    const { commit } = await mirror.fetch();
    await expect(host.pullRequest(1)).resolves.toMatchObject({
      state: 'closed',
      merged: true,
      mergedBy: 'grace',
      mergeCommit: commit,
    });
    await expect(host.openPullRequests('main')).resolves.toEqual([]);
  });

  it('knows who is in which team, and asks again at no cost', async () => {
    const host = as('flotilla-portal');

    await expect(host.teamMembers('@acme/platform')).resolves.toEqual([
      'ada',
      'grace',
    ]);
    await expect(
      host.teamsOf('Grace', ['@acme/platform', 'developers']),
    ).resolves.toEqual(['@acme/platform']);
    const answers = await Promise.all(
      fetched.mock.results.map(({ value }) => value),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 304, 200]);
    await expect(host.ownLogin()).resolves.toBe('flotilla-portal');
  });

  it('spaces its requests unless told otherwise', async () => {
    const host = new GithubHost({
      baseUrl: forge.apiBaseUrl,
      token: 'token-of-ada',
      ...PLACE,
    });

    await expect(host.ownLogin()).resolves.toBe('ada');
  });

  it('tells a refused token from a host that is away, and shows neither token nor request', async () => {
    const refused = new GithubHost({
      baseUrl: forge.apiBaseUrl,
      token: 'hush-hush',
      throttle: false,
      ...PLACE,
    });
    const away = new GithubHost({
      baseUrl: 'http://127.0.0.1:1/api/v3',
      token: 'hush-hush',
      throttle: false,
      ...PLACE,
    });

    const failures = await Promise.all(
      [refused, away].flatMap(host => [
        host.openPullRequest(proposal()).catch(error => error),
        host.pullRequest(1).catch(error => error),
      ]),
    );

    expect(failures[0]).toBeInstanceOf(RepositoryRefused);
    expect(failures[1]).toBeInstanceOf(RepositoryRefused);
    expect(failures[2]).toBeInstanceOf(RepositoryUnreachable);
    expect(failures[3]).toBeInstanceOf(RepositoryUnreachable);
    expect(JSON.stringify(failures.map(String))).not.toContain('hush-hush');
  });

  it('says when there is no such pull request or repository', async () => {
    const elsewhere = new GithubHost({
      baseUrl: forge.apiBaseUrl,
      token: 'token-of-ada',
      throttle: false,
      owner: 'acme',
      repo: 'absent',
    });

    await expect(as('ada').pullRequest(99)).rejects.toMatchObject({
      name: 'NotFoundError',
    });
    await expect(elsewhere.openPullRequest(proposal())).rejects.toMatchObject({
      name: 'NotFoundError',
      message: expect.stringContaining('acme/absent'),
    });
  });

  it('takes a host that fails for one that is away', async () => {
    const failing = createServer((_, response) =>
      response.writeHead(503).end(),
    );
    await new Promise<void>(resolve => failing.listen(0, '127.0.0.1', resolve));
    const { port } = failing.address() as AddressInfo;
    const host = new GithubHost({
      baseUrl: `http://127.0.0.1:${port}/api/v3`,
      token: 'x',
      throttle: false,
      ...PLACE,
    });

    await expect(host.pullRequest(1)).rejects.toThrow(RepositoryUnreachable);
    await new Promise(resolve => failing.close(resolve));
  });
});
