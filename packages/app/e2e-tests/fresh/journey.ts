import { expect, test, type Page } from '@playwright/test';
import { requestChangeAndDeleteRedis } from '../redisJourney';
import { signIn } from '../support';
import { MAIN_APP, type TestedApp } from '../testedApp';

/**
 * For `npm run test:install`: the app is one that create-app has made, with our packages in
 * it. What pages look like in detail, the tests of `npm test` check.
 */
const app: TestedApp = {
  ...MAIN_APP,
  system: process.env.SKE_E2E_FRONTEND === 'legacy' ? 'legacy' : 'new',
};

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
  const name = `fresh-${Date.now().toString(36)}`;
  await requestChangeAndDeleteRedis(page, app, name);

  await test.step('the form of the Create page works, too', async () => {
    await page.goto('/create');
    await expect(page.getByText('Redis', { exact: false }).first()).toBeVisible(
      { timeout: 30_000 },
    );
  });

  expect(errors).toEqual([]);
});
