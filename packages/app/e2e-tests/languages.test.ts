import { expect, test } from '@playwright/test';
import { expectAccessible, signIn, watchConsole } from './support';

test.use({ locale: 'en-US' });

test('a developer chooses German, and reads German, whatever the browser speaks', async ({
  page,
}) => {
  await signIn(page, '/settings');
  await page.getByRole('button', { name: 'English', exact: true }).click();
  await page.getByRole('option', { name: 'Deutsch' }).click();
  await expect(
    page.getByRole('button', { name: 'Deutsch', exact: true }),
  ).toBeVisible();

  const ours = watchConsole(page);
  await page.goto('/catalog/default/component/redis-promise/kratix');
  await expect(
    page.getByRole('button', { name: 'Redis anfordern' }).first(),
  ).toBeVisible({ timeout: 60_000 });
  const table = page.getByRole('table', { name: 'Anforderungen' });
  await expect(table.getByText('Bereit').first()).toBeVisible();
  await expect(
    table.getByText(/^\d+ (Sek\.|Min\.|Std\.|Tage?)$/).first(),
  ).toBeVisible();

  await page.goto('/catalog/default/component/checkout-cache-redis/kratix');
  const stages = page.getByRole('list', { name: 'Fortschritt' });
  await expect(stages.getByText('Cluster gewählt')).toBeVisible({
    timeout: 60_000,
  });
  await expect(
    page.getByRole('link', { name: 'Verwalten', exact: true }),
  ).toBeVisible();
  await expectAccessible(page, 'main');
  expect(ours).toEqual([]);
});
