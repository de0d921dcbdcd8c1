import { expect, test } from '@playwright/test';
import {
  EVERY_COMPONENT,
  expectAccessible,
  expectNoSidewaysScroll,
  signIn,
  watchConsole,
} from './support';

test('the catalog tells how everything is, and finds what needs somebody', async ({
  page,
}) => {
  // The list is loaded five times.
  test.setTimeout(240_000);
  const ours = watchConsole(page);
  await signIn(page, EVERY_COMPONENT);
  const table = page.getByRole('table').first();
  // The list is a table in a table.
  const cache = page
    .getByRole('row')
    .filter({ has: page.getByRole('link', { name: 'checkout-cache Redis' }) })
    .last();
  // The catalog's list does not change after it was loaded.
  await expect(async () => {
    await page.goto(EVERY_COMPONENT);
    await expect(cache.locator('[data-health="ready"]')).toBeVisible({
      timeout: 15_000,
    });
  }).toPass({ timeout: 90_000 });
  // The page's header is the catalog's own.
  await expectAccessible(page, 'tbody');

  await test.step('by health', async () => {
    await page.getByRole('textbox', { name: 'Health' }).click();
    const options = page.getByRole('option');
    await expect(options.first()).toHaveText(/^Needs attention \(\d+\)$/);
    await options.filter({ hasText: /^Ready \(\d+\)$/ }).click();
    await page.keyboard.press('Escape');
    await expect(page).toHaveURL(/kratixHealth/);
    await expect(cache).toBeVisible();
    const states = table.locator('[data-health]');
    await expect(states.first()).toBeVisible();
    await expect(table.locator('[data-health="failed"]')).toHaveCount(0);
  });

  await test.step('by what needs attention, also by link', async () => {
    await page.goto(`${EVERY_COMPONENT}&filters[kratixHealth]=attention`);
    await expect(page.getByText('clickstream Queue').first()).toBeVisible();
    await expect(table.locator('[data-health="failed"]').first()).toBeVisible();
    // Nobody can read its status.
    await expect(page.getByText('legacy TeamNamespace').first()).toBeVisible();
    await expect(cache).toBeHidden();
  });

  await test.step('and says what it did not find', async () => {
    await page.goto(`${EVERY_COMPONENT}&filters[kratixCall]=pullRequest`);
    await expect(
      page.getByText('Nothing found for: Open pull request.'),
    ).toBeVisible();
    await page.getByRole('button', { name: 'Show all' }).click();
    await expect(cache).toBeVisible();
  });

  await test.step('as the page of a Promise does', async () => {
    await page.goto('/catalog/default/component/teamnamespace-promise/kratix');
    await page.getByRole('button', { name: /Filter by health/ }).click();
    await page.getByRole('option', { name: 'Needs attention (1)' }).click();
    const requests = page.getByRole('table', { name: 'Requests' });
    await expect(requests.getByRole('rowheader')).toHaveText(['legacy']);
  });

  await test.step('and leads to another one', async () => {
    await page.goto(EVERY_COMPONENT);
    await cache.getByRole('link', { name: 'Request another' }).click();
    await expect(page).toHaveURL(/redis-promise\/kratix/);
    await expect(
      page.getByRole('dialog', { name: 'Request Redis' }),
    ).toBeVisible();
  });
  await page.setViewportSize({ width: 400, height: 800 });
  await expectNoSidewaysScroll(page);
  expect(ours).toEqual([]);
});

test('a Resource is found by its Promise and its namespace', async ({
  page,
}) => {
  await signIn(page);
  await expect(async () => {
    await page.goto('/search?query=redis&types[]=kratix-resource');
    await expect(
      page.getByRole('link', { name: /checkout-cache Redis/ }).first(),
    ).toBeVisible({ timeout: 5_000 });
  }).toPass({ timeout: 90_000 });
});
