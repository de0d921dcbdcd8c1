import { expect, test, type Locator, type Page } from '@playwright/test';
import {
  resourceTypes,
  type KubernetesClient,
} from '@syntasso/plugin-ske-node';
import { platformClient } from './platform';
import {
  promiseWithoutWorkflows,
  expectAccessible,
  signIn,
  watchConsole,
} from './support';

const group = 'vaults.example.org';
const type = { group, version: 'v1', plural: 'vaults' };
const key = { namespace: 'default', name: 'one' };

const promise = promiseWithoutWorkflows({
  name: 'vault',
  group,
  kind: 'Vault',
  annotations: { 'ske.backstage.template/singleSpecPage': 'true' },
  spec: {
    type: 'object',
    properties: {
      note: { type: 'string' },
      password: { type: 'string', format: 'password', minLength: 6 },
      users: {
        type: 'array',
        items: {
          type: 'object',
          required: ['name'],
          properties: {
            name: { type: 'string' },
            apiToken: { type: 'string' },
          },
        },
      },
    },
  },
});
const user = (name: string) => ({ name, apiToken: `token-of-${name}` });

let client: KubernetesClient;

test.beforeAll(async () => {
  client = platformClient();
  await client.create(resourceTypes.promises, promise);
  await expect(async () => {
    await client.create(type, {
      apiVersion: `${group}/v1`,
      kind: 'Vault',
      metadata: key,
      spec: {
        password: 'open sesame',
        users: ['anna', 'bert', 'cleo'].map(user),
      },
    });
  }).toPass({ timeout: 30_000 });
});
test.afterAll(async () => {
  await client.delete(resourceTypes.promises, { name: 'vault' });
});

const spec = async () => (await client.get(type, key)).spec;

async function openUpdateDialog(page: Page): Promise<Locator> {
  await expect(async () => {
    await page.goto('/catalog/default/component/one-vault/kratix/manage');
    await page
      .getByRole('button', { name: 'Update' })
      .click({ timeout: 5_000 });
  }).toPass({ timeout: 90_000 });
  const dialog = page.getByRole('dialog', { name: 'Update one' });
  await expect(dialog.getByLabel('Note')).toBeVisible();
  return dialog;
}

async function submit(dialog: Locator) {
  await dialog.getByRole('button', { name: 'Submit' }).click();
  await expect(dialog.getByText('one is ready.')).toBeVisible({
    timeout: 60_000,
  });
}

test('stored secrets are kept, replaced and removed with the fields and items they belong to', async ({
  page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const ours = watchConsole(page);
  await signIn(page);

  await test.step('the first of three users is removed, and a cleared password kept after all', async () => {
    const dialog = await openUpdateDialog(page);
    await dialog
      .getByRole('button', { name: /^Remove: / })
      .first()
      .click();
    await dialog.getByRole('button', { name: 'Clear Password' }).click();
    await expect(
      dialog.getByText('The stored secret will be removed.'),
    ).toBeVisible();
    await expectAccessible(page, '[role="dialog"]');
    await dialog.getByRole('button', { name: 'Keep it' }).click();
    await expect(dialog.getByText('will be removed')).toBeHidden();
    await dialog.getByRole('button', { name: 'Review' }).click();
    await expect(
      dialog.getByText('Secrets that are removed: Users › anna › API token'),
    ).toBeVisible();
    await expect(
      dialog.getByText(
        'Secrets that stay as they are: Users › bert › API token, Users › cleo › API token, Password',
      ),
    ).toBeVisible();
    await submit(dialog);
    expect(await spec()).toEqual({
      password: 'open sesame',
      users: ['bert', 'cleo'].map(user),
    });
  });

  await test.step('mine go on top of what somebody has put first', async () => {
    const dialog = await openUpdateDialog(page);
    await dialog.getByLabel('Note').fill('mine');
    await dialog
      .getByRole('button', { name: /^Remove: / })
      .first()
      .click();
    await client.patch(type, key, {
      spec: { users: ['dora', 'bert', 'cleo'].map(user) },
    });
    await dialog.getByRole('button', { name: 'Review' }).click();
    await dialog.getByRole('button', { name: 'Apply mine on top' }).click();
    await expect(
      dialog.getByText('Secrets that are removed: Users › bert › API token'),
    ).toBeVisible();
    await submit(dialog);
    expect(await spec()).toEqual({
      note: 'mine',
      password: 'open sesame',
      users: ['dora', 'cleo'].map(user),
    });
  });

  await test.step('as YAML a secret is replaced, and the others are not shown', async () => {
    const dialog = await openUpdateDialog(page);
    await dialog.getByRole('button', { name: 'Show as YAML' }).click();
    const editor = dialog.getByRole('textbox', {
      name: 'Settings as YAML',
    });
    await expect(editor).toContainText('password: (stored secret 1)');
    await expect(dialog.getByText('Secrets are not shown.')).toBeVisible();
    const lines = await editor.locator('.cm-line').allTextContents();
    const written = (password: string) =>
      lines.map(line => line.replace('(stored secret 1)', password)).join('\n');
    await editor.fill(written('short'));
    await expect(dialog.getByText(/^Line \d: At least 6/)).toBeVisible();
    await editor.fill(written('battery staple'));
    await dialog.getByRole('button', { name: 'Review' }).click();
    await expect(
      dialog.getByText('Secrets that are replaced: Password'),
    ).toBeVisible();
    await submit(dialog);
    expect(await spec()).toEqual({
      note: 'mine',
      password: 'battery staple',
      users: ['dora', 'cleo'].map(user),
    });
  });

  await test.step('the page says what was typed, and copies what can be applied', async () => {
    await page.goto('/catalog/default/component/one-vault/kratix');
    await page.getByRole('tab', { name: 'Activity' }).click();
    const history = page.getByRole('region', { name: 'Requests' });
    await expect(history.getByText('Secrets typed in: password')).toHaveCount(
      1,
    );
    await page.getByRole('tab', { name: 'Manifest' }).click();
    await page.getByRole('button', { name: 'Copy Manifest' }).click();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toMatch(
      /^# Incomplete: .*: spec\.password, spec\.users\[0\]\.apiToken, spec\.users\[1\]\.apiToken\n/,
    );
    expect(copied.split('\n').slice(1).join('\n')).not.toContain('********');
    expect(copied).not.toMatch(/uid|resourceVersion|status/);
  });
  expect(ours).toEqual([]);
});
