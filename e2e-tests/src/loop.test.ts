import { PullRequestPage } from './gitHost';
import { demo, expect, expectAccessible, picture, test } from './story';

test.describe.configure({ mode: 'serial' });

const CLUSTER = 'prod-eu-7';
const EDITED = 'prod-eu-2';
const PAGE = (cluster: string) => `/catalog/acme/resource/${cluster}/fleet`;

let request = '';

test('the fleet page shows what needs somebody, worst first', async ({
  portal,
}) => {
  await portal.goto('/flotilla');
  await expect(portal.getByText('15 clusters')).toBeVisible();
  await expect(
    portal.getByRole('row').filter({ hasText: 'prod-eu-1' }),
  ).toContainText('Drifted', { timeout: 60_000 });
  await expect(
    portal.getByRole('row').filter({ hasText: 'dc-berlin-2' }),
  ).toContainText('Unknown', { timeout: 60_000 });
  await expectAccessible(portal);
  await picture(portal, 'fleet');
});

test('the form refuses a value outside of the model’s schema', async ({
  portal,
}) => {
  await portal.getByRole('link', { name: 'Create a cluster' }).first().click();
  await portal.getByRole('button', { name: 'Next' }).click();

  await portal.getByLabel('Name', { exact: false }).first().fill(CLUSTER);
  await portal.getByLabel('Owner', { exact: false }).first().click();
  await portal.getByRole('option', { name: /payments/i }).click();
  await expectAccessible(portal);
  await portal.getByRole('button', { name: 'Next' }).click();

  const workers = portal.getByLabel('Worker nodes');
  await workers.fill('1000');
  await portal.getByRole('button', { name: 'Continue' }).click();
  await expect(portal.getByText(/Worker nodes: .*200/).first()).toBeVisible();
  await workers.fill('5');
});

test('the review says what will happen before anything is opened, then a pull request is', async ({
  portal,
}) => {
  await portal.getByRole('button', { name: 'Next' }).click();
  await expect(portal.getByText('What will happen')).toBeVisible();
  await expect(
    portal.getByText(`clusters/${CLUSTER}/cluster.yaml`).first(),
  ).toBeVisible();
  await expect(portal.getByText(/approval/).first()).toBeVisible();
  await expectAccessible(portal);
  await picture(portal, 'review');
  await portal.getByRole('button', { name: 'Continue' }).click();
  await portal.getByRole('button', { name: 'Open pull request' }).click();
  await portal
    .getByRole('link', { name: /Follow the request/ })
    .click({ timeout: 60_000 });
  await expect(portal).toHaveURL(/flotilla\/requests\//);
  request = portal.url();
});

test('approved and merged on the Git host, the cluster comes up and its agent is let in', async ({
  portal,
}) => {
  const link = portal.getByRole('link', { name: /pull request #\d+/i });
  const url = (await link.getAttribute('href')) ?? '';
  const pull = await PullRequestPage.open(portal, url);
  await expectAccessible(pull.tab);
  await picture(pull.tab, 'pull-request');
  await pull.approve('ada');
  await pull.merge('ada');

  const approve = portal.getByRole('button', { name: 'Approve' });
  await expect(approve).toBeVisible({ timeout: 120_000 });
  await expectAccessible(portal);
  await picture(portal, 'request');
  await approve.click();
  await portal
    .getByRole('button', { name: /approve/i })
    .last()
    .click();
});

test('the request ends in sync without a reload, and the cluster is in the catalog', async ({
  portal,
}) => {
  await expect(portal.getByText('In sync').first()).toBeVisible({
    timeout: 120_000,
  });
  expect(portal.url()).toBe(request);
  await portal.goto(PAGE(CLUSTER));
  await expect(portal.getByText('In sync').first()).toBeVisible({
    timeout: 60_000,
  });
});

test('a hand edit shows with its author within ten seconds, and is kept as put back', async ({
  portal,
}) => {
  await portal.goto(PAGE(EDITED));
  await expect(portal.getByText('In sync').first()).toBeVisible();
  await demo('edit', EDITED);
  const drift = portal.getByRole('region', { name: 'Drift' });
  await expect(drift.getByText('kubectl-edit').first()).toBeVisible({
    timeout: 10_000,
  });
  await expect(drift.getByText('Put back')).toBeVisible({ timeout: 30_000 });
  await expectAccessible(portal);
});

test('while the engine is suspended the edit stays, and the owner is told', async ({
  portal,
}) => {
  await demo('suspend', EDITED);
  await demo('edit', EDITED);
  const drift = portal.getByRole('region', { name: 'Drift' });
  await expect(drift.getByText('In the cluster').first()).toBeVisible();
  await expect(drift.getByText('high').first()).toBeVisible();
  await expect(drift.getByText('kubectl-edit').first()).toBeVisible();
  await picture(portal, 'drift');

  await portal.goto('/notifications');
  await expect(portal.getByText(EDITED).first()).toBeVisible({
    timeout: 30_000,
  });
});

test('resumed, the drift is resolved in the timeline', async ({ portal }) => {
  await portal.goto(PAGE(EDITED));
  await demo('resume', EDITED);
  await expect(portal.getByText('In sync').first()).toBeVisible({
    timeout: 60_000,
  });
  const timeline = portal.getByRole('region', { name: 'Timeline' });
  await expect(timeline.getByText(/resolved/i).first()).toBeVisible();
});
