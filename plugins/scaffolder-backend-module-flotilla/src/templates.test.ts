import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { createServiceFactory } from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import scaffolderPlugin from '@backstage/plugin-scaffolder-backend';
import { templateEntityV1beta3Validator } from '@backstage/plugin-scaffolder-common';
import {
  scaffolderActionsExtensionPoint,
  TemplateAction,
} from '@backstage/plugin-scaffolder-node';
import { flotillaServiceRef } from '@flotilla/backstage-plugin-flotilla-node';
import { parse } from 'yaml';
import scaffolderModuleFlotilla from './index';
import { Hub } from './__testUtils__/Hub';

const TEMPLATES = path.resolve(__dirname, '../../../templates');

async function registeredActions(): Promise<Map<string, TemplateAction>> {
  const actions = new Map<string, TemplateAction>();
  const backend = await startTestBackend({
    extensionPoints: [
      [
        scaffolderActionsExtensionPoint,
        {
          addActions: (...added) =>
            added.forEach(action => actions.set(action.id, action)),
        },
      ],
    ],
    features: [
      scaffolderModuleFlotilla,
      mockServices.rootConfig.factory({
        data: { app: { baseUrl: 'http://localhost' } },
      }),
    ],
  });
  await backend.stop();
  return actions;
}

const mockUser = 'user:default/linus';

async function readTemplate(name: string) {
  const file = path.join(TEMPLATES, name, 'template.yaml');
  return parse(await readFile(file, 'utf8'));
}

/** Runs a template in the real scaffolder, as linus and without effect. */
async function dryRun(hub: Hub, template: object, values: object) {
  const backend = await startTestBackend({
    features: [
      scaffolderPlugin,
      scaffolderModuleFlotilla,
      catalogServiceMock.factory({ entities: [] }),
      createServiceFactory({
        service: flotillaServiceRef,
        deps: {},
        factory: () => hub,
      }),
      mockServices.rootConfig.factory({
        data: { app: { baseUrl: 'http://localhost' } },
      }),
    ],
  });
  const response = await fetch(
    `http://localhost:${backend.server.port()}/api/scaffolder/v2/dry-run`,
    {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: mockCredentials.user.header(mockUser),
      },
      body: JSON.stringify({ template, values, directoryContents: [] }),
    },
  );
  const result = await response.json();
  await backend.stop();
  if (!response.ok) {
    throw new Error(JSON.stringify(result));
  }
  return result;
}

describe('the module', () => {
  it('brings four actions that can be tried in a dry run', async () => {
    const actions = await registeredActions();

    expect([...actions.keys()]).toEqual([
      'flotilla:cluster:create',
      'flotilla:workspace:create',
      'flotilla:cluster:remove',
      'flotilla:pull-request:open',
    ]);
    for (const action of actions.values()) {
      expect(action.supportsDryRun).toBe(true);
      expect(action.examples?.length).toBeGreaterThan(0);
    }
  });

  it.each([
    {
      template: 'create-cluster',
      answers: {
        model: { fleet: 'acme', name: 'standard', version: '1.5.0' },
        name: 'prod-eu-3',
        owner: 'group:default/payments',
        placement: {
          provider: 'existing',
          labels: { env: 'prod', region: 'eu-west-1' },
        },
        options: { workers: 5, audit: false },
        review: { acknowledged: true },
      },
      change: {
        kind: 'CreateCluster',
        cluster: {
          name: 'prod-eu-3',
          owner: 'group:default/payments',
          labels: { env: 'prod', region: 'eu-west-1' },
          model: { name: 'standard', version: '1.5.0' },
          provider: 'existing',
          variables: { workers: 5, audit: false },
        },
      },
    },
    {
      template: 'create-workspace',
      answers: {
        name: 'refunds',
        owner: 'group:default/payments',
        target: { fleet: 'acme', matchLabels: { env: 'prod' } },
        namespaces: [],
        access: [{ role: 'workspace-developer', group: 'payments-devs' }],
        quota: { pods: '100' },
        review: { acknowledged: true },
      },
      change: {
        kind: 'CreateWorkspace',
        workspace: {
          name: 'refunds',
          owner: 'group:default/payments',
          clusters: { matchLabels: { env: 'prod' } },
          namespaces: [{ name: 'refunds' }],
          access: [
            {
              role: 'workspace-developer',
              subjects: [{ kind: 'Group', name: 'payments-devs' }],
            },
          ],
          quota: { pods: '100' },
        },
      },
    },
    {
      template: 'remove-cluster',
      answers: {
        fleet: 'acme',
        name: 'store-0104',
        step: 2,
        review: { acknowledged: true },
      },
      change: { kind: 'RemoveCluster', cluster: 'store-0104', step: 2 },
    },
  ])(
    'makes of the answers to $template exactly the change that the review showed',
    async ({ template, answers, change }) => {
      const hub = new Hub('https://github.com', 'c'.repeat(40));

      const result = await dryRun(hub, await readTemplate(template), answers);

      expect(hub.calls).toEqual([
        {
          name: 'plan',
          by: expect.objectContaining({ userEntityRef: mockUser }),
          asked: change,
        },
      ]);
      expect(JSON.stringify(result.log)).toContain(
        'Needs one approval by ClusterOperator.',
      );
    },
    30_000,
  );

  it.each(['create-cluster', 'create-workspace', 'remove-cluster'])(
    'has actions that take what the template %s gives them',
    async name => {
      const actions = await registeredActions();
      const template = await readTemplate(name);

      await expect(
        templateEntityV1beta3Validator.check(template),
      ).resolves.toBe(true);
      const asked = template.spec.parameters.flatMap(
        (page: { properties: object }) => Object.keys(page.properties),
      );
      for (const { action, input } of template.spec.steps) {
        const schema = actions.get(action)?.schema?.input;
        const accepted = Object.keys(schema?.properties ?? {});
        expect(accepted).toEqual(expect.arrayContaining(Object.keys(input)));
        expect(Object.keys(input)).toEqual(
          expect.arrayContaining([schema?.required].flat()),
        );
        const used = [...JSON.stringify(input).matchAll(/parameters\.(\w+)/g)];
        expect(asked).toEqual(
          expect.arrayContaining(used.map(([, parameter]) => parameter)),
        );
      }
    },
  );
});
