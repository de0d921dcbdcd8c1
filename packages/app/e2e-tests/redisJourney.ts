import { expect, test, type Page } from '@playwright/test';
import { kratixPage, type TestedApp } from './testedApp';

/**
 * Requests a Redis in the dialog, follows it on its page and among the requests, changes and
 * deletes it: the same in either frontend system. Somebody has to be signed in.
 */
export async function requestChangeAndDeleteRedis(
  page: Page,
  app: TestedApp,
  name: string,
) {
  await test.step('the Promise is in the catalog, and can be requested', async () => {
    await expect(async () => {
      await page.goto(kratixPage(app, 'redis-promise'));
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
    await page.goto(`${app.url}/my-requests`);
    await expect(
      page.getByRole('table', { name: 'My requests' }).getByText(name).first(),
    ).toBeVisible({ timeout: 30_000 });
  });

  await test.step('it is changed', async () => {
    await page.goto(kratixPage(app, `${name}-redis`, '/manage'));
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
}
