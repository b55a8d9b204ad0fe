import { readFileSync } from 'node:fs';
import path from 'node:path';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import { templateEntityV1beta3Validator } from '@backstage/plugin-scaffolder-common';
import {
  scaffolderActionsExtensionPoint,
  TemplateAction,
} from '@backstage/plugin-scaffolder-node';
import { parse } from 'yaml';
import scaffolderModuleFlotilla from './index';

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

describe('the module', () => {
  it('brings three actions that can be tried in a dry run', async () => {
    const actions = await registeredActions();

    expect([...actions.keys()]).toEqual([
      'flotilla:cluster:create',
      'flotilla:workspace:create',
      'flotilla:pull-request:open',
    ]);
    for (const action of actions.values()) {
      expect(action.supportsDryRun).toBe(true);
      expect(action.examples?.length).toBeGreaterThan(0);
    }
  });

  it.each(['create-cluster', 'create-workspace'])(
    'has actions that take what the template %s gives them',
    async name => {
      const actions = await registeredActions();
      const text = readFileSync(
        path.join(TEMPLATES, name, 'template.yaml'),
        'utf8',
      );
      const template = parse(text);

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
