import { expect, test, type Locator, type Page } from '@playwright/test';
import {
  resourceTypes,
  type KubernetesClient,
} from '@syntasso/plugin-ske-node';
import { platformClient } from './platform';
import {
  promiseWithoutWorkflows,
  expectAccessible,
  expectNoSidewaysScroll,
  signIn,
  openRequestDialog,
  watchConsole,
} from './support';

const group = 'parcels.example.org';
const type = { group, version: 'v1', plural: 'parcels' };
const key = { namespace: 'default', name: 'one' };

/** What only the API server can check, and what a form has to be careful with. */
const promise = promiseWithoutWorkflows({
  name: 'parcel',
  group,
  kind: 'Parcel',
  annotations: { 'ske.backstage.template/singleSpecPage': 'true' },
  spec: {
    type: 'object',
    required: ['size', 'zone', 'password'],
    properties: {
      size: { type: 'string', enum: ['small', 'large'] },
      zone: {
        type: 'string',
        'x-kubernetes-validations': [
          { rule: 'self == oldSelf', message: 'A zone is for life.' },
        ],
      },
      password: {
        type: 'string',
        format: 'password',
        minLength: 8,
        description: 'Of the first account.',
      },
      replicas: { type: 'integer', minimum: 1 },
      notes: { type: 'string' },
      backup: {
        type: 'object',
        default: {},
        properties: {
          keep: { type: 'integer', default: 7 },
        },
      },
    },
    'x-kubernetes-validations': [
      {
        rule: "self.size != 'small' || !has(self.replicas) || self.replicas <= 3",
        message: 'a small one has at most 3',
        fieldPath: '.replicas',
      },
    ],
  },
});

let client: KubernetesClient;

test.beforeAll(async () => {
  client = platformClient();
  await client.create(resourceTypes.promises, promise);
});
test.afterAll(async () => {
  await client.delete(resourceTypes.promises, { name: 'parcel' });
});

/** Discards a draft, which this test leaves when it fails. */
async function discardDraft(dialog: Locator) {
  await expect(field(dialog, 'Name')).toBeVisible();
  const afresh = dialog.getByRole('button', { name: 'Start afresh' });
  if (await afresh.isVisible()) await afresh.click();
}

async function openUpdateDialog(page: Page): Promise<Locator> {
  await page.goto('/catalog/default/component/one-parcel/kratix/manage');
  await page.getByRole('button', { name: 'Update' }).click();
  const dialog = page.getByRole('dialog', { name: 'Update one' });
  await discardDraft(dialog);
  return dialog;
}

const field = (dialog: Locator, name: string) =>
  dialog.getByRole('textbox', { name, exact: true });
const spec = async () => (await client.get(type, key)).spec;

test.describe.configure({ mode: 'serial' });

test('the form proposes, checks, and shows what the platform would refuse where it is', async ({
  page,
}) => {
  const ours = watchConsole(page);
  await signIn(page);
  const dialog = await openRequestDialog(page, 'Parcel');
  await discardDraft(dialog);

  await test.step('a name is proposed, and checked while it is typed', async () => {
    await expect(field(dialog, 'Name')).toHaveValue('parcel');
    await field(dialog, 'Name').fill('Not A Name');
    await expect(
      dialog.getByText(/^Use lower-case letters, digits and hyphens/),
    ).toBeVisible();
    await dialog.getByRole('button', { name: 'Review' }).click();
    await expect(field(dialog, 'Name')).toBeFocused();
    await dialog.getByRole('button', { name: 'Use not-a-name' }).click();
    await expect(field(dialog, 'Name')).toBeFocused();
    await expect(field(dialog, 'Name')).toHaveValue('not-a-name');
    await field(dialog, 'Name').fill('one');
    await expect(dialog.getByText('one is free in default.')).toBeVisible();
    await field(dialog, 'Namespace').fill('nosuchns');
    await expect(
      dialog.getByText(/^Namespace nosuchns does not exist/),
    ).toBeVisible();
    await expect(dialog.getByText(/is free in/)).toBeHidden();
    await field(dialog, 'Namespace').fill('default');
    await expect(dialog.getByText('one is free in default.')).toBeVisible();
  });

  await test.step('a secret is checked, and never shown', async () => {
    await dialog.getByText('small', { exact: true }).click();
    await field(dialog, 'Zone').fill('north');
    await dialog.getByLabel('Password').fill('short');
    await expect(dialog.getByText('At least 8 characters.')).toBeVisible();
    await dialog.getByLabel('Password').fill('correct horse');
    await expect(dialog.getByText('At least 8 characters.')).toBeHidden();
  });

  await test.step('what the platform refuses is said at its field', async () => {
    await dialog.getByLabel('Replicas').fill('5');
    await dialog.getByRole('button', { name: 'Review' }).click();
    await expect(dialog.getByText(/at most 3/)).toBeVisible();
    await expect(dialog.getByLabel('Replicas')).toBeFocused();
    await expectAccessible(page, '[role="dialog"]');
    await dialog.getByLabel('Replicas').fill('2');
    await expect(dialog.getByText(/at most 3/)).toBeHidden();
  });

  await test.step('the review marks what nobody has given', async () => {
    await dialog.getByRole('button', { name: 'Review' }).click();
    await expect(
      dialog.getByText('Checked: these settings are valid.'),
    ).toBeVisible();
    const manifest = dialog.getByRole('region', { name: 'Manifest' });
    await expect(manifest).toContainText('keep: 7 # default');
    await expect(manifest).toContainText('password: "********"');
    await expect(manifest).not.toContainText('horse');
    await expectAccessible(page, '[role="dialog"]');
  });

  await dialog.getByRole('button', { name: 'Submit' }).click();
  await expect(dialog.getByText('one is ready.')).toBeVisible({
    timeout: 60_000,
  });
  expect(await spec()).toMatchObject({
    zone: 'north',
    replicas: 2,
    password: 'correct horse',
  });
  expect(ours).toEqual([]);
});

test('what was filled in is kept until it is sent or discarded', async ({
  page,
}) => {
  await signIn(page);
  const kept: string[] = [];
  page.on('request', request => {
    if (request.url().includes('/api/user-settings/')) {
      kept.push(request.postData() ?? '');
    }
  });
  let dialog = await openRequestDialog(page, 'Parcel');
  await field(dialog, 'Name').fill('later');
  await field(dialog, 'Zone').fill('south');
  await dialog.getByLabel('Password').fill('battery staple');
  await test.step('Back closes it and keeps the draft, a reload opens it again', async () => {
    await expect(page).toHaveURL(/\/kratix\?ske=request$/);
    await page.goBack();
    await expect(dialog).toBeHidden();
    await expect(page).toHaveURL(/\/kratix$/);
    await expect.poll(() => kept.join()).toContain('south');
    await page.goForward();
    await expect(field(dialog, 'Zone')).toHaveValue('south');
    await page.reload();
    await expect(field(dialog, 'Zone')).toHaveValue('south');
  });
  await page.keyboard.press('Escape');
  await dialog.getByRole('button', { name: 'Close, keep the draft' }).click();
  await expect(dialog).toBeHidden();
  await expect(page).toHaveURL(/\/kratix$/);
  expect(kept.join()).not.toContain('battery');

  dialog = await openRequestDialog(page, 'Parcel');
  await expect(dialog.getByText('This is your draft')).toBeVisible();
  await expect(field(dialog, 'Name')).toHaveValue('later');
  await expect(field(dialog, 'Zone')).toHaveValue('south');
  await expect(dialog.getByLabel('Password')).toHaveValue('');
  const lost = dialog.getByText('Type these again: Password');
  await expect(lost).toBeVisible();
  await dialog.getByLabel('Password').fill('battery staple');
  await expect(lost).toBeHidden();
  await dialog.getByRole('button', { name: 'Start afresh' }).click();
  await expect(field(dialog, 'Zone')).toHaveValue('');
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();

  dialog = await openRequestDialog(page, 'Parcel');
  await expect(field(dialog, 'Name')).toHaveValue('parcel');
  await expect(dialog.getByText('This is your draft')).toBeHidden();
});

test('what a task could not send is there again, also after a reload', async ({
  page,
}) => {
  await signIn(page);
  let dialog = await openRequestDialog(page, 'Parcel');
  await discardDraft(dialog);
  await field(dialog, 'Name').fill('again');
  await dialog.getByText('small', { exact: true }).click();
  await field(dialog, 'Zone').fill('west');
  await dialog.getByLabel('Password').fill('battery staple');
  await dialog.getByRole('button', { name: 'Review' }).click();
  await expect(
    dialog.getByText('Checked: these settings are valid.'),
  ).toBeVisible();
  // A task without its secrets fails.
  await page.route('**/api/scaffolder/v2/tasks', route =>
    route.continue({
      postData: { ...route.request().postDataJSON(), secrets: {} },
    }),
  );
  await dialog.getByRole('button', { name: 'Submit' }).click();
  await expect(dialog.getByText('The request failed')).toBeVisible();
  await page.reload();

  dialog = await openRequestDialog(page, 'Parcel');
  await expect(dialog.getByText('This is your draft')).toBeVisible();
  await expect(field(dialog, 'Name')).toHaveValue('again');
  await expect(field(dialog, 'Zone')).toHaveValue('west');
  await expect(dialog.getByText('Type these again: Password')).toBeVisible();
  await dialog.getByRole('button', { name: 'Start afresh' }).click();
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
});

test('a change is made as YAML or in the form, and reviewed as a difference', async ({
  page,
}) => {
  const ours = watchConsole(page);
  await signIn(page);
  const dialog = await openUpdateDialog(page);
  await expect(field(dialog, 'Zone')).toBeDisabled();
  await expect(dialog.getByText('A zone is for life.')).toBeVisible();

  await field(dialog, 'Notes').fill('from the form');
  await dialog.getByRole('button', { name: 'Show as YAML' }).click();
  const editor = field(dialog, 'Settings as YAML');
  await expect(editor).toContainText('notes: from the form');
  await expect(editor).not.toContainText('horse');
  const lines = await editor.locator('.cm-line').allTextContents();
  await expectAccessible(page, '[role="dialog"]');

  await editor.fill('size: huge\ncolour: red\n');
  const problems = dialog.getByRole('list', { name: 'Problems in the YAML' });
  await expect(
    problems.getByText(/^Line 1: Size has to be one of/),
  ).toBeVisible();
  await expect(problems.getByText(/^Line 2: colour is not/)).toBeVisible();
  await dialog.getByRole('button', { name: 'Review' }).click();
  await expect(editor).toBeFocused();
  await editor.fill([...lines, 'replicas: 1'].join('\n'));
  await expect(problems.getByText(/^Line \d+: .*unique/)).toBeVisible();
  await editor.fill(lines.join('\n'));
  await expect(problems.getByRole('listitem')).toHaveCount(0);
  await dialog.getByRole('button', { name: 'Show as form' }).click();
  await expect(field(dialog, 'Notes')).toHaveValue('from the form');

  await dialog.getByRole('button', { name: 'Review' }).click();
  const changes = dialog.getByRole('region', { name: 'What changes' });
  await expect(changes.locator('ins')).toHaveText('+   notes: from the form');
  await expect(changes.locator('del')).toHaveCount(0);
  await expect(changes).not.toContainText('horse');
  await page.setViewportSize({ width: 400, height: 800 });
  await expectNoSidewaysScroll(page);
  await dialog.getByRole('button', { name: 'Submit' }).click();
  await expect(dialog.getByText('one is ready.')).toBeVisible({
    timeout: 60_000,
  });
  expect(await spec()).toMatchObject({
    notes: 'from the form',
    password: 'correct horse',
  });
  expect(ours).toEqual([]);
});

test('who was slower is shown what has changed, and puts theirs on top', async ({
  page,
}) => {
  await signIn(page);
  const dialog = await openUpdateDialog(page);
  await field(dialog, 'Notes').fill('mine');
  await client.patch(type, key, { spec: { notes: 'theirs', replicas: 3 } });
  await dialog.getByRole('button', { name: 'Review' }).click();
  await expect(
    dialog.getByText('Changed by somebody else since you began'),
  ).toBeVisible();
  await expect(
    dialog.getByText(
      'notes: it was from the form, theirs is theirs, yours is mine',
    ),
  ).toBeVisible();
  await expect(
    dialog.getByRole('region', { name: 'What they changed' }).locator('ins'),
  ).toHaveText(['+ notes: theirs', '+ replicas: 3']);
  await expect(dialog.getByRole('button', { name: 'Submit' })).toBeHidden();
  await expectAccessible(page, '[role="dialog"]');
  await dialog.getByRole('button', { name: 'Apply mine on top' }).click();

  const changes = dialog.getByRole('region', { name: 'What changes' });
  await expect(changes.locator('ins')).toHaveText('+   notes: mine');
  await dialog.getByRole('button', { name: 'Submit' }).click();
  await expect(dialog.getByText('one is ready.')).toBeVisible({
    timeout: 60_000,
  });
  expect(await spec()).toMatchObject({ notes: 'mine', replicas: 3 });
});

test('a secret that changes is named, and one that nobody touched is kept by the draft', async ({
  page,
}) => {
  await signIn(page);
  let dialog = await openUpdateDialog(page);
  await field(dialog, 'Notes').fill('another note');
  await page.keyboard.press('Escape');
  await dialog.getByRole('button', { name: 'Close, keep the draft' }).click();
  await expect(dialog).toBeHidden();
  await page.reload();
  await page.getByRole('button', { name: 'Update' }).click();
  dialog = page.getByRole('dialog', { name: 'Update one' });
  await expect(dialog.getByText('This is your draft')).toBeVisible();
  await expect(dialog.getByText(/Type these again/)).toBeHidden();
  await dialog.getByLabel('Password').fill('battery staple');
  await dialog.getByRole('button', { name: 'Review' }).click();
  await expect(
    dialog.getByText('Secrets that are replaced: Password'),
  ).toBeVisible();
  await dialog.getByRole('button', { name: 'Submit' }).click();
  await expect(async () => {
    expect(await spec()).toMatchObject({
      password: 'battery staple',
      notes: 'another note',
    });
  }).toPass({ timeout: 60_000 });
  await client.patch(type, key, {
    spec: { password: 'correct horse', notes: 'mine' },
  });
});

test('the Create page gives the same as the dialog', async ({ page }) => {
  const ours = watchConsole(page);
  await signIn(page);
  await page.goto('/create/templates/default/parcel-promise-template');
  const input = (id: string) => page.locator(`[id="root_${id}"]`);
  await input('objname').fill('two');
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByText('small', { exact: true }).click();
  await input('spec_zone').fill('north');
  const password = page.getByLabel(/^Password/).first();
  await password.fill('short');
  await expect(page.getByText('At least 8 characters.')).toBeVisible();
  await password.fill('correct horse');
  await input('spec_replicas').fill('2');
  await page.getByRole('button', { name: 'Review' }).click();
  await expect(page.getByText('north')).toBeVisible();
  await expect(page.getByText('horse')).toHaveCount(0);
  await page.getByRole('button', { name: 'Create', exact: true }).click();
  await expect(async () => {
    const { spec: made } = await client.get(type, { ...key, name: 'two' });
    const { notes: _, ...asked } = (await spec()) ?? {};
    expect({ ...made, replicas: 0 }).toEqual({ ...asked, replicas: 0 });
  }).toPass({ timeout: 60_000 });
  expect(ours).toEqual([]);
});

test('the review shows what a request would write, and nothing of it stays', async ({
  page,
}) => {
  const ours = watchConsole(page);
  await signIn(page);
  const dialog = await openRequestDialog(page, 'Redis');
  await dialog.getByLabel('Name', { exact: false }).first().fill('would-be');
  await dialog.getByRole('button', { name: 'Review' }).click();
  const preview = dialog.getByTestId('ske-preview');
  const start = preview.getByRole('button', {
    name: 'Show what it would write',
  });
  // In a hurry: the second click neither stops it nor begins another one.
  await start.dblclick();
  await preview.getByRole('button', { name: 'Stop' }).click();
  await start.click();
  await expect(
    preview.getByRole('region', { name: 'instance-configure/redis.yaml' }),
  ).toContainText('+ kind: RedisFailover', { timeout: 60_000 });
  await expectAccessible(page, '[role=dialog]');
  await expect
    .poll(
      async () =>
        (
          await platformClient().list(resourceTypes.dryRuns)
        ).items.length,
    )
    .toBe(0);
  expect(ours).toEqual([]);
});
