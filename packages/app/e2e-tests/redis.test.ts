import { expect, test, type Locator } from '@playwright/test';
import {
  expectAccessible,
  expectNoSidewaysScroll,
  signIn,
  watchConsole,
} from './support';

const name = `e2e-${Date.now().toString(36)}`;

test('a newcomer requests a Redis, watches it become ready, changes and deletes it', async ({
  page,
}) => {
  const ours = watchConsole(page);
  await signIn(page);

  await test.step('finds Redis in the catalog', async () => {
    await page.getByPlaceholder('Search').first().fill('Redis Promise');
    await page.getByRole('link', { name: 'Redis Promise' }).first().click();
    // The catalog's Overview shows the health too.
    await expect(page.locator('[data-health="ready"]').first()).toBeVisible();
    await page.getByRole('link', { name: 'Kratix', exact: true }).click();
    await expect(page.getByRole('table', { name: 'Requests' })).toBeVisible();
    await expectAccessible(page, 'main');
  });

  await test.step('requests one with the dialog', async () => {
    await page.getByRole('button', { name: 'Request Redis' }).first().click();
    const dialog = page.getByRole('dialog', { name: 'Request Redis' });
    await expect(
      dialog.getByRole('heading', { name: 'Name and place' }),
    ).toBeVisible();
    await expect(dialog.getByText('Refuse writes when full')).toBeVisible();
    const nameField = dialog.getByRole('textbox', {
      name: 'Name',
      exact: true,
    });
    await nameField.fill('checkout-cache');
    await expect(
      dialog.getByText('There is already a Redis named'),
    ).toBeVisible();
    await nameField.fill(name);
    await expect(dialog.getByText(`${name} is free in default.`)).toBeVisible();
    await expectAccessible(page, '[role="dialog"]');
    // Going back loses nothing.
    await dialog.getByRole('button', { name: 'Review' }).click();
    await expect(
      dialog.getByRole('heading', { name: '2 Review' }),
    ).toBeFocused();
    const reviewSize = await sizeOf(dialog);
    await dialog.getByRole('button', { name: 'Back' }).click();
    await expect(nameField).toHaveValue(name);
    await expect(nameField).toBeFocused();
    expect(await sizeOf(dialog)).toEqual(reviewSize);
    await dialog.getByRole('button', { name: 'Review' }).click();
    await expect(
      dialog.getByText('Checked: these settings are valid.'),
    ).toBeVisible();
    await expect(
      dialog.getByRole('region', { name: 'Manifest' }),
    ).toContainText(`name: ${name}`);
    await dialog.getByRole('button', { name: 'Submit' }).click();
    await expect(dialog.getByRole('list', { name: 'Progress' })).toBeVisible();
    await expect(dialog.getByText(`${name} is ready.`)).toBeVisible({
      timeout: 40_000,
    });
    await dialog.getByRole('link', { name: `Open ${name}` }).click();
  });

  const stages = page.getByRole('list', { name: 'Progress' });
  await test.step('sees it ready and reads how to connect', async () => {
    await expect(
      page.getByRole('heading', { name: `${name} Redis` }),
    ).toBeVisible({ timeout: 30_000 });
    await expect(stages.locator('[data-state="done"]')).toHaveCount(5, {
      timeout: 30_000,
    });
    await expect(
      page.getByText(`${name}.default.svc.cluster.local`, { exact: true }),
    ).toBeVisible();
    await expect(
      page.getByText(`Secret ${name}-credentials in default`),
    ).toBeVisible();
    await expect(
      page.getByText(`get secret ${name}-credentials -o jsonpath`),
    ).toBeVisible();
    const snippet = (title: string) =>
      page.getByRole('region', { name: title });
    await expect(snippet('Environment variables')).toContainText(
      `REDIS_PASSWORD="<password from Secret ${name}-credentials>"`,
    );
    await page.getByRole('tab', { name: 'Helm values' }).click();
    await expect(snippet('Helm values')).toContainText(
      `existingSecret: ${name}-credentials`,
    );
    await expectAccessible(page, 'main');
    await page.setViewportSize({ width: 400, height: 800 });
    await expectNoSidewaysScroll(page);
    await page.setViewportSize({ width: 1280, height: 900 });
  });

  await test.step('finds it among their requests, live', async () => {
    const resourcePage = page.url();
    await page.getByRole('link', { name: 'My requests' }).first().click();
    await expect(
      page.getByRole('heading', { name: 'My requests', exact: true }),
    ).toBeVisible();
    const table = page.getByRole('table', { name: 'My requests' });
    // The newest first: others may have requested much meanwhile.
    await table.getByRole('button', { name: 'Age' }).click();
    const row = table.getByRole('row').filter({ hasText: name });
    await expect(row.locator('[data-health="ready"]')).toBeVisible();
    await expect(row).toContainText('Redis');
    await expect(row).toContainText('requested by');
    await expectAccessible(page, 'main');
    await page.setViewportSize({ width: 400, height: 800 });
    await expect(row).toContainText('Namespace');
    await expectNoSidewaysScroll(page);
    await page.setViewportSize({ width: 1280, height: 900 });
    await row.getByRole('link', { name: `Open ${name}` }).click();
    await expect(page).toHaveURL(resourcePage);
  });

  await test.step('updates the size and sees it progress and become ready again', async () => {
    await page.getByRole('link', { name: 'Manage', exact: true }).click();
    await page.getByRole('button', { name: 'Update' }).click();
    const dialog = page.getByRole('dialog', { name: `Update ${name}` });
    await expect(
      dialog.getByRole('textbox', { name: 'Name', exact: true }),
    ).toBeDisabled();
    await dialog.getByText('large', { exact: true }).click();
    await dialog.getByRole('button', { name: 'Review' }).click();
    await expect(
      dialog.getByRole('region', { name: 'What changes' }).locator('ins'),
    ).toContainText('size: large');
    await dialog.getByRole('button', { name: 'Submit' }).click();
    await expect(dialog.locator('[data-health="progressing"]')).toBeVisible();
    await expect(dialog.getByText(`${name} is ready.`)).toBeVisible({
      timeout: 40_000,
    });
    await dialog.getByRole('button', { name: 'Close' }).click();
  });

  await test.step('compares both requests, and looks at what restoring the first would change', async () => {
    await page.getByRole('link', { name: 'Kratix', exact: true }).click();
    await page.getByRole('tab', { name: 'Activity' }).click();
    await page.getByRole('button', { name: 'Compare two requests' }).click();
    await expect(
      page
        .getByRole('region', { name: 'Difference between two requests' })
        .locator('ins')
        .filter({ hasText: 'size: large' }),
    ).toBeVisible();
    await page
      .getByRole('button', { name: /^Restore the request of/ })
      .last()
      .click();
    const dialog = page.getByRole('dialog', { name: `Update ${name}` });
    await expect(dialog.getByText(/^With the settings of/)).toBeVisible();
    await dialog.getByRole('button', { name: 'Review' }).click();
    await expect(
      dialog
        .getByRole('region', { name: 'What changes' })
        .locator('del')
        .filter({ hasText: 'size: large' }),
    ).toBeVisible();
    await page.keyboard.press('Escape');
  });

  await test.step('begins another one like it', async () => {
    await page.getByRole('tab', { name: 'Request' }).click();
    await page
      .getByRole('button', { name: 'Request another like this' })
      .click();
    const dialog = page.getByRole('dialog', { name: 'Request Redis' });
    await expect(
      dialog.getByText(`With the settings of ${name}`),
    ).toBeVisible();
    await expect(
      dialog.getByRole('textbox', { name: 'Name', exact: true }),
    ).not.toHaveValue(name);
    await page.keyboard.press('Escape');
    await page.getByRole('link', { name: 'Manage', exact: true }).click();
  });

  await test.step('deletes it and sees it go from page and catalog', async () => {
    await page.getByRole('button', { name: 'Delete' }).click();
    const dialog = page.getByRole('dialog', { name: `Delete ${name}` });
    await expect(dialog.getByRole('button', { name: 'Delete' })).toBeDisabled();
    await expectAccessible(page, '[role="dialog"]');
    await dialog.getByRole('textbox').fill(name);
    await dialog.getByRole('button', { name: 'Delete' }).click();
    await expect(page.getByText(`${name} was deleted`)).toBeVisible({
      timeout: 30_000,
    });
    await expect(
      page.getByRole('link', { name: 'Open service redis' }),
    ).toBeVisible();
    await page.getByRole('link', { name: 'Request another' }).click();
    await expect(
      page.getByRole('dialog', { name: 'Request Redis' }),
    ).toBeVisible({ timeout: 30_000 });
    await page.goto('/my-requests');
    await expect(
      page.getByRole('link', { name: 'Request something' }),
    ).toBeVisible();
    await expect(page.getByRole('link', { name })).toHaveCount(0);
    await page.goto('/catalog/default/component/redis-promise/kratix');
    await expect(page.getByRole('table', { name: 'Requests' })).toBeVisible();
    await expect(page.getByRole('link', { name })).toHaveCount(0);
    await expect(async () => {
      await page.goto(`/catalog/default/component/${name}-redis`);
      await expect(page.getByText(/not found/i).first()).toBeVisible({
        timeout: 5_000,
      });
    }).toPass({ timeout: 30_000 });
  });

  expect(ours).toEqual([]);
});

test('a request whose pipeline fails shows Failed with the log, and can be retried', async ({
  page,
}) => {
  const ours = watchConsole(page);
  await signIn(page, '/catalog/default/component/clickstream-queue/kratix');
  await expect(page.locator('[data-health="failed"]').first()).toBeVisible({
    timeout: 30_000,
  });
  const stages = page.getByRole('list', { name: 'Progress' });
  await expect(stages.locator('[data-stage="configure"]')).toHaveAttribute(
    'data-state',
    'failed',
  );
  await expect(
    page
      .locator('main')
      .getByText(
        'Setting it up failed: quota exceeded (3 shards asked, 1 left)',
      )
      .first(),
  ).toBeVisible();
  await expect(
    page.getByText('If a setting of the request causes this').first(),
  ).toBeVisible();
  await expect(
    page.getByText(
      'failed in container create-queue (exit code 1, 2 attempts)',
    ),
  ).toBeVisible();
  await expect(
    page.getByRole('region', { name: /log instance-configure/ }),
  ).toContainText('error: quota exceeded');
  await expect(page.getByTestId('ske-report-to')).toContainText(
    'Platform team',
  );
  await expectAccessible(page, 'main');
  const next = page.getByRole('group', { name: 'Next steps' });
  await expect(next.getByRole('button')).toHaveText([
    'Retry',
    'Change request',
    'Ask for help',
  ]);
  await next.getByRole('button', { name: 'Ask for help' }).click();
  await expect(
    page.getByRole('menuitem', { name: 'Write to platform@example.org' }),
  ).toHaveAttribute(
    'href',
    /^mailto:platform@example\.org\?.*quota%20exceeded/,
  );
  await expect(
    page.getByRole('menuitem', { name: 'Copy for your agent' }),
  ).toBeVisible();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Retry' }).click();
  await expect(
    page.locator('[data-health="progressing"]').first(),
  ).toBeVisible();
  await expect(page.locator('[data-health="failed"]').first()).toBeVisible({
    timeout: 40_000,
  });
  expect(ours).toEqual([]);
});

test('works in the dark, on a phone, and by keyboard', async ({ page }) => {
  await page.setViewportSize({ width: 400, height: 800 });
  await page.addInitScript(() => localStorage.setItem('theme', 'dark'));
  await signIn(page, '/catalog/default/component/redis-promise/kratix');
  const request = page.getByRole('button', { name: 'Request Redis' }).first();
  await expect(request).toBeVisible({ timeout: 30_000 });
  await expectNoSidewaysScroll(page);
  // Backstage's own tabs are above it.
  await expectAccessible(page, 'main article');
  await request.focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Request Redis' });
  await expect(
    dialog.getByRole('textbox', { name: 'Name', exact: true }),
  ).toBeVisible();
  await expectAccessible(page, '[role="dialog"]');
  await test.step('the dialog fills the screen, with its buttons in sight', async () => {
    await expect
      .poll(() => sizeOf(dialog))
      .toEqual({ width: 400, height: 800 });
    await expect(dialog.getByRole('button', { name: 'Review' })).toBeInViewport(
      { ratio: 1 },
    );
    await expectNoSidewaysScroll(page);
  });
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
});

async function sizeOf(element: Locator) {
  const { width, height } = (await element.boundingBox())!;
  return { width: Math.round(width), height: Math.round(height) };
}
