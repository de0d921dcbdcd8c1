import { expect, test, type Page } from '@playwright/test';
import type { GiteaRepository } from '@internal/testbed';
import {
  annotations,
  kratix,
  makeOfferingComponent,
  makeOfferingTemplate,
  makeResourceComponent,
  type Manifest,
} from '@syntasso/plugin-ske-common';
import { resourceTypes } from '@syntasso/plugin-ske-node';
import {
  gitHost,
  startGitBackend,
  withoutGitHost,
  type GitBackend,
} from './gitBackend';
import { platformClient } from './platform';
import {
  promiseWithoutWorkflows,
  expectAccessible,
  expectGone,
  fillSmall,
  signIn,
  SIZED,
  openEntity,
  openRequestDialog,
  openPendingRequest,
  watchConsole,
} from './support';

const id = Date.now().toString(36);
const PORT = Number(process.env.SKE_E2E_APP_PORT ?? 3100) + 61;
const STUCK = 'e2e.example.org/hold';
const offer = (kind: string) =>
  promiseWithoutWorkflows({
    name: `${kind.toLowerCase()}-${id}`,
    group: `${kind.toLowerCase()}${id}.example.org`,
    kind,
    spec: SIZED,
  });

test.skip(...withoutGitHost);

let backend: GitBackend | undefined;

test.afterEach(async () => {
  await backend?.stop();
  backend = undefined;
});

/** Requests a Resource on its Promise's page, and stays there. */
async function request(page: Page, kind: string, name: string) {
  const dialog = await openRequestDialog(page, kind, backend!.app);
  await fillSmall(dialog, name);
  await dialog.getByRole('button', { name: 'Review' }).click();
  await dialog.getByRole('button', { name: 'Submit' }).click();
  await expect(dialog.getByText('Request sent')).toBeVisible({
    timeout: 40_000,
  });
  await dialog.getByRole('button', { name: 'Close' }).click();
}

/** Opens a page of an entity as soon as the catalog has it. */
const openPage = (page: Page, entity: string, tab?: '/manage') =>
  openEntity(page, entity, backend!.app, tab);

async function remove(page: Page, name: string) {
  await page.getByRole('button', { name: 'Delete' }).click();
  const dialog = page.getByRole('dialog', { name: `Delete ${name}` });
  await expect(
    dialog.getByText(
      'from the requests repository. The platform then deletes it.',
    ),
  ).toBeVisible();
  await dialog.getByRole('textbox').fill(name);
  await dialog.getByRole('button', { name: 'Delete' }).click();
  await expect(dialog).toBeHidden({ timeout: 40_000 });
}

test('hybrid: requests go to Git, pages show the cluster; a deletion that hangs says what holds it', async ({
  page,
}) => {
  test.setTimeout(400_000);
  const ours = watchConsole(page);
  const repository = gitHost().repository('requests');
  const promise = offer('Attic');
  const name = `box-${id}`;
  const path = `kratix-requests/${promise.metadata.name}/default/${name}.yaml`;
  const type = {
    group: `attic${id}.example.org`,
    version: 'v1',
    plural: 'attics',
  };
  const key = { namespace: 'default', name };
  const client = platformClient();
  await client.create(resourceTypes.promises, promise);
  try {
    backend = await startGitBackend({
      mode: 'hybrid',
      port: PORT,
      repositoryUrl: repository.url,
      cluster: true,
    });
    await signIn(page, backend.url);

    await test.step('requests one', async () => {
      await request(page, 'Attic', name);
      expect(await repository.read(path)).toContain('size: small');
      await openPage(page, `${name}-attic`);
      await expect(page.locator('[data-health="ready"]').first()).toBeVisible({
        timeout: 60_000,
      });
      await expectAccessible(page, 'main');
    });

    await test.step('is told that it is ready', async () => {
      await expect(async () => {
        await page.goto(`${backend!.url}/notifications`);
        await expect(page.getByText(`Attic ${name} is ready`)).toBeVisible({
          timeout: 5_000,
        });
      }).toPass({ timeout: 60_000 });
    });

    await test.step('deletes it; something holds it', async () => {
      const { finalizers = [] } = (await client.get(type, key)).metadata;
      await client.patch(type, key, {
        metadata: { finalizers: [...finalizers, STUCK] },
      });
      await openPage(page, `${name}-attic`, '/manage');
      await remove(page, name);
      await expect(
        page.getByText('Deletion submitted, waiting for the platform.').first(),
      ).toBeVisible({ timeout: 30_000 });
      expect(await repository.read(path)).toBeUndefined();
      await expect(
        page.locator('[data-health="deleting"]').first(),
      ).toBeVisible({ timeout: 30_000 });
      await expect(
        page.getByText(`Held by ${STUCK} (not part of Kratix)`),
      ).toBeVisible({ timeout: 30_000 });
      await expectAccessible(page, 'main');
      await openPage(page, `${name}-attic`);
      await expect(
        page
          .getByRole('list', { name: 'Progress' })
          .locator('[data-stage="cleanUp"]'),
      ).toHaveAttribute('data-state', 'current');
      await expect(
        page.getByText(`Held by ${STUCK} (not part of Kratix)`),
      ).toBeVisible();
    });

    await test.step('sees it go when nothing holds it any more', async () => {
      await client.patch(type, key, { metadata: { finalizers: [] } });
      await expectGone(page, `${name}-attic`, backend!.app);
    });
    expect(ours).toEqual([]);
  } finally {
    await client.delete(resourceTypes.promises, {
      name: promise.metadata.name,
    });
  }
});

test('gitops without a cluster: pages show the repository, and what the catalog remembers', async ({
  page,
}) => {
  test.setTimeout(400_000);
  const ours = watchConsole(page);
  const repository: GiteaRepository = await gitHost().create(`gitops-${id}`);
  const promise = offer('Loft');
  const name = `trunk-${id}`;
  const path = `kratix-requests/${promise.metadata.name}/default/${name}.yaml`;
  const names = {
    component: 'loft-promise',
    template: 'loft-promise-template',
  };
  const offered = [
    makeOfferingComponent(kratix.offeringOf(promise), names),
    makeOfferingTemplate(kratix.offeringOf(promise), names.template, {
      type: 'push',
      targetBranch: 'main',
    })!,
  ];
  backend = await startGitBackend({
    mode: 'gitops',
    port: PORT,
    repositoryUrl: repository.url,
    cluster: false,
  });
  backend.publish(offered);
  await signIn(page, backend.url);

  await test.step('requests one, which nobody follows yet', async () => {
    await request(page, 'Loft', name);
    expect(await repository.read(path)).toContain('size: small');
    await openPendingRequest(page, 'Loft', name, backend!.app);
    await expect(
      page.getByText('Request submitted, waiting for the platform.').first(),
    ).toBeVisible();
    await expectAccessible(page, 'main');
  });

  const resource: Manifest = {
    apiVersion: `loft${id}.example.org/v1`,
    kind: 'Loft',
    metadata: { name, namespace: 'default' },
  };
  const shown = makeResourceComponent(
    { offering: kratix.offeringOf(promise), resource },
    { resource: `${name}-loft`, offering: names },
  );
  await test.step('sees what the controller publishes of it', async () => {
    backend!.publish([...offered, shown]);
    await openPage(page, `${name}-loft`);
    await expect(page.locator('[data-health="unknown"]').first()).toBeVisible();
    await expect(
      page
        .getByText('Backstage sees only the Git repository of the platform')
        .first(),
    ).toBeVisible();
    shown.metadata.annotations![annotations.status] = JSON.stringify({
      message: 'Swept and dry',
      conditions: [
        'ConfigureWorkflowCompleted',
        'WorksSucceeded',
        'Reconciled',
      ].map(type => ({
        type,
        status: 'True',
        reason: type,
        lastTransitionTime: '2026-01-01T00:00:00Z',
      })),
    });
    backend!.publish([...offered, shown]);
    await openPage(page, `${name}-loft`);
    await expect(async () => {
      await page.reload();
      await expect(page.getByText('Swept and dry').first()).toBeVisible({
        timeout: 5_000,
      });
    }).toPass({ timeout: 60_000 });
    await expect(page.locator('[data-health="ready"]').first()).toBeVisible();
    await expectAccessible(page, 'main');
  });

  await test.step('changes it', async () => {
    await page.getByRole('link', { name: 'Manage', exact: true }).click();
    await page.getByRole('button', { name: 'Update' }).click();
    const dialog = page.getByRole('dialog', { name: `Update ${name}` });
    await dialog.getByText('large', { exact: true }).click();
    await dialog.getByRole('button', { name: 'Review' }).click();
    await dialog.getByRole('button', { name: 'Submit' }).click();
    await expect(dialog.getByText('Request sent')).toBeVisible({
      timeout: 40_000,
    });
    await dialog.getByRole('button', { name: 'Close' }).click();
    expect(await repository.read(path)).toContain('size: large');
  });

  await test.step('deletes it; it is shown until the platform has followed', async () => {
    await openPage(page, `${name}-loft`, '/manage');
    await remove(page, name);
    expect(await repository.files()).toEqual(['README.md']);
    await page.getByRole('link', { name: 'Kratix', exact: true }).click();
    await expect(
      page.getByText('Deletion submitted, waiting for the platform.').first(),
    ).toBeVisible({ timeout: 30_000 });
    await expectAccessible(page, 'main');
    backend!.publish(offered);
    await expectGone(page, `${name}-loft`, backend!.app);
  });
  expect(ours).toEqual([]);
});
