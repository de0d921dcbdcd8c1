import { expect, test, type Locator, type Page } from '@playwright/test';
import type { GiteaRepository } from '@internal/testbed';
import type { Manifest } from '@syntasso/plugin-ske-common';
import { resourceTypes } from '@syntasso/plugin-ske-node';
import { gitHost } from './gitBackend';
import { platformClient } from './platform';
import {
  expectAccessible,
  expectGone,
  fillSmall,
  openPendingRequest,
  openRequestDialog,
  promiseWithoutWorkflows,
  SIZED,
} from './support';
import { kratixPage, openTab, type TestedApp } from './testedApp';

/** A Promise that is requested by pull request only; its kind is in no other test. */
export function promiseByPullRequest(kind: string, id: string): Manifest {
  const singular = kind.toLowerCase();
  return promiseWithoutWorkflows({
    name: `${singular}-${id}`,
    group: `${singular}${id}.example.org`,
    kind,
    annotations: { 'ske.backstage.template/delivery': 'pull-request' },
    spec: SIZED,
  });
}

/** Creates a Promise on the platform. @returns how to delete it again */
export async function offer(promise: Manifest): Promise<() => Promise<void>> {
  const client = platformClient();
  await client.create(resourceTypes.promises, promise);
  return async () => {
    await client.delete(resourceTypes.promises, {
      name: promise.metadata.name,
    });
  };
}

/** The number of the only open pull request of a Resource. */
export async function findOpenPull(
  repository: GiteaRepository,
  name: string,
): Promise<number> {
  const pulls = await repository.pulls();
  const open = pulls.filter(
    pull => pull.state === 'open' && pull.title.endsWith(`/${name}`),
  );
  expect(open).toHaveLength(1);
  return open[0].number;
}

/** Sends what is filled in, as a pull request. */
export async function proposeIn(dialog: Locator) {
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

/**
 * A request is proposed, closed, proposed again, merged and provisioned; changed and deleted
 * the same way, in either frontend system. Somebody has to be signed in.
 *
 * @param what.promise - of {@link promiseByPullRequest}
 * @param what.name - of the Resource
 */
export async function requestByPullRequest(
  page: Page,
  app: TestedApp,
  what: { kind: string; promise: Manifest; name: string },
) {
  const { kind, promise, name } = what;
  const entity = `${name}-${kind.toLowerCase()}`;
  const path = `kratix-requests/${promise.metadata.name}/default/${name}.yaml`;
  const repository = gitHost().repository('requests');

  const openPull = () => findOpenPull(repository, name);

  const request = async () => {
    const dialog = await openRequestDialog(page, kind, app);
    await fillSmall(dialog, name);
    await proposeIn(dialog);
  };

  await test.step('proposes it; nothing is there yet', async () => {
    await request();
    await page.goto(`${app.url}/my-requests`);
    const onItsWay = page
      .getByRole('list', { name: 'On their way' })
      .getByRole('listitem')
      .filter({ hasText: name });
    await expect(onItsWay).toContainText('Request waiting for approval.');
    await expect(
      onItsWay.getByRole('link', { name: 'Open the pull request' }),
    ).toBeVisible();
    await openPendingRequest(page, kind, name, app);
    await expect(
      page.getByText('Request waiting for approval.').first(),
    ).toBeVisible();
    const steps = page.getByRole('list', { name: 'Progress of the Request' });
    await expect(steps.locator('[data-step="approval"]')).toHaveAttribute(
      'data-state',
      'current',
    );
    // A legacy page has Backstage's own graph of relations, too.
    if (app.system === 'new') await expectAccessible(page, 'main');
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
    await request();
    await openPendingRequest(page, kind, name, app);
    await repository.approve(await openPull());
    await expect(
      page.getByText('Request approved, waiting to be merged.').first(),
    ).toBeVisible({ timeout: 60_000 });
    await repository.merge(await openPull());
    await expect(async () => {
      await page.goto(kratixPage(app, entity));
      await expect(page.locator('[data-health="ready"]').first()).toBeVisible({
        timeout: 5_000,
      });
    }).toPass({ timeout: 90_000 });
  });

  await test.step('changes it by a pull request', async () => {
    await openTab(page, app, 'Manage');
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
        .getByText(
          'Nothing else can be requested until this is finished: Update.',
        )
        .first(),
    ).toBeVisible({ timeout: 30_000 });
    await expect(page.getByRole('button', { name: 'Update' })).toBeDisabled();
    await repository.merge(await openPull());
    await openTab(page, app, 'Kratix');
    await page.getByRole('tab', { name: 'Activity' }).click();
    const update = page
      .locator('[data-outcome="ready"]')
      .filter({ hasText: 'Update' });
    await expect(update).toBeVisible({ timeout: 90_000 });
    await update.getByRole('button', { name: 'What was requested' }).click();
    await expect(
      page.locator('ins').filter({ hasText: 'large' }),
    ).toBeVisible();
  });

  await test.step('deletes it by a pull request', async () => {
    await openTab(page, app, 'Manage');
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
    await expectGone(page, entity, app);
    expect(await repository.read(path)).toBeUndefined();
  });
}
