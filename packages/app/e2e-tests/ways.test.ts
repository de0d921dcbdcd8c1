import { expect, test, type Locator, type Page } from '@playwright/test';
import {
  expectAccessible,
  expectNoSidewaysScroll,
  signIn,
  watchConsole,
  watchLayoutShift,
} from './support';

const id = Date.now().toString(36);

/** Most clicks from the home page to a request that is sent. */
const MOST_CLICKS = 5;
const MOST_SHIFT = 0.02;

test('on a desktop: from the home page to a Redis in few clicks, and away from it again', async ({
  page,
}) => {
  const ours = watchConsole(page);
  await signIn(page);
  let clicks = 0;
  const click = async (target: Locator) => {
    await target.click({ timeout: 60_000 });
    clicks += 1;
  };
  await click(page.getByRole('link', { name: 'Create', exact: true }).first());
  await click(page.getByRole('button', { name: 'Choose Redis' }));
  const dialog = page.getByRole('dialog', { name: 'Request Redis' });
  const nameField = dialog.getByRole('textbox', { name: 'Name', exact: true });
  // A free name is proposed, and everything else has a default.
  await expect(nameField).toHaveValue(/^redis/);
  const name = await nameField.inputValue();
  await click(dialog.getByRole('button', { name: 'Review' }));
  await click(dialog.getByRole('button', { name: 'Submit' }));
  await expect(dialog.getByText(`${name} is ready.`)).toBeVisible({
    timeout: 60_000,
  });
  expect(clicks).toBeLessThanOrEqual(MOST_CLICKS);
  await dialog.getByRole('link', { name: `Open ${name}` }).click();

  // Back and forward, reload: nothing is lost, and no dialog opens by itself.
  const place = page.url();
  await page.goBack();
  // Backstage's catalog filters are written to whatever address is open by then.
  await expect(page).toHaveURL(/\/create.*filters/);
  await expect(page.getByText('Choose', { exact: true }).first()).toBeVisible();
  await page.goForward();
  await expect(page).toHaveURL(place);
  await page.reload();
  await expect(page.locator('[data-health="ready"]').first()).toBeVisible({
    timeout: 60_000,
  });
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await removeResource(page, name);
  expect(ours).toEqual([]);
});

/** Deletes a Resource from its page, and waits until the page says so. */
async function removeResource(page: Page, name: string) {
  await page.getByRole('link', { name: 'Manage', exact: true }).click();
  await page.getByRole('button', { name: 'Delete' }).click();
  const dialog = page.getByRole('dialog', { name: `Delete ${name}` });
  await expect(page).toHaveURL(/ske=delete/);
  await page.goBack();
  await expect(dialog).toBeHidden();
  await page.getByRole('button', { name: 'Delete' }).click();
  await dialog.getByRole('textbox').fill(name);
  await dialog.getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByText(`${name} was deleted`)).toBeVisible({
    timeout: 60_000,
  });
}

test('on a phone: a stuck request says why, and what to do', async ({
  page,
}) => {
  const ours = watchConsole(page);
  await page.setViewportSize({ width: 400, height: 800 });
  await signIn(page, '/catalog/default/component/clickstream-queue/kratix');
  const layoutShift = await watchLayoutShift(page);
  await expect(
    page.getByText('quota exceeded (3 shards asked, 1 left)').first(),
  ).toBeInViewport({ timeout: 60_000 });
  const next = page.getByRole('group', { name: 'Next steps' });
  await expect(next.getByRole('button', { name: 'Retry' })).toBeVisible();
  await expectNoSidewaysScroll(page);
  await expectAccessible(page, 'main');
  expect(await layoutShift()).toBeLessThan(MOST_SHIFT);

  await test.step('the request can be changed, and Back closes the dialog', async () => {
    await next.getByRole('button', { name: 'Change request' }).click();
    const dialog = page.getByRole('dialog', { name: 'Update clickstream' });
    await expect(dialog.getByRole('button', { name: 'Review' })).toBeInViewport(
      { ratio: 1 },
    );
    await expect(page).toHaveURL(/ske=update/);
    await page.goBack();
    await expect(dialog).toBeHidden();
    await expect(page).toHaveURL(/clickstream-queue\/kratix$/);
  });

  await test.step('every tab can be reached', async () => {
    const tabs = page.getByRole('tab');
    for (const tab of await tabs.all()) {
      await tab.click();
      await expect(tab).toHaveAttribute('aria-selected', 'true');
      await expectNoSidewaysScroll(page);
    }
  });

  for (const path of [
    '/catalog/default/component/queue-promise/kratix',
    '/catalog/default/component/clickstream-queue/kratix/manage',
    '/my-requests',
  ]) {
    await page.goto(path);
    await expect(page.getByRole('heading').first()).toBeVisible();
    await expectNoSidewaysScroll(page);
  }
  await page.goto('/catalog/default/component/queue-promise/kratix');
  const row = page
    .getByRole('table', { name: 'Requests' })
    .getByRole('row')
    .filter({ hasText: 'clickstream' });
  // All facts of the row are there, below each other.
  for (const fact of ['Namespace', 'Health', 'Version', 'Owner', 'Age']) {
    await expect(row.getByText(fact, { exact: true })).toBeVisible();
  }
  expect(ours).toEqual([]);
});

test('by keyboard alone: requests, opens and deletes', async ({ page }) => {
  test.setTimeout(180_000);
  const ours = watchConsole(page);
  const name = `keys-${id}`;
  await signIn(page, '/catalog/default/component/redis-promise/kratix');
  await pressOn(page, page.getByRole('button', { name: 'Request Redis' }));
  const dialog = page.getByRole('dialog', { name: 'Request Redis' });
  const nameField = dialog.getByRole('textbox', { name: 'Name', exact: true });
  await expect(nameField).toBeFocused();
  await page.keyboard.press('Control+A');
  await page.keyboard.type('My Redis!');
  await pressOn(page, dialog.getByRole('button', { name: /^Use my-redis/ }));
  await expect(nameField).toBeFocused();
  await expect(nameField).toHaveValue(/^my-redis/);
  await page.keyboard.press('Control+A');
  await page.keyboard.type(name);
  await pressOn(page, dialog.getByRole('button', { name: 'Review' }));
  await expect(dialog.getByRole('heading', { name: '2 Review' })).toBeFocused();
  await pressOn(page, dialog.getByRole('button', { name: 'Submit' }));
  await expect(dialog.getByText(`${name} is ready.`)).toBeVisible({
    timeout: 60_000,
  });
  await pressOn(page, dialog.getByRole('link', { name: `Open ${name}` }));
  await expect(
    page.getByRole('heading', { name: `${name} Redis` }),
  ).toBeVisible({ timeout: 30_000 });
  await pressOn(page, page.getByRole('link', { name: 'Manage', exact: true }));
  await pressOn(page, page.getByRole('button', { name: 'Delete' }));
  const confirmation = page.getByRole('dialog', { name: `Delete ${name}` });
  await tabTo(page, confirmation.getByRole('textbox'));
  await page.keyboard.type(name);
  await page.keyboard.press('Enter');
  await expect(page.getByText(`${name} was deleted`)).toBeVisible({
    timeout: 60_000,
  });
  expect(ours).toEqual([]);
});

/** Moves the focus with Tab until it is there. */
async function tabTo(page: Page, target: Locator) {
  await expect(target.first()).toBeVisible({ timeout: 60_000 });
  for (let presses = 0; presses < 120; presses += 1) {
    const isThere = await target
      .first()
      .evaluate(element => element === document.activeElement);
    if (isThere) return;
    await page.keyboard.press('Tab');
  }
  await expect(target.first()).toBeFocused();
}

async function pressOn(page: Page, target: Locator) {
  await tabTo(page, target);
  await page.keyboard.press('Enter');
}

test('in German: requests one, and reads of a stuck one why', async ({
  page,
}) => {
  const ours = watchConsole(page);
  await page.addInitScript(() => localStorage.setItem('language', 'de'));
  await signIn(page, '/catalog/default/component/clickstream-queue/kratix');
  await expect(
    page.getByRole('button', { name: 'Anforderung ändern' }),
  ).toBeVisible({ timeout: 60_000 });
  await expect(
    page.getByText('quota exceeded (3 shards asked, 1 left)').first(),
  ).toBeVisible();

  const name = `deutsch-${id}`;
  await page.goto('/catalog/default/component/redis-promise/kratix');
  await page
    .getByRole('button', { name: 'Redis anfordern' })
    .first()
    .click({ timeout: 60_000 });
  const dialog = page.getByRole('dialog', { name: 'Redis anfordern' });
  await dialog.getByRole('textbox', { name: 'Name', exact: true }).fill(name);
  await dialog.getByRole('button', { name: 'Prüfen' }).click();
  await dialog.getByRole('button', { name: 'Absenden' }).click();
  await expect(dialog.getByText(`${name} ist bereit.`)).toBeVisible({
    timeout: 60_000,
  });
  await dialog.getByRole('link', { name: `${name} öffnen` }).click();
  await page.getByRole('link', { name: 'Verwalten', exact: true }).click();
  await page.getByRole('button', { name: 'Löschen' }).click();
  const confirmation = page.getByRole('dialog', { name: `${name} löschen` });
  await confirmation.getByRole('textbox').fill(name);
  await confirmation.getByRole('button', { name: 'Löschen' }).click();
  await expect(page.getByText(`${name} wurde gelöscht`)).toBeVisible({
    timeout: 60_000,
  });
  expect(ours).toEqual([]);
});
