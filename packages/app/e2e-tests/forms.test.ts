import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonObject } from '@backstage/types';
import { expect, test, type Page } from '@playwright/test';
import {
  manifestSchema,
  promiseApiOf,
  type Manifest,
} from '@syntasso/plugin-ske-common';
import {
  resourceTypes,
  type KubernetesClient,
} from '@syntasso/plugin-ske-node';
import { parse } from 'yaml';
import { fillObject, showAll } from './fillForm';
import { platformClient } from './platform';
import {
  promiseWithoutWorkflows,
  expectAccessible,
  signIn,
  openRequestDialog,
  watchConsole,
} from './support';

/** Values for a form, and a change of one of them. */
interface FormCase {
  name: string;
  spec: JsonObject;
  /** What stands beside the spec. */
  beside?: JsonObject;
  change?: { field: string; value: string; spec: JsonObject };
}

/** A value for every field of each example that can be requested. */
const EXAMPLES: FormCase[] = [
  {
    name: 'redis',
    spec: {
      size: 'large',
      evictionPolicy: 'noeviction',
      persistence: { enabled: true, capacity: '20Gi' },
    },
    change: {
      field: 'Capacity',
      value: '30Gi',
      spec: { persistence: { enabled: true, capacity: '30Gi' } },
    },
  },
  {
    name: 'postgresql',
    spec: {
      region: 'eu-north',
      storageGiB: 40,
      version: '16',
      databases: [{ name: 'orders', owner: 'shop' }, { name: 'stock' }],
      backup: { volumeGiB: 5, keepDays: 3 },
      adminPasswordRef: { name: 'admin' },
    },
    change: { field: 'Storage GiB', value: '80', spec: { storageGiB: 80 } },
  },
  {
    name: 'app',
    spec: {
      image: 'shop/web:1',
      replicas: 3,
      host: 'shop.example.org',
      ports: [{ port: 8080, protocol: 'UDP' }, { port: 9090 }],
      env: { 'log.level': 'debug', EMPTY: '' },
      secrets: { TOKEN: 'open sesame' },
      overrides: { spec: { paused: true } },
    },
    change: {
      field: 'Image',
      value: 'shop/web:2',
      spec: { image: 'shop/web:2' },
    },
  },
  {
    name: 'namespace',
    spec: {
      team: 'blue',
      contacts: ['a@example.org', 'b@example.org'],
      quota: { cpu: '500m', memoryGiB: 4 },
    },
    change: { field: 'Team', value: 'green', spec: { team: 'green' } },
  },
  {
    name: 'queue',
    spec: { throughput: 'normal', labels: { 'cost/center': '42' } },
  },
  {
    name: 'access',
    spec: { reason: 'to look at it', hours: 1, wait: 'window' },
    change: { field: 'Hours', value: '3', spec: { hours: 3 } },
  },
];

const exampleOf = (name: string): Manifest => {
  const file = join(__dirname, '../../../examples/promises', `${name}.yaml`);
  return manifestSchema.parse(parse(readFileSync(file, 'utf8')));
};

/** Everything that a schema can ask for, and that no example has. */
const SPECIMEN = promiseWithoutWorkflows({
  name: 'specimen',
  group: 'specimens.example.org',
  kind: 'Specimen',
  fields: {
    data: { type: 'object', additionalProperties: { type: 'string' } },
  },
  spec: {
    type: 'object',
    required: ['kind', 'flag'],
    properties: {
      kind: { type: 'string', enum: ['a', 'b'] },
      flag: { type: 'boolean' },
      count: { type: 'integer', format: 'int32' },
      ratio: { type: 'number', minimum: 0, maximum: 1 },
      port: { 'x-kubernetes-int-or-string': true },
      when: { type: 'string', format: 'date-time' },
      day: { type: 'string', format: 'date' },
      home: { type: 'string', format: 'uri' },
      tier: { type: 'string', nullable: true, enum: ['gold', 'iron'] },
      letter: { type: 'string', enum: [...'abcdefghijkl'] },
      code: { type: 'string', pattern: '^[[:alpha:]]+\\-\\d{2}$' },
      tags: {
        type: 'array',
        items: { type: 'string' },
        'x-kubernetes-list-type': 'set',
      },
      matrix: {
        type: 'array',
        items: { type: 'array', items: { type: 'integer' } },
      },
      users: {
        type: 'array',
        'x-kubernetes-list-type': 'map',
        'x-kubernetes-list-map-keys': ['name'],
        items: {
          type: 'object',
          required: ['name'],
          properties: {
            name: { type: 'string' },
            password: { type: 'string', format: 'password' },
            roles: { type: 'array', items: { type: 'string' } },
          },
        },
      },
      limits: {
        type: 'object',
        additionalProperties: {
          type: 'object',
          properties: { cpu: { type: 'integer' } },
        },
      },
      quotas: {
        type: 'object',
        additionalProperties: {
          type: 'object',
          additionalProperties: { type: 'integer' },
        },
      },
      source: {
        type: 'object',
        properties: { git: { type: 'string' }, image: { type: 'string' } },
        oneOf: [{ required: ['git'] }, { required: ['image'] }],
      },
      free: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
      note: { type: 'string', nullable: true },
    },
    'x-kubernetes-validations': [
      {
        rule: "self.kind != 'b' || has(self.count)",
        message: 'kind b needs a count',
        fieldPath: '.count',
      },
    ],
  },
});

const CASES: (FormCase & { promise: Manifest })[] = [
  ...EXAMPLES.map(one => ({ ...one, promise: exampleOf(one.name) })),
  {
    name: 'specimen',
    promise: SPECIMEN,
    spec: {
      kind: 'b',
      flag: true,
      count: -4,
      ratio: 0.25,
      port: 'http',
      when: '2026-11-25T08:30:00Z',
      day: '2026-11-25',
      home: 'https://example.org/a?b#c',
      tier: 'iron',
      note: null,
      letter: 'k',
      code: 'ab-12',
      tags: ['x', 'y'],
      matrix: [[1, 2], [3]],
      users: [
        { name: 'anna', password: 'open sesame', roles: ['admin'] },
        { name: 'ben' },
      ],
      limits: { web: { cpu: 2 } },
      quotas: { 'eu/north': { cpu: 4 } },
      source: { image: 'shop/web:1' },
      free: { any: { thing: [1, 'two'] } },
    },
    beside: { data: { motd: 'hello' } },
    change: { field: 'Count', value: '5', spec: { count: 5 } },
  },
];

let client: KubernetesClient;
test.beforeAll(async () => {
  client = platformClient();
  await client.create(resourceTypes.promises, SPECIMEN);
});
test.afterAll(async () => {
  await client.delete(resourceTypes.promises, { name: 'specimen' });
});

/** What the page sends when a request is submitted. */
const sentBy = (page: Page) =>
  page
    .waitForRequest(
      request =>
        request.url().endsWith('/v2/tasks') && request.method() === 'POST',
    )
    .then(request => (request.postDataJSON() as { values: JsonObject }).values);

for (const { name, promise, spec, beside = {}, change } of CASES) {
  const api = promiseApiOf(promise)!;
  const type = { group: api.group, version: api.version, plural: api.plural };
  const find = async (object: string) => {
    const found = await client.get(type, {
      namespace: 'default',
      name: object,
    });
    expect(found).toMatchObject(beside);
    return found.spec;
  };
  const wholeSchema: JsonObject = { properties: api.otherFields };

  test(`every field of ${name} is filled in, in the dialog`, async ({
    page,
  }) => {
    const ours = watchConsole(page);
    const object = `all-${name}`;
    await signIn(page);
    const dialog = await openRequestDialog(page, api.kind);
    await dialog
      .getByRole('textbox', { name: 'Name', exact: true })
      .fill(object);
    await fillObject(dialog, api.specSchema, spec);
    await fillObject(dialog, wholeSchema, beside);
    await expectAccessible(page, '[role="dialog"]');
    await dialog.getByRole('button', { name: 'Review' }).click();
    await expect(
      dialog.getByText('Checked: these settings are valid.'),
    ).toBeVisible();
    await expect(dialog).not.toContainText('sesame');
    const sent = sentBy(page);
    await dialog.getByRole('button', { name: 'Submit' }).click();
    expect(withoutSecrets((await sent).spec)).toEqual(withoutSecrets(spec));
    await expect(async () => {
      expect(await find(object)).toMatchObject(spec);
    }).toPass({ timeout: 60_000 });
    const present = await find(object);

    await test.step('an update with nothing touched changes nothing', async () => {
      await expect(async () => {
        await page.goto(
          `/catalog/default/component/${object}-${api.kind.toLowerCase()}/kratix/manage`,
        );
        await page
          .getByRole('button', { name: 'Update' })
          .click({ timeout: 5_000 });
      }).toPass({ timeout: 90_000 });
      const update = page.getByRole('dialog', { name: `Update ${object}` });
      await update.getByRole('button', { name: 'Review' }).click();
      await expect(update.getByText('Nothing is changed.')).toBeVisible();
      await expect(
        update.getByRole('button', { name: 'Submit' }),
      ).toBeDisabled();
      await update.getByRole('button', { name: 'Back' }).click();
      if (!change) return;

      const box = update.getByRole('textbox', {
        name: change.field,
        exact: true,
      });
      for (const closed of await update
        .getByRole('button', { expanded: false })
        .all()) {
        if (await box.isVisible()) break;
        await closed.click();
      }
      await box.fill(change.value);
      await update.getByRole('button', { name: 'Review' }).click();
      await update.getByRole('button', { name: 'Submit' }).click();
      await expect(async () => {
        expect(await find(object)).toEqual({ ...present, ...change.spec });
      }).toPass({ timeout: 60_000 });
    });
    await client.delete(type, { namespace: 'default', name: object });
    expect(ours).toEqual([]);
  });

  test(`every field of ${name} is filled in, on the Create page`, async ({
    page,
  }) => {
    const ours = watchConsole(page);
    const object = `page-${name}`;
    await signIn(page);
    await expect(async () => {
      await page.goto(
        `/create/templates/default/${api.kind.toLowerCase()}-promise-template`,
      );
      await page
        .locator('[id="root_objname"]')
        .fill(object, { timeout: 5_000 });
    }).toPass({ timeout: 90_000 });
    const next = page.getByRole('button', { name: 'Next' });
    const properties = api.specSchema.properties as JsonObject;
    const names = Object.keys(spec);
    await next.click();
    while (names.length > 0) {
      const shown = page.locator('form');
      const now: string[] = [];
      // The previous page is validated first, and stays for a moment.
      await expect(async () => {
        await showAll(shown);
        for (const field of names) {
          if (await page.locator(`[id="root_spec_${field}"]`).isVisible()) {
            now.push(field);
          }
        }
        expect(now).not.toEqual([]);
      }).toPass();
      for (const field of now) {
        names.splice(names.indexOf(field), 1);
        await fillObject(
          shown,
          { properties: { [field]: properties[field]! } },
          { [field]: spec[field]! },
        );
      }
      if (await next.isVisible()) await next.click();
    }
    await fillObject(page.locator('form'), wholeSchema, beside);
    await page.getByRole('button', { name: 'Review' }).click();
    const sent = sentBy(page);
    await page.getByRole('button', { name: 'Create', exact: true }).click();
    expect(withoutSecrets((await sent).spec)).toEqual(withoutSecrets(spec));
    await expect(async () => {
      expect(await find(object)).toMatchObject(spec);
    }).toPass({ timeout: 60_000 });
    await client.delete(type, { namespace: 'default', name: object });
    expect(ours).toEqual([]);
  });
}

test('a spec that is a list, of resources within the resource', async ({
  page,
}) => {
  const promise = promiseWithoutWorkflows({
    name: 'roster',
    group: 'rosters.example.org',
    kind: 'Roster',
    fields: {
      data: { type: 'object', additionalProperties: { type: 'string' } },
    },
    spec: {
      type: 'array',
      items: {
        type: 'object',
        'x-kubernetes-embedded-resource': true,
        properties: { data: { type: 'string' } },
      },
    },
  });
  const type = {
    group: 'rosters.example.org',
    version: 'v1',
    plural: 'rosters',
  };
  const key = { namespace: 'default', name: 'list' };
  await client.create(resourceTypes.promises, promise);
  const ours = watchConsole(page);
  await signIn(page);
  const dialog = await openRequestDialog(page, 'Roster');
  const box = (name: string) =>
    page.getByRole('dialog').getByRole('textbox', { name, exact: true });
  await box('Name').fill('list');
  const add = dialog.getByRole('button', { name: 'Add item' });
  await add.click();
  await dialog.getByRole('button', { name: 'Review' }).click();
  await expect(dialog.getByText('API version is required.')).toBeVisible();
  await box('API version').fill('v1');
  await box('Kind').fill('ConfigMap');
  await dialog.getByRole('button', { name: 'Add Metadata' }).click();
  await box('Name').last().fill('first');
  await box('Data').fill('one');
  await test.step('the keyboard stays in the list when an item goes', async () => {
    await add.click();
    const remove = dialog.getByRole('button', { name: /^Remove: / });
    await remove.nth(1).focus();
    await page.keyboard.press('Enter');
    await expect(remove).toHaveCount(1);
    await expect(add).toBeFocused();
  });
  await test.step('a double click on Remove removes one item', async () => {
    await add.click();
    await add.click();
    const remove = dialog.getByRole('button', { name: /^Remove: / });
    const place = await remove.nth(1).boundingBox();
    await page.mouse.dblclick(place!.x + 5, place!.y + 5);
    await expect(remove).toHaveCount(2);
    await remove.nth(1).click();
    await expect(remove).toHaveCount(1);
  });
  await dialog.getByRole('button', { name: 'Review' }).click();
  await dialog.getByRole('button', { name: 'Submit' }).click();
  const spec = [
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'first' },
      data: 'one',
    },
  ];
  const find = () => client.get(type, key);
  await expect(async () => {
    expect((await find()).spec).toEqual(spec);
  }).toPass({ timeout: 60_000 });

  await test.step('what two people change is merged, beside the spec too', async () => {
    await expect(async () => {
      await page.goto('/catalog/default/component/list-roster/kratix/manage');
      await page
        .getByRole('button', { name: 'Update' })
        .click({ timeout: 5_000 });
    }).toPass({ timeout: 90_000 });
    const update = page.getByRole('dialog', { name: 'Update list' });
    await update.getByRole('button', { name: 'Review' }).click();
    await expect(update.getByText('Nothing is changed.')).toBeVisible();
    await update.getByRole('button', { name: 'Back' }).click();
    await fillObject(
      update,
      { properties: promiseApiOf(promise)!.otherFields },
      { data: { mine: 'a' } },
    );
    await client.patch(type, key, { data: { theirs: 'b' } });
    await update.getByRole('button', { name: 'Review' }).click();
    await update.getByRole('button', { name: 'Apply mine on top' }).click();
    await update.getByRole('button', { name: 'Submit' }).click();
    await expect(async () => {
      const { spec: now, data } = (await find()) as Manifest & JsonObject;
      expect(now).toEqual(spec);
      expect(data).toEqual({ mine: 'a', theirs: 'b' });
    }).toPass({ timeout: 60_000 });
  });
  await client.delete(type, key);
  await client.delete(resourceTypes.promises, { name: 'roster' });
  expect(ours).toEqual([]);
});

test('hints of the platform team change how a form looks', async ({ page }) => {
  const text = { type: 'string' };
  const promise = promiseWithoutWorkflows({
    name: 'venue',
    group: 'venues.example.org',
    kind: 'Venue',
    annotations: {
      'ske.backstage.template/form': `
        spec.seats: { title: How many, order: 1, unit: seats, placeholder: '40' }
        spec.place: { group: Location, options: { from: namespaces } }
        spec.target: { group: Location, options: { from: destinations } }
        spec.owner: { options: { from: owners } }
        spec.motd: { widget: textarea }
        spec.code: { widget: password }
        spec.tuning: { advanced: true }
        spec.internal: { hidden: true }
        spec.stage: { showIf: { field: spec.concert, equals: true } }
        spec.siez: { title: Wrong }`,
    },
    spec: {
      type: 'object',
      required: ['seats'],
      properties: {
        ...{ seats: { type: 'integer' }, concert: { type: 'boolean' } },
        ...{ place: text, target: text, owner: text, motd: text, code: text },
        ...{ tuning: text, internal: text, stage: text },
      },
    },
  });
  const type = { group: 'venues.example.org', version: 'v1', plural: 'venues' };
  await client.create(resourceTypes.promises, promise);
  const ours = watchConsole(page);
  await signIn(page);
  const dialog = await openRequestDialog(page, 'Venue');
  await expect(
    page.getByText(/spec\.siez is not a field of this API/).first(),
  ).toBeAttached();
  const box = (name: string) =>
    dialog.getByRole('textbox', { name, exact: true });
  await box('Name').fill('hall');
  await expect(box('How many')).toHaveAttribute('placeholder', '40');
  await expect(dialog.getByText('seats', { exact: true })).toBeVisible();
  await box('How many').fill('80');
  await expect(dialog.getByText('Internal')).toBeHidden();
  await expect(box('Tuning')).toBeHidden();
  await dialog.getByRole('button', { name: 'Show 1 more field' }).click();
  await expect(box('Tuning')).toBeVisible();
  await expect(box('Stage')).toBeHidden();
  await dialog.getByText('Concert', { exact: true }).click();
  await box('Stage').fill('left');
  await expect(dialog.getByLabel('Code')).toHaveAttribute('type', 'password');
  await dialog.getByLabel('Code').fill('open sesame');
  const place = dialog
    .getByRole('group', { name: 'Location' })
    .getByRole('combobox', { name: 'Place' });
  await place.click();
  await place.pressSequentially('kube-sys');
  await page.getByRole('option', { name: 'kube-system' }).click();
  await expect(place).toHaveValue('kube-system');
  const owner = dialog.getByRole('combobox', { name: 'Owner' });
  await owner.click();
  await owner.pressSequentially('Platform');
  await page.getByRole('option', { name: 'Platform team' }).click();
  await expect(page.getByRole('option')).toHaveCount(0);
  await expect(owner).toHaveValue('Platform team');
  const target = dialog.getByRole('combobox', { name: 'Target' });
  await target.fill('not there yet');
  await page.keyboard.press('Tab');
  await expectAccessible(page, '[role="dialog"]');
  await dialog.getByRole('button', { name: 'Review' }).click();
  await expect(dialog).not.toContainText('sesame');
  await dialog.getByRole('button', { name: 'Submit' }).click();
  await expect(async () => {
    const found = await client.get(type, {
      namespace: 'default',
      name: 'hall',
    });
    expect(found.spec).toEqual({
      seats: 80,
      concert: true,
      place: 'kube-system',
      target: 'not there yet',
      owner: 'group:default/kratix-platform',
      code: 'open sesame',
      stage: 'left',
    });
  }).toPass({ timeout: 60_000 });

  await page.goto('/create/templates/default/venue-promise-template');
  await page.locator('[id="root_objname"]').fill('page-hall');
  await page.getByRole('button', { name: 'Next' }).click();
  await page
    .getByRole('combobox', { name: 'Place' })
    .pressSequentially('kube-pub');
  await page.getByRole('option', { name: 'kube-public' }).click();
  await expect(page.getByRole('combobox', { name: 'Place' })).toHaveValue(
    'kube-public',
  );
  await client.delete(type, { namespace: 'default', name: 'hall' });
  await client.delete(resourceTypes.promises, { name: 'venue' });
  expect(ours).toEqual([]);
});

test('what cannot be requested or delivered says so', async ({ page }) => {
  await signIn(page, '/catalog/default/component/kafkatopic-promise/kratix');
  await expect(page.getByRole('button', { name: /^Request / })).toBeDisabled();
  await expect(
    page.getByText('Needs cert-issuer v2.0.0, but v1.0.0 is installed.'),
  ).toHaveCount(1);
  await expect(
    page.getByText('The platform team has to fix this.'),
  ).toBeVisible();
  await page.getByRole('link', { name: 'cert-issuer v2.0.0' }).click();
  await expect(page).toHaveURL(/cert-issuer-promise/);
  await page.goto('/catalog/default/component/cert-issuer-promise/kratix');
  await expect(
    page.getByText('There is nothing to request here'),
  ).toBeVisible();
  // The words of the state store, in short; all of them one click deeper.
  await page.goto('/catalog/default/component/old-reports-webapp/kratix');
  await expect(
    page.getByText('It could not be sent to archive: access denied').first(),
  ).toBeVisible({ timeout: 30_000 });
  const whole = page.getByText('AccessDenied: the bucket "archive"').first();
  await expect(whole).toBeHidden();
  await page.getByText('Technical details').first().click();
  await expect(whole).toBeVisible();
});

/** A secret is sent beside the values, which only name it. */
const withoutSecrets = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value, (_, item) =>
      typeof item === 'string' && /^ske-secret:|sesame/.test(item)
        ? '********'
        : item,
    ),
  );
