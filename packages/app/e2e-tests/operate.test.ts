import { expect, test } from '@playwright/test';
import {
  expectAccessible,
  expectNoSidewaysScroll,
  signIn,
  watchConsole,
} from './support';

test('a Resource is paused and goes on', async ({ page }) => {
  const ours = watchConsole(page);
  await signIn(page, '/catalog/default/component/orders-postgresql/kratix');
  await expect(page.locator('[data-health="ready"]').first()).toBeVisible({
    timeout: 60_000,
  });
  await page.getByRole('link', { name: 'Manage', exact: true }).click();
  await page.getByRole('button', { name: 'Pause' }).click();
  await expect(page.locator('[data-health="paused"]').first()).toBeVisible();

  await page.getByRole('link', { name: 'Kratix', exact: true }).click();
  await page.getByRole('button', { name: 'Resume' }).click();
  await expect(page.locator('[data-health="ready"]').first()).toBeVisible({
    timeout: 60_000,
  });
  expect(ours).toEqual([]);
});

test('a Resource that is paused goes on from its row, also on a phone', async ({
  page,
}) => {
  const ours = watchConsole(page);
  const entity = '/catalog/default/component/orders-postgresql/kratix';
  await signIn(page, entity);
  await page
    .getByRole('link', { name: 'Manage', exact: true })
    .click({ timeout: 60_000 });
  await page.getByRole('button', { name: 'Pause' }).click();
  await expect(page.locator('[data-health="paused"]').first()).toBeVisible();

  await page.setViewportSize({ width: 400, height: 800 });
  await page.goto('/catalog/default/component/postgresql-promise/kratix');
  const row = page
    .getByRole('table', { name: 'Requests' })
    .getByRole('row')
    .filter({ has: page.getByRole('link', { name: 'orders', exact: true }) });
  const resume = row.getByRole('button', { name: 'Resume orders' });
  await expect(resume).toBeVisible({ timeout: 60_000 });
  await expectNoSidewaysScroll(page);
  await resume.click();
  await expect(row.locator('[data-health]')).toHaveAttribute(
    'data-health',
    'ready',
    { timeout: 60_000 },
  );
  await expect(resume).toBeHidden();
  expect(ours).toEqual([]);
});

test('a developer looks where a Resource came from, and at its log', async ({
  page,
}) => {
  const ours = watchConsole(page);
  await signIn(page, '/catalog/default/component/checkout-cache-redis/kratix');
  await page
    .getByRole('tab', { name: 'Resource tree' })
    .click({ timeout: 60_000 });
  const tree = page.getByRole('region', { name: 'Resource tree' });
  await expect(tree.getByText('worker-1')).toBeVisible();
  await expect(tree.getByText('redis.yaml')).toBeVisible();
  await expectAccessible(page, 'main');
  await page.setViewportSize({ width: 400, height: 800 });
  await expectNoSidewaysScroll(page);

  await page.getByRole('tab', { name: 'Activity' }).click();
  await page
    .getByRole('region', { name: 'Pipeline runs' })
    .getByRole('button', { name: /^Show the log/ })
    .first()
    .click();
  await expect(
    page.getByRole('region', { name: /^log instance-configure/ }).last(),
  ).not.toHaveText('Nothing written yet.');
  expect(ours).toEqual([]);
});

test('a platform engineer looks at the health of the platform', async ({
  page,
}) => {
  const ours = watchConsole(page);
  await signIn(page, '/catalog/default/component/redis-promise/kratix');
  await expect(page.getByRole('table', { name: 'Requests' })).toBeVisible({
    timeout: 60_000,
  });
  await page
    .getByRole('button', { name: 'Show versions and upgrades' })
    .click();
  await expect(page.getByText(/^newest; run by \d/)).toBeVisible();
  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Platform health' }).click();
  await expect(
    page.getByRole('heading', { name: 'Platform', exact: true }),
  ).toBeVisible();
  // The state store of edge-site is not there.
  await expect(
    page
      .getByRole('status')
      .filter({ hasText: /Destination.* need attention/ }),
  ).toBeVisible({ timeout: 60_000 });
  const destinations = page.getByRole('list', { name: 'Destinations' });
  await expect(destinations.getByText('edge-site')).toBeVisible();
  await expect(
    page.getByRole('list', { name: 'Promises' }).getByRole('link', {
      name: 'Redis',
    }),
  ).toBeVisible();
  await expect(
    page.getByRole('table', { name: 'Needs attention' }),
  ).toBeVisible();
  await expect(
    page.getByRole('list', { name: 'Versions in use' }).getByText('newest'),
  ).not.toHaveCount(0);
  // The menu of the Promise has led to it, so it is open.
  await expect(
    page.getByRole('heading', { name: /^Platform health/ }),
  ).toBeVisible();
  await expect(page.getByText('all rights are there').first()).toBeVisible();
  await expect(
    page
      .getByRole('list', { name: 'Shared watches' })
      .getByText('promises.platform.kratix.io'),
  ).toBeVisible();
  await expectAccessible(page, 'main');
  await page.setViewportSize({ width: 400, height: 800 });
  await expectNoSidewaysScroll(page);
  expect(ours).toEqual([]);
});
