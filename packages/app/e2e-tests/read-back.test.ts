import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { countCommits } from '@internal/testbed';
import { expect, test, type Page } from '@playwright/test';
import { resourceTypes, type ResourceType } from '@syntasso/plugin-ske-node';
import { newBucket, newRepository, type CatalogPlace } from './catalogPlaces';
import { startController } from './controllerProcess';
import { gitHost, withoutGitHost } from './gitBackend';
import { platformClient } from './platform';
import { findOpenPull, proposeIn } from './pullRequestJourney';
import { readStartConfig, startSecondBackend } from './secondBackend';
import {
  expectAccessible,
  expectGone,
  fillSmall,
  openEntity,
  openRequestDialog,
  promiseWithoutWorkflows,
  signIn,
  SIZED,
  watchConsole,
} from './support';
import type { TestedApp } from './testedApp';

// The controller writes entities, Backstage's own readers bring them into a catalog that
// knows no cluster, and everything works from them.

const id = Date.now().toString(36);
const PORT = Number(process.env.SKE_E2E_APP_PORT ?? 3100) + 66;
const url = `http://localhost:${PORT}`;
const app: TestedApp = { url, system: 'new' };
const SECRETS: ResourceType = { group: '', version: 'v1', plural: 'secrets' };
const state = join(__dirname, '..', '..', '..', '.cache', 'start');

/** What Kratix writes into a Destination to see whether it may. */
const CANARY_FILES: Record<string, string> = {
  'backstage/dependencies/kratix-canary-namespace.yaml': `apiVersion: v1
kind: Namespace
metadata:
  name: kratix-worker-system
`,
  'backstage/resources/kratix-canary-configmap.yaml': `apiVersion: v1
kind: ConfigMap
metadata:
  name: kratix-info
  namespace: kratix-worker-system
data:
  canary: written
`,
};

test.skip(...withoutGitHost);

const endings: (() => unknown)[] = [];
test.afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

/** Starts a controller that writes to a place. @returns how to end it, with its exit code */
async function writeTo(place: CatalogPlace, name: string) {
  const client = platformClient();
  const secret = { namespace: 'default', name: `${name}-output` };
  await client.create(SECRETS, {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: secret,
    stringData: place.secret,
  });
  endings.push(() => client.delete(SECRETS, secret));
  const { stop } = startController({
    name: `controller-${name}`,
    config: {
      namespace: 'default',
      http: { port: 0 },
      leaderElection: { leaseName: name },
      backstage: {
        baseUrl: url,
        delivery: {
          type: 'pull-request',
          requestsRepoUrl: gitHost().repository('requests').repoUrl,
        },
      },
      output: { ...place.output, secretRef: { name: secret.name } },
    },
  });
  let stopping: Promise<number | null> | undefined;
  const end = () => {
    stopping ??= stop();
    return stopping;
  };
  endings.push(end);
  return end;
}

/**
 * Starts a backend that has no credential of the cluster, and reads a place.
 *
 * @returns what reads its log
 */
async function readFrom(place: CatalogPlace, name: string) {
  const { integrations } = readStartConfig();
  const { log, stop } = await startSecondBackend({
    ...{ name, url, port: PORT },
    folder: mkdtempSync(join(state, `${name}-`)),
    config: {
      integrations: { ...integrations, ...place.integrations },
      ...place.appConfig,
      catalog: { processingInterval: { seconds: 2 }, ...place.catalog },
      ske: {
        mode: 'gitops',
        scm: { repoUrl: gitHost().repository('requests').url },
        offerings: { locations: place.locations },
        pendingRequests: { refreshSeconds: 2, sweepSeconds: 5 },
      },
    },
  });
  endings.push(stop);
  return log;
}

/** Merges the pull request about a Resource, as soon as there is one. */
async function merge(name: string) {
  const requests = gitHost().repository('requests');
  await expect(async () => {
    await requests.merge(await findOpenPull(requests, name));
  }).toPass({ timeout: 40_000 });
}

async function changeSize(page: Page, name: string) {
  await page.getByRole('button', { name: 'Update' }).click();
  const dialog = page.getByRole('dialog', { name: `Update ${name}` });
  await dialog.getByText('large', { exact: true }).click();
  await proposeIn(dialog);
}

async function remove(page: Page, name: string) {
  const button = page.getByRole('button', { name: 'Delete' });
  await expect(button).toBeEnabled({ timeout: 60_000 });
  await button.click();
  const dialog = page.getByRole('dialog', { name: `Delete ${name}` });
  await expect(
    dialog.getByText('Opens a pull request in platform/requests'),
  ).toBeVisible();
  await dialog.getByRole('textbox').fill(name);
  await dialog.getByRole('button', { name: 'Delete' }).click();
  await expect(dialog).toBeHidden({ timeout: 40_000 });
}

const places: [
  what: string,
  kind: string,
  open: (name: string) => Promise<CatalogPlace>,
][] = [
  ['a bucket of S3', 'Cistern', newBucket],
  ['a repository of Gitea', 'Pantry', newRepository],
];

// Each takes a minute or two: one with each commit, all by `npm run test:read-back`.
const chosen =
  process.env.SKE_READ_BACK === 'all'
    ? places
    : [places[countCommits() % places.length]];

for (const [what, kind, open] of chosen) {
  test(`the controller writes to ${what}: pages and requests work from what the catalog reads there`, async ({
    page,
  }) => {
    test.setTimeout(400_000);
    const ours = watchConsole(page);
    const singular = kind.toLowerCase();
    const group = `${singular}${id}.example.org`;
    const type = { group, version: 'v1', plural: `${singular}s` };
    const promise = promiseWithoutWorkflows({
      name: `${singular}-${id}`,
      group,
      kind,
      labels: { 'kratix.io/backstage': 'true' },
      spec: SIZED,
    });
    const name = `jar-${id}`;
    const entity = `${name}-${singular}`;
    const client = platformClient();
    const place = await open(`${singular}-${id}`);
    for (const [path, text] of Object.entries(CANARY_FILES)) {
      await place.put(path, text);
    }
    await client.create(resourceTypes.promises, promise);
    const withdraw = () =>
      client.delete(resourceTypes.promises, { name: promise.metadata.name });
    let isWithdrawn = false;
    endings.push(() => (isWithdrawn ? undefined : withdraw()));
    const endController = await writeTo(place, `${singular}-${id}`);
    const readLog = await readFrom(place, `read-back-${singular}`);
    await signIn(page, url);

    await test.step('requests one on the page of the Promise', async () => {
      const dialog = await openRequestDialog(page, kind, app);
      await fillSmall(dialog, name);
      await proposeIn(dialog);
      await merge(name);
      await openEntity(page, entity, app);
      await expect(page.locator('[data-health]').first()).toBeVisible();
      await expectAccessible(page, 'main');
      const folder = `/default/${promise.metadata.name}/${name}/`;
      await expect
        .poll(() => place.files())
        .toContainEqual(expect.stringContaining(folder));
    });

    await test.step('changes it', async () => {
      await openEntity(page, entity, app, '/manage');
      await changeSize(page, name);
      await merge(name);
      await expect
        .poll(
          async () =>
            (
              await client.get(type, { namespace: 'default', name })
            ).spec,
          { timeout: 60_000 },
        )
        .toEqual({ size: 'large' });
    });

    await test.step('deletes it', async () => {
      await openEntity(page, entity, app, '/manage');
      await remove(page, name);
      await merge(name);
      await expectGone(page, entity, app);
    });

    await test.step('sees the Promise go; the canary files of Kratix are still there, and no entity or error', async () => {
      await withdraw();
      isWithdrawn = true;
      await expectGone(page, `${singular}-promise`, app);
      const files = await place.files();
      expect(files).toEqual(expect.arrayContaining(Object.keys(CANARY_FILES)));
      expect(files.filter(path => path.endsWith('/catalog-info.yaml'))).toEqual(
        [],
      );
      await page.goto(`${url}/catalog/default/namespace/kratix-worker-system`);
      await expect(page.getByText(/not found/i).first()).toBeVisible();
    });
    // The catalog names the location of each error, again and again.
    expect(readLog()).not.toContain('kratix-canary-');
    expect(ours).toEqual([]);
    expect(await endController()).toBe(0);
  });
}
