import { expect, test } from '@playwright/test';
import { apiServerPid } from './platform';
import { signIn, watchLayoutShift } from './support';

test('says so when the platform goes away, keeps what it knows, and recovers', async ({
  page,
}) => {
  await signIn(page, '/catalog/default/component/orders-postgresql/kratix');
  await expect(page.locator('[data-health="ready"]').first()).toBeVisible({
    timeout: 40_000,
  });

  await expect(
    page.getByText('orders.db.example.org', { exact: true }),
  ).toBeVisible();
  const layoutShift = await watchLayoutShift(page);

  process.kill(apiServerPid(), 'SIGKILL');
  const banner = page
    .getByRole('alert')
    .filter({ hasText: 'Live updates lost' });
  await expect(banner).toBeVisible();
  // The last state stays, with its age.
  await expect(
    page.locator('[data-health="ready"][data-stale="true"]').first(),
  ).toBeVisible();
  // What was known stays on the page.
  await expect(
    page.getByText('orders.db.example.org', { exact: true }),
  ).toBeVisible();
  await expect(banner).toBeInViewport();
  expect(await layoutShift()).toBeLessThan(0.02);

  // npm start brings the API server back; the page finds out by itself.
  await expect(banner).toBeHidden({ timeout: 60_000 });
  await expect(page.locator('[data-stale]')).toHaveCount(0);
  await expect(page.locator('[data-health="ready"]').first()).toBeVisible();
  expect(await layoutShift()).toBeLessThan(0.02);
});

test('names what is wrong with an entity’s annotations', async ({ page }) => {
  await signIn(page, '/catalog/default/component/broken-annotations/kratix');
  const problem = page.getByRole('alert');
  await expect(problem).toContainText('kratix.io/group is missing', {
    timeout: 30_000,
  });
  await expect(problem).toContainText('Add kratix.io/group');
});
