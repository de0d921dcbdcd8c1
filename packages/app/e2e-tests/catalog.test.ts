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
  // The list is loaded six times.
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

  await test.step('and offers nothing that cannot be had', async () => {
    await page.goto(`${EVERY_COMPONENT}&filters[kratixHealth]=pending`);
    await expect(page.getByText('KafkaTopic Promise').first()).toBeVisible();
    await expect(
      table.getByRole('link', { name: 'Request KafkaTopic' }),
    ).toHaveCount(0);
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
    await cache.getByRole('link', { name: 'Request another Redis' }).click();
    await expect(page).toHaveURL(/redis-promise\/kratix/);
    await expect(
      page.getByRole('dialog', { name: 'Request Redis' }),
    ).toBeVisible();
  });
  await page.setViewportSize({ width: 400, height: 800 });
  await expectNoSidewaysScroll(page);
  expect(ours).toEqual([]);
});

test('the Create page knows what can be requested', async ({ page }) => {
  await signIn(page, '/create');
  await expect(
    page.getByText('Redis as a Service. Small for caches').first(),
  ).toBeVisible({ timeout: 60_000 });
  await expect(
    page.getByText(/^Not available now: Needs cert-issuer/),
  ).toBeVisible();
  const kafka = page.getByRole('button', { name: 'Choose KafkaTopic' });
  await expect(kafka).toBeDisabled();
  await page.getByRole('button', { name: 'Choose Redis' }).click();
  await expect(
    page.getByRole('dialog', { name: 'Request Redis' }),
  ).toBeVisible();
  await page.getByRole('button', { name: 'Close', exact: true }).click();

  await test.step('also by a link to its form', async () => {
    await page.goto('/create/templates/default/kafkatopic-promise-template');
    await page.getByLabel('Name').first().fill('events-2');
    await page.getByRole('button', { name: 'Next' }).click();
    const reason = page.getByRole('alert').filter({
      hasText: 'Not available now: Needs cert-issuer',
    });
    await expect(reason).toBeVisible();
  });
});

test('the Overview of a Resource begins with how it is', async ({ page }) => {
  await signIn(page, '/catalog/default/component/clickstream-queue');
  const titles = page.getByRole('main').getByRole('heading', { level: 3 });
  await expect(titles.first()).toHaveText('Status');
  await expect(page.locator('[data-health="failed"]').first()).toBeVisible();
  const [status, about] = await Promise.all(
    ['Status', 'About'].map(name =>
      page.getByRole('heading', { name, exact: true }).first().boundingBox(),
    ),
  );
  expect(status!.y).toBeLessThan(about!.y);
  await expect(page.getByText('Depends on components')).toBeVisible();
  // It depends on none, and has none.
  await expect(page.getByText('Depends on resources')).toHaveCount(0);
  await expect(page.getByText('Has subcomponents')).toHaveCount(0);
  await page.setViewportSize({ width: 400, height: 800 });
  await expectNoSidewaysScroll(page);
});

test('search finds each of ours once, by its Promise and by what was asked for', async ({
  page,
}) => {
  await signIn(page);
  const hits = page.getByRole('listitem');
  await expect(async () => {
    await page.goto('/search?query=search-queue');
    await expect(
      page.getByRole('link', { name: 'search-queue Redis' }),
    ).toHaveCount(1, { timeout: 5_000 });
  }).toPass({ timeout: 90_000 });
  await expect(page.locator('[data-health="ready"]').first()).toBeVisible();
  await expect(page.locator('mark').first()).toContainText(/search|queue/i);

  await test.step('a Promise, without its Template', async () => {
    await page.goto('/search?query=redis');
    await expect(
      page.getByRole('link', { name: 'Redis Promise', exact: true }),
    ).toHaveCount(1);
    await expect(
      page.getByRole('link', { name: 'Redis', exact: true }),
    ).toHaveCount(0);
  });

  await test.step('by a field of the spec', async () => {
    await page.goto('/search?query=evictionPolicy');
    const evicting = hits.filter({ hasText: 'evictionPolicy: volatile-ttl' });
    await expect(evicting).toHaveCount(1);
    await expect(evicting).toContainText(
      'Redis checkout-cache in namespace web',
    );
    await expect(evicting.locator('mark')).toHaveText(['evictionPolicy']);
    await page.goto('/search?query=20Gi');
    const hit = hits.filter({ hasText: 'search-queue Redis' });
    await expect(hit).toHaveCount(1);
    await expect(hit.getByText('persistence › capacity: 20Gi')).toBeVisible();
    await expect(hit.locator('mark')).toHaveText(['20Gi']);
  });
});
