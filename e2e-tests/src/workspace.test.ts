import { expectAccessible } from './accessibility';
import { Form } from './form';
import { PullRequestPage } from './gitHost';
import { card, clusterPath, expect, test } from './story';

test.describe.configure({ mode: 'serial' });

const WORKSPACE = 'refunds';
const CLUSTER = 'dev-eu-1';

test('a team asks for a workspace', async ({ portal }) => {
  const form = new Form(portal);
  await portal.goto('/create/templates/default/flotilla-create-workspace');
  await form.write('Name', WORKSPACE);
  await form.owner('payments');
  await expectAccessible(portal);
  await form.next('By name, or by labels');

  await form.tick(CLUSTER);
  await expect(portal.getByRole('status')).toHaveText(`1 cluster: ${CLUSTER}`);
  await expectAccessible(portal);
  await form.next('What it holds, who may do what in it');

  await form.write('CPU', '8');
  await form.write('Memory', '16Gi');
  await expectAccessible(portal);
  await form.next(
    'What the pull request will hold, and whether policy allows it.',
  );

  await expect(card(portal, `workspaces/${WORKSPACE}.yaml`)).toContainText(
    'requests.cpu',
  );
  await expectAccessible(portal);
  await form.open();
});

test('merged, it is on its cluster', async ({ portal }) => {
  const pull = await PullRequestPage.open(portal);
  await pull.merge('linus');
  await expect(card(portal, 'Progress')).toContainText('in sync done', {
    timeout: 120_000,
  });

  await portal.goto(clusterPath(CLUSTER));
  await expect(card(portal, 'Parts')).toContainText(WORKSPACE);
  await portal.goto(`/catalog/acme/resource/workspace-${WORKSPACE}`);
  await expect(
    portal.getByRole('heading', { name: `acme/workspace-${WORKSPACE}` }),
  ).toBeVisible();
});
