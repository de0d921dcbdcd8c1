import { existsSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { withoutGitHost } from './gitBackend';
import { platformClient } from './platform';
import {
  offer,
  promiseByPullRequest,
  requestByPullRequest,
} from './pullRequestJourney';
import { requestChangeAndDeleteRedis } from './redisJourney';
import { readStartConfig, startSecondBackend } from './secondBackend';
import {
  promiseWithoutWorkflows,
  signIn,
  SIZED,
  watchConsole,
} from './support';
import { everyComponent, type TestedApp } from './testedApp';

/**
 * Journeys in `packages/app-legacy`, an app of the legacy frontend system, which a second
 * backend serves. What pages look like in detail, the other tests check in `packages/app`.
 */
const id = Date.now().toString(36);
const PORT = Number(process.env.SKE_E2E_APP_PORT ?? 3100) + 65;
const app: TestedApp = { url: `http://localhost:${PORT}`, system: 'legacy' };
const root = join(__dirname, '..', '..', '..');

test.skip(...withoutGitHost);

let backend: { stop(): Promise<void> } | undefined;
test.beforeAll(async () => {
  test.setTimeout(180_000);
  if (!existsSync(join(root, 'packages/app-legacy/dist/index.html'))) {
    throw new Error(
      'The legacy app is not built: yarn workspace app-legacy bundle',
    );
  }
  const folder = mkdtempSync(join(root, '.cache', 'start', 'legacy-'));
  const { integrations, ske } = readStartConfig();
  backend = await startSecondBackend({
    ...{ name: 'legacy', url: app.url, port: PORT, folder },
    appPackage: 'app-legacy',
    config: { integrations, ske },
  });
});
test.afterAll(async () => {
  test.setTimeout(60_000);
  await backend?.stop();
});

const endings: (() => Promise<void>)[] = [];
test.afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

test('legacy app: a Redis is requested in the dialog, followed, changed and deleted', async ({
  page,
}) => {
  test.setTimeout(300_000);
  const ours = watchConsole(page);
  await signIn(page, app.url);
  await requestChangeAndDeleteRedis(page, app, `legacy-${id}`);
  expect(ours).toEqual([]);
});

test('legacy app: a request is proposed, closed, proposed again, merged and provisioned; changed and deleted the same way', async ({
  page,
}) => {
  test.setTimeout(400_000);
  const kind = 'Vault';
  const promise = promiseByPullRequest(kind, id);
  endings.push(await offer(promise));
  const ours = watchConsole(page);
  await signIn(page, app.url);
  const name = `chest-${id}`;
  await requestByPullRequest(page, app, { kind, promise, name });
  expect(ours).toEqual([]);
});

test('legacy app: the form of the Create page, and what else the docs put into an app', async ({
  page,
}) => {
  test.setTimeout(240_000);
  const group = `larder${id}.example.org`;
  const promise = promiseWithoutWorkflows({
    name: `larder-${id}`,
    group,
    kind: 'Larder',
    spec: SIZED,
  });
  endings.push(await offer(promise));
  const ours = watchConsole(page);
  await signIn(page, app.url);

  await test.step('the form requests what was filled in', async () => {
    const name = page.locator('[id="root_objname"]');
    await expect(async () => {
      await page.goto(
        `${app.url}/create/templates/default/larder-promise-template`,
      );
      await name.fill(`jam-${id}`, { timeout: 5_000 });
    }).toPass({ timeout: 90_000 });
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByRole('button', { name: 'Review' }).click();
    // Only our field says it so.
    await expect(page.getByText('Size is required.').first()).toBeVisible();
    await page.getByText('small', { exact: true }).click();
    await page.getByRole('button', { name: 'Review' }).click();
    await page.getByRole('button', { name: 'Create', exact: true }).click();
    const type = { group, version: 'v1', plural: 'larders' };
    const key = { namespace: 'default', name: `jam-${id}` };
    await expect(async () => {
      const { spec } = await platformClient().get(type, key);
      expect(spec).toMatchObject({ size: 'small' });
    }).toPass({ timeout: 60_000 });
  });

  await test.step('the card of a Promise opens the dialog', async () => {
    await page.goto(`${app.url}/create`);
    await page
      .getByRole('button', { name: 'Choose Redis' })
      .click({ timeout: 60_000 });
    await expect(
      page.getByRole('dialog', { name: 'Request Redis' }),
    ).toBeVisible();
  });

  await test.step("the catalog's list shows the health", async () => {
    // It does not change after it was loaded.
    await expect(async () => {
      await page.goto(everyComponent(app));
      await expect(page.locator('[data-health="ready"]').first()).toBeVisible({
        timeout: 15_000,
      });
    }).toPass({ timeout: 60_000 });
  });

  await test.step('the page of the platform is there', async () => {
    await page.goto(`${app.url}/ske-platform`);
    await expect(
      page.getByRole('heading', { name: 'Platform', exact: true }),
    ).toBeVisible();
  });
  expect(ours).toEqual([]);
});
