import { expectAccessible } from './accessibility';
import { act } from './acts';
import { picture } from './pictures';
import { card, clusterPath, expect, test } from './story';
import { Page } from '@playwright/test';

test.describe.configure({ mode: 'serial' });

/** Owned by the platform team, which the guest is a member of. */
const CLUSTER = 'staging-eu-1';
const TOLD = `${CLUSTER} differs from Git`;

const difference = (portal: Page) =>
  card(portal, 'Drift')
    .getByRole('table', { name: /^Differences of Deployment/ })
    .getByRole('row')
    .filter({ hasText: 'image' });

async function expectEditShown(portal: Page): Promise<void> {
  const cells = difference(portal).getByRole('cell');
  await expect(cells.nth(3)).toContainText('kubectl-edit', { timeout: 10_000 });
  await expect(cells.nth(0)).toContainText('.spec.template.spec.containers');
  await expect(cells.nth(0)).toContainText('high');
  await expect(cells.nth(1)).toContainText(/:v?\d+\.\d+\.\d+$/);
  await expect(cells.nth(2)).toContainText(/:hotfix$/);
  await expect(cells.nth(3).getByRole('time')).toHaveText(/^\d+ s ago$/);
}

test('a hand edit shows within ten seconds: field, desired, live, who and since when', async ({
  portal,
}) => {
  await portal.goto(clusterPath(CLUSTER));
  await expect(card(portal, 'Drift')).toContainText('In sync');
  await act('edit', CLUSTER);
  await expectEditShown(portal);
});

test('the engine puts it back, and it is kept with its author', async ({
  portal,
}) => {
  await expect(difference(portal)).toBeHidden({ timeout: 60_000 });
  const putBack = card(portal, 'Drift').getByRole('table', {
    name: 'Put back',
  });
  await expect(putBack).toContainText(/:hotfix/);
  await expect(putBack).toContainText(/kubectl-edit\s*(once|\d+ times)/);
  await expect(card(portal, 'Timeline')).toContainText('was put back');
  await expectAccessible(portal);
});

test('while the engine is suspended the edit stays, and the owner is told', async ({
  portal,
}) => {
  await act('suspend', CLUSTER);
  await act('edit', CLUSTER);
  await expectEditShown(portal);
  await expect(card(portal, 'Sync')).toContainText('suspended');
  await expectAccessible(portal);

  await portal.goto('/notifications');
  await expect(portal.getByText(TOLD).first()).toBeVisible();
  await portal.goto(clusterPath(CLUSTER));
  await expectEditShown(portal);
  await picture(portal, 'drift');
});

test('resumed, the drift is resolved in the timeline', async ({ portal }) => {
  await act('resume', CLUSTER);
  await expect(card(portal, 'Drift')).toContainText('In sync', {
    timeout: 60_000,
  });
  await expect(card(portal, 'Timeline')).toContainText('matches Git again');
  await expectAccessible(portal);
});
