import { expectAccessible } from './accessibility';
import { Form } from './form';
import { PullRequestPage } from './gitHost';
import { picture } from './pictures';
import { card, clusterPath, expect, rows, test } from './story';

test.describe.configure({ mode: 'serial' });

const CLUSTER = 'prod-eu-7';

let request = '';

test('the first page shows what needs somebody, worst first', async ({
  portal,
}) => {
  await portal.goto('/');
  await expect(portal).toHaveURL(/\/flotilla$/);
  await expect(portal.getByText('18 clusters')).toBeVisible();
  const row = (name: string) => rows(portal).filter({ hasText: name });
  await expect(row('prod-eu-1')).toContainText('Drifted', { timeout: 60_000 });
  await expect(row('dc-berlin-2')).toContainText('Unknown', {
    timeout: 60_000,
  });
  await expect(row('staging-eu-1')).toContainText('In sync');
  await expect(rows(portal).nth(1)).toContainText('prod-eu-1');
  await expectAccessible(portal);
  await picture(portal, 'fleet');
});

test('a form of the model’s own refuses a value outside of its schema', async ({
  portal,
}) => {
  const form = new Form(portal);
  await portal.getByRole('link', { name: 'Create a cluster' }).click();
  await form.pick('Model', 'standard');
  await expectAccessible(portal);
  await form.next('Its name, who owns it and where it runs.');

  await form.write('Name', CLUSTER);
  await form.owner('payments');
  await form.choose('Provider', 'eks');
  await form.choose('Region', 'eu-west-1');
  await form.choose('Managed by', 'mgmt-eu');
  await form.choose('Environment', 'prod');
  await expectAccessible(portal);
  await form.next('What the model leaves to you.');

  await form.write('Worker nodes', '1000');
  await form.askForNext();
  await expect(portal.getByRole('alert')).toHaveText(
    'Worker nodes: Must be at most 200.',
  );
  await expect(portal.getByLabel('Worker nodes')).toBeVisible();
  await expectAccessible(portal);
  await form.write('Worker nodes', '5');
  await expect(portal.getByRole('alert')).toBeHidden();
  await form.write('Why', 'The shop opens in Ireland.');
});

test('the review says what will happen before a pull request is opened', async ({
  portal,
}) => {
  const form = new Form(portal);
  await form.next(
    'What the pull request will hold, and whether policy allows it.',
  );
  await expect(card(portal, `clusters/${CLUSTER}/cluster.yaml`)).toContainText(
    'workers: 5',
  );
  await expect(card(portal, 'In the cluster')).toContainText(/\d+ added/);
  await expect(card(portal, 'Policy')).toContainText(
    'Needs 1 approval by ClusterOperator; 0 given.',
  );
  await expectAccessible(portal);
  await picture(portal, 'review');
  await form.open();
  request = portal.url();
  await expect(card(portal, 'Progress')).toContainText('opened done');
  await expectAccessible(portal);
});

test('the pull request is approved and merged on the Git host', async ({
  portal,
}) => {
  const pull = await PullRequestPage.open(portal);
  await expectAccessible(pull.tab);
  await picture(pull.tab, 'pull-request');
  await expect(pull.tab.getByRole('button', { name: 'Merge' })).toBeDisabled();
  await pull.approve('ada');
  await pull.merge('ada');
  await expect(card(portal, 'Progress')).toContainText('merged done');
});

test('merged, the cluster is in the catalog', async ({ portal }) => {
  const catalog = await portal.context().newPage();
  await expect(async () => {
    await catalog.goto(`/catalog/acme/resource/${CLUSTER}`);
    await expect(
      catalog.getByRole('heading', { name: `acme/${CLUSTER}` }),
    ).toBeVisible({ timeout: 5000 });
  }).toPass({ timeout: 60_000 });
  await catalog.close();
});

test('it comes up, its agent asks to join and is let in by its fingerprint', async ({
  portal,
}) => {
  const agents = card(portal, 'Agents that ask to join');
  await expect(agents).toContainText(/SHA256:/, { timeout: 120_000 });
  const fingerprint = /SHA256:[\w-]+/.exec(await agents.innerText())?.[0] ?? '';
  await expectAccessible(portal);
  await picture(portal, 'request');
  await agents.getByRole('button', { name: 'Approve' }).click();
  const dialog = portal.getByRole('dialog');
  await expect(dialog).toContainText(fingerprint);
  await expectAccessible(portal);
  await dialog.getByRole('button', { name: /the same: approve/ }).click();
  await expect(agents).toContainText('approved');
});

test('the request ends in sync without a reload', async ({ portal }) => {
  await expect(card(portal, 'Progress')).toContainText('in sync done', {
    timeout: 120_000,
  });
  await expect(card(portal, 'Clusters')).toContainText('In sync');
  expect(portal.url()).toBe(request);

  await portal.goto('/flotilla/requests?show=all');
  await expect(
    portal.getByRole('row').filter({ hasText: CLUSTER }),
  ).toContainText('In sync');
  await expectAccessible(portal);

  await portal.goto(clusterPath(CLUSTER));
  await expect(card(portal, 'Drift')).toContainText('In sync');
  await expect(card(portal, 'Parts')).toContainText('cert-manager');
  await expectAccessible(portal);
});
