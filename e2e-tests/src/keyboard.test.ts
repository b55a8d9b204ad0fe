import { Locator, Page } from '@playwright/test';
import { card, expect, rows, test } from './story';

test.describe.configure({ mode: 'serial' });

/** More stops than any page has before what is looked for. */
const MOST_STOPS = 60;

async function hasFocus(wanted: Locator): Promise<boolean> {
  return (
    (await wanted.count()) > 0 &&
    wanted.first().evaluate(element => element === document.activeElement)
  );
}

/** Presses a key until the focus is where it is wanted. */
async function press(page: Page, key: string, wanted: Locator): Promise<void> {
  for (let stop = 0; stop < MOST_STOPS; stop++) {
    if (await hasFocus(wanted)) return;
    await page.keyboard.press(key);
  }
  throw new Error(`${key} doesn't lead to ${wanted}`);
}

/** Chooses from a list that opens, by typing what the answer begins with. */
async function choose(
  page: Page,
  label: string,
  option: string,
): Promise<void> {
  const button = page.getByRole('button', { name: new RegExp(`${label}$`) });
  await press(page, 'Tab', button);
  await page.keyboard.press('Enter');
  const wanted = page.getByRole('option', { name: option, exact: true });
  await wanted.waitFor();
  await press(page, 'ArrowDown', wanted);
  await page.keyboard.press('Enter');
  await expect(button).toContainText(option);
}

test('the keyboard alone leads from the fleet page to what drifted', async ({
  portal,
}) => {
  await portal.goto('/flotilla');
  const row = rows(portal).filter({ hasText: 'prod-eu-1' });
  await row.waitFor();
  await press(portal, 'Tab', rows(portal).nth(1));
  await press(portal, 'ArrowDown', row);
  await press(portal, 'ArrowRight', row.getByRole('link').first());
  await portal.keyboard.press('Enter');
  await expect(card(portal, 'Drift')).toContainText('kubectl-edit');
});

test('the keyboard alone fills in the form up to its options', async ({
  portal,
}) => {
  await portal.goto('/flotilla');
  const create = portal.getByRole('link', { name: 'Create a cluster' });
  await create.waitFor();
  await press(portal, 'Tab', create);
  await portal.keyboard.press('Enter');

  const model = portal.getByRole('radio', { name: /^standard/ });
  await model.waitFor();
  await press(portal, 'Tab', portal.getByRole('radio').first());
  await press(portal, 'ArrowDown', model);
  await portal.keyboard.press('Space');
  await press(portal, 'Tab', portal.getByRole('button', { name: 'Next' }));
  await portal.keyboard.press('Enter');

  const name = portal.getByRole('textbox', { name: 'Name' });
  await name.waitFor();
  await press(portal, 'Tab', name);
  await portal.keyboard.type('dev-eu-9');
  await press(portal, 'Tab', portal.getByRole('textbox', { name: 'Owner' }));
  await portal.keyboard.type('payments');
  await portal.getByRole('option', { name: /payments/i }).waitFor();
  await portal.keyboard.press('ArrowDown');
  await portal.keyboard.press('Enter');
  await choose(portal, 'Provider', 'docker');
  await choose(portal, 'Managed by', 'mgmt-eu');
  await choose(portal, 'Environment', 'dev');
  await press(portal, 'Tab', portal.getByRole('button', { name: 'Next' }));
  await portal.keyboard.press('Enter');
  await expect(portal.getByText('What the model leaves to you.')).toBeVisible();
});
