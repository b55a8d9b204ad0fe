import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ConfigReader } from '@backstage/config';
import { mockCredentials } from '@backstage/backend-test-utils';
import { TemplateAction } from '@backstage/plugin-scaffolder-node';
import { createMockActionContext } from '@backstage/plugin-scaffolder-node-test-utils';
import { JsonObject } from '@backstage/types';
import { Forge, startForge } from '@flotilla/forge';
import { GithubHost } from '@flotilla/repository';
import { ChangeProposer } from '../proposal/ChangeProposer';
import { FleetHosts } from '../proposal/FleetHosts';
import { Hub } from '../__testUtils__/Hub';
import { createClusterAction } from './createClusterAction';
import { createWorkspaceAction } from './createWorkspaceAction';
import { openPullRequestAction } from './openPullRequestAction';

const USERS = ['flotilla-portal', 'linus'].map(login => ({
  login,
  name: login,
  email: `${login}@acme.example`,
  token: `token-of-${login}`,
  teams: ['platform'],
}));

const clusterInput = {
  fleet: 'acme',
  name: 'prod-eu-3',
  owner: 'group:default/payments',
  model: 'standard',
  modelVersion: '1.5.0',
  provider: 'eks',
  managedBy: 'mgmt-eu',
  labels: { env: 'prod' },
  variables: { workers: 5 },
  reason: 'More room',
};

describe('the actions', () => {
  let forge: Forge;
  let directory: string;
  let hub: Hub;

  beforeEach(async () => {
    directory = mkdtempSync(path.join(os.tmpdir(), 'flotilla-actions-'));
    forge = await startForge({
      directory,
      organisation: 'acme',
      users: USERS,
    });
    const { sha } = await forge.createRepository({
      owner: 'acme',
      name: 'fleet',
      seed: new Map([['fleet.yaml', 'kind: Fleet\n']]),
    });
    hub = new Hub(forge.url, sha);
  });

  afterEach(async () => {
    await forge.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  function proposer(settings: JsonObject = {}) {
    const config = new ConfigReader({
      integrations: {
        github: [
          {
            host: new URL(forge.url).host,
            apiBaseUrl: forge.apiBaseUrl,
            token: 'token-of-flotilla-portal',
          },
        ],
      },
      ...settings,
    });
    return new ChangeProposer({
      flotilla: hub,
      hosts: new FleetHosts(config, { throttle: false }),
      portalUrl: 'https://portal.acme.example',
    });
  }

  /** Runs an action as linus, and gives back what it put out. */
  async function run<Input extends JsonObject, Output extends JsonObject>(
    action: TemplateAction<Input, Output>,
    input: NoInfer<Input>,
    context: object = {},
  ): Promise<Record<string, unknown>> {
    const output: Record<string, unknown> = {};
    await action.handler({
      ...createMockActionContext<Input, Output>({
        input,
        user: { ref: 'user:default/linus' },
      }),
      getInitiatorCredentials: async () =>
        mockCredentials.user('user:default/linus'),
      output: (name: string | number | symbol, value: unknown) => {
        output[String(name)] = value;
      },
      ...context,
    });
    return output;
  }

  function onForge() {
    return new GithubHost({
      baseUrl: forge.apiBaseUrl,
      token: 'token-of-linus',
      owner: 'acme',
      repo: 'fleet',
      throttle: false,
    });
  }

  it('plans, records and opens on behalf of the one who asked', async () => {
    const output = await run(createClusterAction(proposer()), clusterInput);

    expect(output).toEqual({
      outcome: 'NeedsApproval',
      requestId: 'r-1',
      requestUrl: '/flotilla/requests/r-1',
      pullRequestUrl: `${forge.url}/acme/fleet/pull/1`,
      number: 1,
    });
    expect(hub.calls.map(({ name }) => name)).toEqual([
      'plan',
      'createRequest',
      'recordPullRequest r-1',
    ]);
    for (const { by } of hub.calls) {
      expect(by).toMatchObject({ userEntityRef: 'user:default/linus' });
    }
    const pull = await onForge().pullRequest(1);
    expect(pull).toMatchObject({
      title: 'Create cluster prod-eu-3',
      author: 'flotilla-portal',
      labels: ['flotilla'],
      state: 'open',
    });
    expect(pull.body).toContain('user:default/linus');
    expect(pull.body).toContain('> More room');
    expect(pull.body).toContain(
      'https://portal.acme.example/flotilla/requests/r-1',
    );
  });

  it('opens it as the user where there is a token of the user', async () => {
    await run(createClusterAction(proposer()), clusterInput, {
      secrets: { USER_OAUTH_TOKEN: 'token-of-linus' },
    });

    await expect(onForge().pullRequest(1)).resolves.toMatchObject({
      author: 'linus',
    });
  });

  it('opens nothing without a token of the user where that is required', async () => {
    const strict = proposer({
      scaffolder: { requireScmUserCredentials: true },
    });

    await expect(
      run(createClusterAction(strict), clusterInput),
    ).rejects.toThrow(/Sign in to .* first/);
    await expect(onForge().openPullRequests('main')).resolves.toEqual([]);
  });

  it('finds its own pull request when it runs again', async () => {
    await run(createClusterAction(proposer()), clusterInput);
    const again = await run(createClusterAction(proposer()), clusterInput);

    expect(again.number).toBe(1);
    await expect(onForge().openPullRequests('main')).resolves.toHaveLength(1);
  });

  it('stores no secret in its checkpoints', async () => {
    const stored: unknown[] = [];
    await run(
      createClusterAction(proposer()),
      { ...clusterInput, token: 'token-of-linus' },
      {
        checkpoint: async ({ fn }: { fn(): Promise<unknown> }) => {
          const value = await fn();
          stored.push(value);
          return value;
        },
      },
    );

    expect(stored).toHaveLength(2);
    expect(JSON.stringify(stored)).not.toContain('token-of');
  });

  it('opens and records nothing in a dry run', async () => {
    const output = await run(createClusterAction(proposer()), clusterInput, {
      isDryRun: true,
    });

    expect(output).toEqual({ outcome: 'NeedsApproval' });
    expect(hub.calls.map(({ name }) => name)).toEqual(['plan']);
    await expect(onForge().openPullRequests('main')).resolves.toEqual([]);
  });

  it.each([
    {
      why: 'policy denies it',
      changes: {
        verdict: {
          outcome: 'Denied' as const,
          summary: 'More than 50 workers.',
          approvals: [],
          findings: [
            {
              policy: 'limit-workers',
              path: 'clusters/prod-eu-3/cluster.yaml',
              line: 12,
              severity: 'high' as const,
              enforcementAction: 'deny' as const,
              message: 'more than 50 workers needs a capacity review',
              remediation: 'Ask in #platform',
            },
          ],
        },
      },
      words:
        /clusters\/prod-eu-3\/cluster.yaml:12 more than 50 workers.*\(rule limit-workers\). Ask in #platform/,
    },
    {
      why: 'policy could not be judged',
      changes: {
        verdict: {
          outcome: 'Unknown' as const,
          summary: 'policies/x.yaml could not be read.',
          approvals: [],
          findings: [],
        },
      },
      words: /could not be decided. policies\/x.yaml could not be read/,
    },
    {
      why: 'a file would be wrong',
      changes: {
        problems: [
          {
            severity: 'error' as const,
            path: 'clusters/prod-eu-3/cluster.yaml',
            line: 14,
            column: 7,
            message: 'workers must be at most 200',
            remedy: 'Give a number from 1 to 200.',
          },
        ],
      },
      words: /cluster.yaml:14:7 workers must be at most 200. Give a number/,
    },
    { why: 'nothing changes', changes: { files: [] }, words: /already is as/ },
  ])(
    'refuses before anything is opened when $why',
    async ({ changes, words }) => {
      hub.changes = changes;

      const failure = await run(
        createClusterAction(proposer()),
        clusterInput,
      ).catch(error => error);

      expect(failure).toMatchObject({
        name: 'InputError',
        message: expect.stringMatching(words),
      });
      expect(hub.calls.map(({ name }) => name)).toEqual(['plan']);
      await expect(onForge().openPullRequests('main')).resolves.toEqual([]);
    },
  );

  it('proposes workspaces and edited files by the same way', async () => {
    await run(createWorkspaceAction(proposer()), {
      fleet: 'acme',
      name: 'refunds',
      owner: 'group:default/payments',
      clusterNames: ['prod-eu-1'],
    });
    await run(openPullRequestAction(proposer()), {
      fleet: 'acme',
      title: 'Tidy up',
      files: { 'roles/old.yaml': null },
    });

    const planned = hub.calls.filter(({ name }) => name === 'plan');
    expect(planned.map(({ asked }) => asked)).toMatchObject([
      { kind: 'CreateWorkspace', workspace: { name: 'refunds' } },
      { kind: 'EditFiles', title: 'Tidy up' },
    ]);
  });

  it('wants to know which clusters a workspace is for, in one way', async () => {
    const input = {
      fleet: 'acme',
      name: 'refunds',
      owner: 'group:default/payments',
    };
    const action = createWorkspaceAction(proposer());
    const both = { clusterNames: ['a'], clusterLabels: { env: 'prod' } };

    await expect(run(action, input)).rejects.toThrow(/which clusters/);
    await expect(run(action, { ...input, ...both })).rejects.toThrow(
      /which clusters/,
    );
  });
});
