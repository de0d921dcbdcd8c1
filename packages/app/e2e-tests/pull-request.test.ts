import { expect, test, type Page } from '@playwright/test';
import type { GiteaRepository } from '@internal/testbed';
import {
  resourceTypes,
  type KubernetesClient,
} from '@syntasso/plugin-ske-node';
import { gitHost, withoutGitHost } from './gitBackend';
import { platformClient } from './platform';
import {
  promiseWithoutWorkflows,
  expectAccessible,
  expectGone,
  fillSmall,
  signIn,
  SIZED,
  openRequestDialog,
  openPendingRequest,
  watchConsole,
} from './support';

const id = Date.now().toString(36);
const group = `e2e${id}.example.org`;
const PROMISE = `cellar-${id}`;
const name = `wine-${id}`;
const path = `kratix-requests/${PROMISE}/default/${name}.yaml`;

/** What is offered by pull request only. */
const promise = promiseWithoutWorkflows({
  name: PROMISE,
  group,
  kind: 'Cellar',
  annotations: { 'ske.backstage.template/delivery': 'pull-request' },
  spec: SIZED,
});

let repository: GiteaRepository;
let client: KubernetesClient;

test.skip(...withoutGitHost);

test.beforeAll(async () => {
  repository = gitHost().repository('requests');
  client = platformClient();
  await client.create(resourceTypes.promises, promise);
});
test.afterAll(async () => {
  await client.delete(resourceTypes.promises, { name: PROMISE });
});

/** The pull request of our Resource that is open. */
async function openPull() {
  const pulls = await repository.pulls();
  const found = pulls.find(
    pull => pull.state === 'open' && pull.title.endsWith(`/${name}`),
  );
  if (!found) throw new Error('There is no open pull request');
  return found.number;
}

async function request(page: Page) {
  const dialog = await openRequestDialog(page, 'Cellar');
  await fillSmall(dialog, name);
  await dialog.getByRole('button', { name: 'Review' }).click();
  await expect(
    dialog.getByText('Opens a pull request on platform/requests'),
  ).toBeVisible();
  await dialog.getByRole('button', { name: 'Submit' }).click();
  await expect(
    dialog.getByRole('link', { name: 'Open the pull request' }),
  ).toBeVisible({ timeout: 40_000 });
  await dialog.getByRole('button', { name: 'Close' }).click();
}

test('a request is proposed, closed, proposed again, merged and provisioned; changed and deleted the same way', async ({
  page,
}) => {
  test.setTimeout(400_000);
  const ours = watchConsole(page);
  await signIn(page);

  await test.step('proposes it; nothing is there yet', async () => {
    await request(page);
    await page.goto('/my-requests');
    const onItsWay = page
      .getByRole('list', { name: 'On their way' })
      .getByRole('listitem')
      .filter({ hasText: name });
    await expect(onItsWay).toContainText('Request waiting for approval.');
    await expect(
      onItsWay.getByRole('link', { name: 'Open the pull request' }),
    ).toBeVisible();
    await openPendingRequest(page, 'Cellar', name);
    await expect(
      page.getByText('Request waiting for approval.').first(),
    ).toBeVisible();
    const steps = page.getByRole('list', { name: 'Progress of the Request' });
    await expect(steps.locator('[data-step="approval"]')).toHaveAttribute(
      'data-state',
      'current',
    );
    await expectAccessible(page, 'main');
    expect(await repository.read(path)).toBeUndefined();
  });

  await test.step('sees it withdrawn when it is closed', async () => {
    await repository.close(await openPull());
    await expect(async () => {
      await page.reload();
      await expect(page.getByText(/not found/i).first()).toBeVisible({
        timeout: 5_000,
      });
    }).toPass({ timeout: 60_000 });
  });

  await test.step('proposes it again; it is merged and provisioned', async () => {
    await request(page);
    await openPendingRequest(page, 'Cellar', name);
    await repository.approve(await openPull());
    await expect(
      page.getByText('Request approved, waiting to be merged.').first(),
    ).toBeVisible({ timeout: 60_000 });
    await repository.merge(await openPull());
    await expect(async () => {
      await page.goto(`/catalog/default/component/${name}-cellar/kratix`);
      await expect(page.locator('[data-health="ready"]').first()).toBeVisible({
        timeout: 5_000,
      });
    }).toPass({ timeout: 90_000 });
  });

  await test.step('changes it by a pull request', async () => {
    await page.getByRole('link', { name: 'Manage', exact: true }).click();
    await page.getByRole('button', { name: 'Update' }).click();
    const dialog = page.getByRole('dialog', { name: `Update ${name}` });
    await dialog.getByText('large', { exact: true }).click();
    await dialog.getByRole('button', { name: 'Review' }).click();
    await dialog.getByRole('button', { name: 'Submit' }).click();
    await expect(
      dialog.getByRole('link', { name: 'Open the pull request' }),
    ).toBeVisible({ timeout: 40_000 });
    await dialog.getByRole('button', { name: 'Close' }).click();
    await expect(
      page
        .getByText('Nothing else can be asked for while the Update is open.')
        .first(),
    ).toBeVisible({ timeout: 30_000 });
    await expect(page.getByRole('button', { name: 'Update' })).toBeDisabled();
    await repository.merge(await openPull());
    await page.getByRole('link', { name: 'Kratix', exact: true }).click();
    await page.getByRole('tab', { name: 'Activity' }).click();
    await expect(
      page.locator('[data-outcome="ready"]').filter({ hasText: 'Update' }),
    ).toBeVisible({ timeout: 90_000 });
    await page
      .locator('[data-outcome="ready"]')
      .filter({ hasText: 'Update' })
      .getByRole('button', { name: 'What was asked for' })
      .click();
    await expect(
      page.locator('ins').filter({ hasText: 'large' }),
    ).toBeVisible();
  });

  await test.step('deletes it by a pull request', async () => {
    await page.getByRole('link', { name: 'Manage', exact: true }).click();
    await page.getByRole('button', { name: 'Delete' }).click();
    const dialog = page.getByRole('dialog', { name: `Delete ${name}` });
    await expect(
      dialog.getByText('Opens a pull request in platform/requests'),
    ).toBeVisible();
    await dialog.getByRole('textbox').fill(name);
    await dialog.getByRole('button', { name: 'Delete' }).click();
    await expect(dialog).toBeHidden({ timeout: 40_000 });
    await expect(
      page.getByText('Deletion waiting for approval.').first(),
    ).toBeVisible({ timeout: 30_000 });
    await repository.merge(await openPull());
    await expectGone(page, `${name}-cellar`);
    expect(await repository.files()).toEqual(['README.md']);
  });
  expect(ours).toEqual([]);
});
