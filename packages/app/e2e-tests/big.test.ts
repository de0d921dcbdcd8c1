import { expect, test } from '@playwright/test';
import type { Manifest } from '@syntasso/plugin-ske-common';
import {
  resourceTypes,
  type KubernetesClient,
} from '@syntasso/plugin-ske-node';
import pLimit from 'p-limit';
import { platformClient } from './platform';
import { promiseWithoutWorkflows, signIn, watchConsole } from './support';

const EVENTS = 5_000;
const AT_ONCE = 50;
const CHARACTERS = 1_400_000;

const group = 'bulk.example.org';
const type = { group, version: 'v1', plural: 'bulks' };

/** A Promise whose Resources may have any fields. */
const promise = promiseWithoutWorkflows({
  name: 'bulk',
  group,
  kind: 'Bulk',
  labels: { 'kratix.io/promise-version': 'v1' },
  spec: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
});

const resource: Manifest = {
  apiVersion: `${group}/v1`,
  kind: 'Bulk',
  metadata: { name: 'huge', namespace: 'default' },
  spec: { config: 'x'.repeat(CHARACTERS), note: 'beside it' },
};

async function createEvents(client: KubernetesClient, about: Manifest) {
  const limit = pLimit(AT_ONCE);
  const create = (index: number) =>
    client.create(resourceTypes.coreEvents, {
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { name: `huge.${index}`, namespace: 'default' },
      involvedObject: {
        apiVersion: about.apiVersion,
        kind: about.kind,
        name: about.metadata.name,
        namespace: 'default',
        uid: about.metadata.uid,
      },
      type: 'Normal',
      reason: 'Reconciled',
      message: `run ${index}`,
      firstTimestamp: new Date().toISOString(),
      lastTimestamp: new Date().toISOString(),
    });
  await Promise.all(
    Array.from({ length: EVENTS }, (_, index) => limit(create, index)),
  );
}

test('a Resource of 1.4 MB with 5 000 events does not freeze its page', async ({
  page,
}) => {
  const client = platformClient();
  await client.create(resourceTypes.promises, promise);
  let made: Manifest | undefined;
  await expect(async () => {
    made = await client.create(type, resource);
  }).toPass();
  await createEvents(client, made!);

  const ours = watchConsole(page);
  await signIn(page);
  await expect(page.getByText('Bulk Promise').first()).toBeVisible({
    timeout: 60_000,
  });
  await expect(async () => {
    await page.goto('/catalog/default/component/huge-bulk/kratix');
    await expect(page.locator('[data-health="ready"]').first()).toBeVisible({
      timeout: 5_000,
    });
  }).toPass();
  await expect(page.getByText('beside it')).toBeVisible();

  await test.step('its tabs answer', async () => {
    await page.getByRole('tab', { name: 'Activity' }).click();
    await expect(page.getByText(/^run \d+$/)).toHaveCount(50);
    await page.getByRole('tab', { name: 'Manifest' }).click();
    await expect(
      page.getByText(/The first 100 kB of 1,4\d\d kB/),
    ).toBeVisible();
  });

  await test.step('it goes on showing what changes', async () => {
    for (let change = 1; change <= 20; change++) {
      await client.patch(
        type,
        { namespace: 'default', name: 'huge' },
        { status: { message: `change ${change}` } },
        'status',
      );
    }
    await expect(page.getByText('change 20')).toBeVisible();
  });
  expect(ours).toEqual([]);
  await client.delete(resourceTypes.promises, { name: 'bulk' });
});
