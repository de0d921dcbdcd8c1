import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from '@playwright/test';
import { signIn } from './support';

const PAGE = '/catalog/default/component/orders-postgresql/kratix';

/** In each package, because READMEs on the registry show only pictures of their own package. */
const FILES = ['ske-frontend', 'ske-backend'].map(plugin =>
  join(__dirname, '../../../plugins', plugin, 'docs/resource-page.png'),
);

// No test: `npm run screenshot` makes the picture of the READMEs with it.
test('the page of a Resource', async ({ page }) => {
  test.setTimeout(240_000);
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  await signIn(page, PAGE);
  const cards = page.locator('main article');
  await expect(async () => {
    await page.goto(PAGE);
    await expect(cards.locator('[data-health="ready"]').first()).toBeVisible({
      timeout: 15_000,
    });
  }).toPass({ timeout: 120_000 });
  await expect(
    page.locator('[aria-label^="Loading "], [data-testid="progress"]'),
  ).toHaveCount(0);
  // Backstage's navigation opens under the pointer.
  await page.mouse.move(900, 880);
  await page.evaluate(async () => {
    await document.fonts.ready;
  });
  const picture = await page.screenshot({
    animations: 'disabled',
    caret: 'hide',
  });
  for (const file of FILES) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, picture);
  }
});
