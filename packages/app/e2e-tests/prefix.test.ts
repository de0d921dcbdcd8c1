import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { makeCertificate, startBalancer } from '@internal/testbed';
import { resourceTypes } from '@syntasso/plugin-ske-node';
import { platformClient } from './platform';
import { readStartConfig, startSecondBackend } from './secondBackend';
import {
  fillSmall,
  openRequestDialog,
  promiseWithoutWorkflows,
  signIn,
  SIZED,
} from './support';
import { MAIN_APP } from './testedApp';

const id = Date.now().toString(36);
const PORT = Number(process.env.SKE_E2E_APP_PORT ?? 3100) + 64;
const PREFIX = '/tools/backstage';
/** Chromium looks it up nowhere, and the backend does not know it. */
const HOST = 'portal.localhost';
const state = join(__dirname, '..', '..', '..', '.cache', 'start');

test.skip(
  !process.env.SKE_E2E_PRODUCTION,
  'needs a production build: npm run test:real -- production',
);
test.use({ ignoreHTTPSErrors: true });

const endings: (() => unknown)[] = [];
test.afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

/** A backend behind a proxy that ends TLS and takes the path away. @returns its address */
async function startBehindProxy(): Promise<string> {
  const balancer = await startBalancer({
    certificate: await makeCertificate(HOST),
    prefix: PREFIX,
    replicas: [`http://localhost:${PORT}`],
  });
  endings.push(() => balancer.stop());
  const url = `https://${HOST}:${balancer.port}${PREFIX}`;
  const folder = mkdtempSync(join(state, 'prefix-'));
  const backend = await startSecondBackend({
    ...{ name: 'prefix', url, port: PORT, folder },
    config: { ske: { kubernetes: readStartConfig().ske.kubernetes } },
  });
  endings.push(() => backend.stop());
  return url;
}

test('everything works by TLS, below a path of another host, under the default policy', async ({
  page,
}) => {
  test.setTimeout(400_000);
  const client = platformClient();
  const promise = promiseWithoutWorkflows({
    name: `alcove-${id}`,
    group: `alcove${id}.example.org`,
    kind: 'Alcove',
    spec: SIZED,
  });
  await client.create(resourceTypes.promises, promise);
  endings.push(() =>
    client.delete(resourceTypes.promises, { name: promise.metadata.name }),
  );
  const url = await startBehindProxy();
  const response = await page.goto(url);
  const policy = response?.headers()['content-security-policy'];
  // Backstage's own packages need unsafe-eval already when an app starts; that ours do not,
  // `form/validate.test.ts` says.
  expect(policy).toContain("script-src 'self' 'unsafe-eval';");

  await signIn(page, url);
  const dialog = await openRequestDialog(page, 'Alcove', {
    ...MAIN_APP,
    url,
  });
  await dialog.getByRole('button', { name: 'Review' }).click();
  await expect(dialog.getByText('Size is required.').first()).toBeVisible();
  await fillSmall(dialog, `box-${id}`);
  await dialog.getByRole('button', { name: 'Review' }).click();
  await dialog.getByRole('button', { name: 'Submit' }).click();
  await expect(dialog.getByText('Request sent')).toBeVisible({
    timeout: 40_000,
  });
  await dialog.getByRole('button', { name: 'Close' }).click();

  // It comes by the page's stream.
  const row = page.getByRole('row').filter({ hasText: `box-${id}` });
  await expect(row.locator('[data-health="ready"]')).toBeVisible({
    timeout: 60_000,
  });
  await row.getByRole('link').first().click();
  await expect(page).toHaveURL(
    new RegExp(`^${url}/catalog/default/component/`),
  );
});
