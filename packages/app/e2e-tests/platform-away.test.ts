import { expect, test } from '@playwright/test';
import { apiServerPid } from './platform';
import { signIn } from './support';

test('says so when the platform goes away, keeps what it knows, and recovers', async ({
  page,
}) => {
  await signIn(page, '/catalog/default/component/orders-postgresql/kratix');
  await expect(page.locator('[data-health="ready"]').first()).toBeVisible({
    timeout: 40_000,
  });

  process.kill(apiServerPid(), 'SIGKILL');
  const banner = page
    .getByRole('alert')
    .filter({ hasText: 'Live updates lost' });
  await expect(banner).toBeVisible();
  await expect(page.locator('[data-health="unknown"]').first()).toBeVisible();
  // What was known stays on the page.
  await expect(
    page.getByText('orders.db.example.org', { exact: true }),
  ).toBeVisible();

  // npm start brings the API server back; the page finds out by itself.
  await expect(banner).toBeHidden({ timeout: 60_000 });
  await expect(page.locator('[data-health="ready"]').first()).toBeVisible();
});

test('names what is wrong with an entity’s annotations', async ({ page }) => {
  await signIn(page, '/catalog/default/component/broken-annotations/kratix');
  const problem = page.getByRole('alert');
  await expect(problem).toContainText('kratix.io/group is missing', {
    timeout: 30_000,
  });
  await expect(problem).toContainText('Add kratix.io/group');
});
