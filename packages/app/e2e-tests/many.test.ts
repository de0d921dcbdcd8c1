import { expect, test } from '@playwright/test';
import {
  annotations,
  kratix,
  makeResourceComponent,
  type HealthState,
} from '@syntasso/plugin-ske-common';
import {
  gitHost,
  startGitBackend,
  withoutGitHost,
  type GitBackend,
} from './gitBackend';
import { EVERY_COMPONENT, signIn, watchConsole } from './support';

const MANY = 5_000;
/** Those that need somebody. */
const FAILED = [17, 4_711];
const PORT = Number(process.env.SKE_E2E_APP_PORT ?? 3100) + 62;

test.skip(...withoutGitHost);

let backend: GitBackend | undefined;
test.afterEach(async () => backend?.stop());

const names = { component: 'bin-promise', template: 'bin-promise-template' };
const heap = kratix.offeringOf({
  apiVersion: 'platform.kratix.io/v1alpha1',
  kind: 'Promise',
  metadata: { name: 'heap' },
});
const nameOf = (index: number) => `heap-${String(index).padStart(4, '0')}`;

/** A Resource as a controller publishes it. */
function entityOf(index: number) {
  const entity = makeResourceComponent(
    {
      offering: heap,
      resource: {
        apiVersion: 'many.example.org/v1',
        kind: 'Heap',
        metadata: { name: nameOf(index), namespace: `team-${index % 20}` },
      },
    },
    { resource: `${nameOf(index)}-heap`, offering: names },
  );
  const failed = FAILED.includes(index);
  const health: HealthState = failed ? 'failed' : 'ready';
  Object.assign(entity.metadata.annotations!, {
    [annotations.health]: health,
    ...(failed ? { [annotations.needsAttention]: 'true' } : {}),
  });
  return entity;
}

test(`${MANY} Resources: the list shows the first, and finds the few that matter`, async ({
  page,
}) => {
  test.setTimeout(400_000);
  const ours = watchConsole(page);
  backend = await startGitBackend({
    mode: 'gitops',
    port: PORT,
    repositoryUrl: gitHost().repository('requests').url,
    cluster: false,
    published: Array.from({ length: MANY }, (_, n) => entityOf(n)),
    refreshSeconds: 600,
  });
  await signIn(page, backend.url);
  // The catalog takes some time to take them in.
  await expect(async () => {
    await page.goto(`${backend!.url}${EVERY_COMPONENT}`);
    await expect(page.getByText(`(${MANY})`).first()).toBeVisible({
      timeout: 5_000,
    });
  }).toPass({ timeout: 240_000 });

  await test.step('the first of them, with their health', async () => {
    await expect(
      page.getByRole('link', { name: `${nameOf(0)} Heap` }).first(),
    ).toBeVisible();
    await expect(page.locator('[data-health="ready"]').first()).toBeVisible();
  });

  await test.step('those that need attention', async () => {
    await page.goto(
      `${backend!.url}${EVERY_COMPONENT}&filters[kratixHealth]=attention`,
    );
    for (const index of FAILED) {
      await expect(
        page.getByRole('link', { name: `${nameOf(index)} Heap` }).first(),
      ).toBeVisible();
    }
    await expect(page.locator('[data-health="failed"]')).toHaveCount(
      FAILED.length,
    );
    await expect(page.locator('[data-health="ready"]')).toHaveCount(0);
  });

  await test.step('one by its name', async () => {
    await page.goto(`${backend!.url}${EVERY_COMPONENT}`);
    await page.getByPlaceholder('Search').first().fill(nameOf(3_333));
    await expect(
      page.getByRole('link', { name: `${nameOf(3_333)} Heap` }).first(),
    ).toBeVisible();
    await expect(
      page.getByRole('link', { name: `${nameOf(0)} Heap` }),
    ).toHaveCount(0);
  });
  expect(ours).toEqual([]);
});
