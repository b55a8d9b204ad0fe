import { demo, expect, expectAccessible, picture, test } from './story';

test.describe.configure({ mode: 'serial' });

const CLUSTER = 'prod-eu-7';
let requestPath = '';
let pullRequestUrl = '';

test('the fleet page shows what needs somebody, worst first', async ({
  portal,
}) => {
  await portal.goto('/flotilla');
  await expect(portal.getByText(/15 clusters/)).toBeVisible();
  await expect(
    portal.getByRole('row', { name: /prod-eu-1.*Drifted/ }),
  ).toBeVisible();
  await expectAccessible(portal);
  await picture(portal, 'fleet');
});

test('a form made from the model refuses a value outside its schema', async ({
  portal,
}) => {
  await portal
    .getByRole('link', { name: 'Create a cluster' })
    .or(portal.getByRole('button', { name: 'Create a cluster' }))
    .first()
    .click();
  await expect(portal).toHaveURL(/create\/templates/);
  // Model
  await portal.getByRole('button', { name: 'Next' }).click();
  // Where
  await portal.getByLabel('Name').fill(CLUSTER);
});
