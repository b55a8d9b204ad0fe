import { mockServices } from '@backstage/backend-test-utils';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import {
  Change,
  NewCluster,
  Plan,
  Request,
} from '@flotilla/backstage-plugin-flotilla-common';
import { Forge, startForge } from '@flotilla/forge';
import {
  editsBetween,
  FleetRender,
  renderAgain,
  renderAll,
} from '@flotilla/model';
import { FleetMirror, GithubHost, readFolder } from '@flotilla/repository';
import { SAMPLE_FLEET } from '@flotilla/testbed';
import knexFactory, { Knex } from 'knex';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FollowedFleet } from '../fleets';
import { ChangeSignals } from '../signals';
import { Timeline } from '../timeline';
import { assembleRequests, Requests } from './assemble';
import { ClusterProgress } from './RequestTracker';
import { Requester, THE_HUB } from './RequestViewer';

const PEOPLE = [
  { login: 'ada', teams: ['platform'] },
  { login: 'grace', teams: ['platform'] },
  { login: 'linus', teams: ['payments', 'developers'] },
  { login: 'flotilla-portal', teams: [] },
].map(person => ({
  ...person,
  name: person.login,
  email: `${person.login}@acme.example`,
  token: `token-of-${person.login}`,
}));

/** Somebody whose name in the catalog isn't their login. */
const LOGINS: Record<string, string> = { 'user:default/a.lovelace': 'ada' };

const REPORTED = { appliedDigests: new Map<string, string>() };

function seesAll(user: string): Requester {
  return { user, others: 'all' };
}

function newCluster(name: string): Change & { cluster: NewCluster } {
  return {
    kind: 'CreateCluster',
    cluster: {
      name,
      owner: 'group:default/payments',
      labels: { env: 'prod', region: 'eu-west-1' },
      model: { name: 'standard', version: '1.5.0' },
      provider: 'eks',
      managedBy: 'mgmt-eu',
      variables: { region: 'eu-west-1' },
    },
  };
}

// Each test starts a Git host and makes a repository with the whole sample fleet.
jest.setTimeout(60_000);

function clusterWith(digest: string) {
  const gitops = { name: 'gitops', path: 'p', digest, size: 1 };
  return { name: 'prod-eu-7', problems: [], parts: [gitops], stale: false };
}

describe('a request, on a real Git host', () => {
  let directory: string;
  let forge: Forge;
  let knex: Knex;
  let requests: Requests;
  let sample: FleetRender;
  let fleet: FollowedFleet;
  let progress: ClusterProgress | undefined;
  let isTeamsDown = false;

  const host = (login: string) =>
    new GithubHost({
      baseUrl: forge.apiBaseUrl,
      token: `token-of-${login}`,
      owner: 'acme',
      repo: 'fleet',
      throttle: false,
    });
  const portal = () =>
    Object.assign(host('flotilla-portal'), {
      ...(isTeamsDown
        ? { teamMembers: () => Promise.reject(new Error('teams are down')) }
        : {}),
    });
  const github = async (login: string, path: string, body: object) => {
    const response = await fetch(
      `${forge.apiBaseUrl}/repos/acme/fleet/pulls/${path}`,
      {
        method: path.endsWith('merge') ? 'PUT' : 'POST',
        headers: { authorization: `token token-of-${login}` },
        body: JSON.stringify(body),
      },
    );
    return response.status;
  };
  const approve = (login: string, number: number) =>
    github(login, `${number}/reviews`, { event: 'APPROVE' });
  const merge = (number: number) => github('ada', `${number}/merge`, {});

  async function refresh(): Promise<void> {
    const { commit } = await fleet.mirror.fetch();
    const files = await fleet.mirror.files(commit);
    const edits = editsBetween(fleet.files, files);
    const render = renderAgain(fleet.render, edits);
    const sources = render.fleet ?? fleet.sources;
    fleet = { ...fleet, commit, files, render, sources };
  }

  async function open(change: Change, plan: Plan, request: Request) {
    const opened = await host('flotilla-portal').openPullRequest({
      base: { commit: plan.baseCommit, branch: 'main' },
      branch: plan.branch,
      title: plan.title,
      body: change.kind,
      files: new Map(plan.files.map(({ path, content }) => [path, content])),
      labels: [],
    });
    return requests.requests.setPullRequest(
      request.id,
      opened.number,
      seesAll(request.requester),
    );
  }

  async function ask(name: string, requester = 'user:default/linus') {
    const change = newCluster(name);
    const asked = await requests.requests.create(
      'acme',
      change,
      seesAll(requester),
    );
    return open(change, asked.plan, asked.request);
  }

  beforeAll(async () => {
    sample = renderAll(await readFolder(SAMPLE_FLEET));
  });

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'flotilla-requests-'));
    forge = await startForge({
      directory: join(directory, 'forge'),
      users: PEOPLE,
      organisation: 'acme',
    });
    await forge.createRepository({
      owner: 'acme',
      name: 'fleet',
      seed: sample.files,
      branchProtection: { requiredStatuses: ['flotilla/policy'] },
    });
    const mirror = new FleetMirror({
      url: `${forge.url}/acme/fleet.git`,
      branch: 'main',
      directory: join(directory, 'mirror'),
    });
    const { commit } = await mirror.fetch();
    const { fleet: sources } = sample;
    if (!sources) {
      throw new Error('the sample fleet can not be read');
    }
    fleet = {
      name: 'acme',
      owner: 'group:default/platform',
      repository: {
        url: `${forge.url}/acme/fleet`,
        owner: 'acme',
        repo: 'fleet',
        branch: 'main',
        credentials: async () => ({}),
      },
      mirror,
      commit,
      committedAt: '2026-11-21T10:00:00Z',
      files: sample.files,
      refused: [],
      render: sample,
      sources,
      clusters: new Map(),
    };
    knex = knexFactory({
      client: 'better-sqlite3',
      connection: ':memory:',
      useNullAsDefault: true,
    });
    await knex.migrate.latest({
      directory: resolvePackagePath(
        '@flotilla/backstage-plugin-flotilla-backend',
        'migrations',
      ),
    });
    progress = undefined;
    isTeamsDown = false;
    const logger = mockServices.logger.mock();
    requests = assembleRequests({
      knex,
      logger,
      fleet: name => (name === 'acme' ? fleet : undefined),
      fleetNames: () => ['acme'],
      refresh,
      host: () => portal(),
      loginOf: async ref => LOGINS[ref] ?? ref.split('/')[1],
      agents: async () => [],
      progress: async () => progress,
      timeline: new Timeline(knex),
      signals: new ChangeSignals({ publish: async () => undefined }, logger, 0),
      portalUrl: 'http://portal.example',
    });
  });

  afterEach(async () => {
    await knex.destroy();
    await forge.stop();
    await rm(directory, { recursive: true });
  });

  it('goes from opened by check, approval and merge to in sync', async () => {
    const { id, pullRequest } = await ask('prod-eu-7');
    const number = pullRequest?.number ?? 0;
    const done = async () => {
      await requests.track();
      const { stages } = await requests.requests.get(id, THE_HUB);
      return stages.filter(({ state }) => state === 'Done').length;
    };
    expect(await done()).toBe(2);
    expect(await merge(number)).toBe(405);

    expect(await approve('linus', number)).toBe(200);
    expect(await done()).toBe(2);
    expect(await approve('ada', number)).toBe(200);
    expect(await done()).toBe(3);

    expect(await merge(number)).toBe(200);
    expect(await done()).toBe(4);

    progress = {
      ...REPORTED,
      state: 'Starting',
      reason: 'nodes come up',
      applied: false,
    };
    expect(await done()).toBe(4);
    expect((await requests.requests.get(id, THE_HUB)).stages[4].message).toBe(
      'prod-eu-7: nodes come up',
    );
    progress = {
      ...REPORTED,
      state: 'Progressing',
      reason: 'rolls out',
      applied: true,
    };
    expect(await done()).toBe(5);
    // The hub may still hold the cluster's state of the commit before.
    fleet = { ...fleet, clusters: new Map([['prod-eu-7', clusterWith('b')]]) };
    progress = {
      appliedDigests: new Map([['gitops', 'a']]),
      state: 'InSync',
      reason: 'in sync',
      applied: true,
    };
    expect(await done()).toBe(5);
    progress = { ...progress, appliedDigests: new Map([['gitops', 'b']]) };
    expect(await done()).toBe(6);
    expect((await requests.requests.get(id, THE_HUB)).phase).toBe('InSync');
  });

  it('renders the second of two that conflict anew on the new base, and it merges clean', async () => {
    const first = await ask('prod-eu-7');
    const second = await ask('prod-eu-8');
    const numbers = [first, second].map(of => of.pullRequest?.number ?? 0);
    await requests.track();
    await approve('ada', numbers[0]);
    await requests.track();
    expect(await merge(numbers[0])).toBe(200);
    expect((await host('ada').pullRequest(numbers[1])).mergeable).toBe(false);

    await requests.track();
    expect((await host('ada').pullRequest(numbers[1])).mergeable).toBe(true);
    await approve('ada', numbers[1]);
    await requests.track();
    expect(await merge(numbers[1])).toBe(200);

    await refresh();
    expect([...fleet.sources.clusters.keys()]).toEqual(
      expect.arrayContaining(['prod-eu-7', 'prod-eu-8']),
    );
    const gitops = fleet.files.get('rendered/mgmt-eu/gitops/manifests.yaml');
    expect(gitops).toContain('infrastructure-prod-eu-7');
    expect(gitops).toContain('infrastructure-prod-eu-8');
  });

  it('never overwrites what somebody else pushed to the branch, and says who did', async () => {
    const first = await ask('prod-eu-7');
    const second = await ask('prod-eu-8');
    await forge.commit({
      owner: 'acme',
      name: 'fleet',
      branch: second.branch,
      author: 'linus',
      message: 'A change by hand',
      files: new Map([['clusters/prod-eu-8/NOTES.md', 'mine\n']]),
    });
    await requests.track();
    await approve('ada', first.pullRequest?.number ?? 0);
    await requests.track();
    await merge(first.pullRequest?.number ?? 0);
    await requests.track();
    await requests.track();

    const { stages } = await requests.requests.get(second.id, THE_HUB);
    const current = stages.find(({ state }) => state === 'Current');
    expect(current?.message).toContain('linus');
  });

  async function outcome(id: string) {
    await requests.track();
    return (await requests.requests.get(id, THE_HUB)).verdict?.outcome;
  }

  it('does not count the approval of who asked, however the catalog names them', async () => {
    const { id, pullRequest } = await ask(
      'prod-eu-7',
      'user:default/a.lovelace',
    );
    await approve('ada', pullRequest?.number ?? 0);
    expect(await outcome(id)).toBe('NeedsApproval');
    await approve('grace', pullRequest?.number ?? 0);
    expect(await outcome(id)).toBe('Allowed');
  });

  it('does not count the approval of who pushed to the branch, nor one of an older head', async () => {
    const { id, branch, pullRequest } = await ask('prod-eu-7');
    const number = pullRequest?.number ?? 0;
    await approve('grace', number);
    expect(await outcome(id)).toBe('Allowed');
    await forge.commit({
      owner: 'acme',
      name: 'fleet',
      branch,
      author: 'ada',
      message: 'A note',
      files: new Map([['docs/NOTES.md', 'mine\n']]),
    });
    expect(await outcome(id)).toBe('NeedsApproval');
    await approve('ada', number);
    expect(await outcome(id)).toBe('NeedsApproval');
    await approve('grace', number);
    expect(await outcome(id)).toBe('Allowed');
  });

  it('takes an allowed verdict back when nobody can judge any more', async () => {
    const { id, pullRequest } = await ask('prod-eu-7');
    await approve('ada', pullRequest?.number ?? 0);
    expect(await outcome(id)).toBe('Allowed');
    isTeamsDown = true;
    await approve('grace', pullRequest?.number ?? 0);
    expect(await outcome(id)).toBe('Unknown');
    expect(await merge(pullRequest?.number ?? 0)).toBe(405);
    isTeamsDown = false;
    expect(await outcome(id)).toBe('Allowed');
  });

  it('lets nobody but the requester name its pull request', async () => {
    const { id, pullRequest } = await ask('prod-eu-7');
    await expect(
      requests.requests.setPullRequest(
        id,
        pullRequest?.number ?? 0,
        seesAll('user:default/ada'),
      ),
    ).rejects.toThrow('nobody else names its pull request');
  });

  it('is one request and one pull request, however often it is asked for', async () => {
    const first = await ask('prod-eu-7');
    const again = await ask('prod-eu-7');
    expect(again.id).toBe(first.id);
    expect(again.pullRequest?.number).toBe(first.pullRequest?.number);
    await expect(ask('prod-eu-7', 'user:default/ada')).rejects.toThrow(
      'has asked for this already',
    );
  });

  it('tells who does not see the open request neither of it nor of its requester', async () => {
    const { id, pullRequest } = await ask('prod-eu-7');
    const stranger: Requester = { user: 'user:default/ada', others: 'none' };
    const again = requests.requests.create(
      'acme',
      newCluster('prod-eu-7'),
      stranger,
    );
    await expect(again).rejects.toThrow(/^Somebody has asked .* already/);
    await expect(
      requests.requests.setPullRequest(id, pullRequest?.number ?? 0, stranger),
    ).rejects.toThrow('no request');
    await expect(requests.requests.get(id, stranger)).rejects.toThrow(
      'no request',
    );
  });

  it('is of the clusters too that its labels match on a new base', async () => {
    const linus = seesAll('user:default/linus');
    const first = await ask('prod-eu-7');
    const change: Change = {
      kind: 'CreateWorkspace',
      workspace: {
        name: 'ledger',
        owner: 'group:default/payments',
        clusters: { matchLabels: { env: 'prod', region: 'eu-west-1' } },
        namespaces: [{ name: 'ledger' }],
      },
    };
    const asked = await requests.requests.create('acme', change, linus);
    const { id, clusters } = await open(change, asked.plan, asked.request);
    expect(clusters).not.toContain('prod-eu-7');

    await requests.track();
    await approve('ada', first.pullRequest?.number ?? 0);
    await requests.track();
    expect(await merge(first.pullRequest?.number ?? 0)).toBe(200);
    await requests.track();
    await requests.track();
    expect((await requests.requests.get(id, THE_HUB)).clusters).toEqual(
      [...clusters, 'prod-eu-7'].sort(),
    );
  });

  it('keeps nothing of a change that can not be rendered', async () => {
    const change = newCluster('prod-eu-7');
    change.cluster.variables = { region: 'the-moon' };
    await expect(
      requests.requests.create('acme', change, seesAll('user:default/linus')),
    ).rejects.toThrow(/region/);
    expect((await requests.requests.list({}, THE_HUB)).totalCount).toBe(0);
  });

  it('gives pull requests that people open by hand their check too', async () => {
    const files = new Map([['policies/limit-workers.yaml', null]]);
    const { headSha } = await host('linus').openPullRequest({
      base: { commit: fleet.commit, branch: 'main' },
      branch: 'no-limits',
      title: 'No limits',
      body: '',
      files,
      labels: [],
    });
    await requests.track();
    const status = await fetch(
      `${forge.apiBaseUrl}/repos/acme/fleet/commits/${headSha}/status`,
    );
    expect(await status.json()).toMatchObject({
      statuses: [{ context: 'flotilla/policy', state: 'pending' }],
    });
  });
});
