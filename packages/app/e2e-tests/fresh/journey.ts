import { expect, test, type Page } from '@playwright/test';
import { signIn } from '../support';

/**
 * For `npm run test:install`: the app is one that create-app has made, with our packages in
 * it. What pages look like in detail, the tests of `npm test` check.
 */
const isLegacy = process.env.SKE_E2E_FRONTEND === 'legacy';
const name = `fresh-${Date.now().toString(36)}`;

/** The pages of a Component are ours in a legacy app, and tabs of Backstage's else. */
const pageOf = (component: string, tab = '') =>
  `/catalog/default/component/${component}${isLegacy ? '' : '/kratix'}${tab}`;

/** Errors in pages, and what the console says of ours. */
function watchErrors(page: Page): string[] {
  const errors: string[] = [];
  page.on('pageerror', error => errors.push(error.message));
  page.on('console', message => {
    const text = message.text();
    if (/ske-frontend/.test(text)) errors.push(text);
  });
  return errors;
}

test('requests a Redis, changes and deletes it', async ({ page }) => {
  test.setTimeout(300_000);
  const errors = watchErrors(page);
  await signIn(page);

  await test.step('the Promise is in the catalog, and can be requested', async () => {
    await expect(async () => {
      await page.goto(pageOf('redis-promise'));
      await page
        .getByRole('button', { name: 'Request Redis' })
        .first()
        .click({ timeout: 10_000 });
    }).toPass({ timeout: 120_000 });
    const dialog = page.getByRole('dialog', { name: 'Request Redis' });
    await dialog.getByRole('textbox', { name: 'Name', exact: true }).fill(name);
    await dialog.getByRole('button', { name: 'Review' }).click();
    await expect(
      dialog.getByText('Checked: these settings are valid.'),
    ).toBeVisible();
    await dialog.getByRole('button', { name: 'Submit' }).click();
    await expect(dialog.getByText(`${name} is ready.`)).toBeVisible({
      timeout: 60_000,
    });
    await dialog.getByRole('link', { name: `Open ${name}` }).click();
  });

  await test.step('its page is live', async () => {
    await expect(
      page.getByRole('heading', { name: `${name} Redis` }).first(),
    ).toBeVisible({ timeout: 60_000 });
    await expect(
      page
        .getByRole('list', { name: 'Progress' })
        .locator('[data-state="done"]'),
    ).toHaveCount(5, { timeout: 60_000 });
  });

  await test.step('it is among the requests', async () => {
    await page.goto('/my-requests');
    await expect(
      page.getByRole('table', { name: 'My requests' }).getByText(name).first(),
    ).toBeVisible({ timeout: 30_000 });
  });

  await test.step('it is changed', async () => {
    await page.goto(pageOf(`${name}-redis`, '/manage'));
    await page
      .getByRole('button', { name: 'Update' })
      .click({ timeout: 60_000 });
    const dialog = page.getByRole('dialog', { name: `Update ${name}` });
    await dialog.getByText('large', { exact: true }).click();
    await dialog.getByRole('button', { name: 'Review' }).click();
    await dialog.getByRole('button', { name: 'Submit' }).click();
    await expect(dialog.getByText(`${name} is ready.`)).toBeVisible({
      timeout: 60_000,
    });
    await dialog.getByRole('button', { name: 'Close' }).click();
  });

  await test.step('it is deleted', async () => {
    await page.getByRole('button', { name: 'Delete' }).click();
    const dialog = page.getByRole('dialog', { name: `Delete ${name}` });
    await dialog.getByRole('textbox').fill(name);
    await dialog.getByRole('button', { name: 'Delete' }).click();
    await expect(page.getByText(`${name} was deleted`)).toBeVisible({
      timeout: 60_000,
    });
  });

  await test.step('the form of the Create page works, too', async () => {
    await page.goto('/create');
    await expect(page.getByText('Redis', { exact: false }).first()).toBeVisible(
      { timeout: 30_000 },
    );
  });

  expect(errors).toEqual([]);
});
