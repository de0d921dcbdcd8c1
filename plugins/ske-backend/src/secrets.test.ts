import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { schedulerServiceFactory } from '@backstage/backend-defaults/scheduler';
import {
  coreServices,
  createServiceFactory,
  type LoggerService,
} from '@backstage/backend-plugin-api';
import { mockCredentials } from '@backstage/backend-test-utils';
import { notificationService } from '@backstage/plugin-notifications-node';
import scaffolder from '@backstage/plugin-scaffolder-backend';
import { eventually, testKubeconfig } from '@internal/testbed';
import {
  isObject,
  storedSecretMark,
  type Manifest,
  type RequestRecord,
  type ResourceView,
} from '@syntasso/plugin-ske-common';
import { resourceTypes } from '@syntasso/plugin-ske-node';
import type { JsonObject } from '@backstage/types';
import knexFactory from 'knex';
import { ask, startBackend, type TestBackend } from './__testUtils__/backend';
import { newCachePromise, newClient } from './__testUtils__/cachePromise';
import { person } from './__testUtils__/templates';

// One secret is typed wherever one can be, and looked for wherever anything is
// kept, shown or told.

const MARKER = 'open-sesame';
const { promise, promiseName, ref, query, subject, type } =
  newCachePromise('Casket');
const client = newClient();
const authorization = mockCredentials.user.header();

const text = { type: 'string' };
const secretPromise = JSON.parse(
  JSON.stringify(promise).replace(
    'rendering {{ spec.size }}',
    'adminPassword is {{ spec.adminPassword }}',
  ),
) as Manifest & {
  spec: {
    api: { spec: { versions: { schema: { openAPIV3Schema: object } }[] } };
  };
};
secretPromise.spec.api.spec.versions[0].schema.openAPIV3Schema = {
  type: 'object',
  properties: {
    spec: {
      type: 'object',
      properties: {
        size: text,
        password: { ...text, format: 'password', maxLength: 30 },
        adminPassword: text,
        users: {
          type: 'array',
          items: {
            type: 'object',
            properties: {
              name: text,
              password: { ...text, format: 'password' },
            },
          },
        },
        free: {
          type: 'object',
          'x-kubernetes-preserve-unknown-fields': true,
        },
      },
    },
  },
};
const spec = (secret: string) => ({
  size: 'small',
  password: secret,
  adminPassword: secret,
  users: [{ name: 'anna', password: secret }],
  free: { apiToken: secret, url: 'https://example.org/' },
});
/** Also where only its looks tell. */
const andInText = (secret: string) => ({
  ...spec(secret),
  free: { url: `https://x:${secret}@example.org/` },
});
const manifest = (name: string, wanted: object) =>
  JSON.stringify({
    ...{ apiVersion: ref(name).apiVersion, kind: 'Casket' },
    metadata: { name, namespace: 'default' },
    spec: wanted,
  });

/** Everything that was logged, audited, notified or answered. */
const told: string[] = [];
const tell = (...what: unknown[]) =>
  told.push(
    what
      .map(one => (one instanceof Error ? one.stack : JSON.stringify(one)))
      .join(' '),
  );
/** Audit events that ended well, with what was added at their end. */
const succeeded: JsonObject[] = [];
const logger: LoggerService = {
  ...{ error: tell, warn: tell, info: tell, debug: tell },
  child: () => logger,
};

let folder: string;
let backend: TestBackend;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ske-secrets-'));
  await client.create(resourceTypes.promises, secretPromise);
  backend = await startBackend({
    config: {
      backend: {
        database: {
          client: 'better-sqlite3',
          connection: { directory: folder },
        },
      },
      ske: {
        kubernetes: { kubeconfig: testKubeconfig() },
        pendingRequests: { refreshSeconds: 1 },
      },
    },
    features: [
      scaffolder,
      schedulerServiceFactory,
      createServiceFactory({
        service: coreServices.rootLogger,
        deps: {},
        factory: () => logger,
      }),
      createServiceFactory({
        service: coreServices.auditor,
        deps: {},
        factory: () => ({
          async createEvent({ request: _, ...event }) {
            tell(event);
            return {
              success: async options => {
                tell(options);
                succeeded.push({ eventId: event.eventId, ...options?.meta });
              },
              fail: async ({ error }) => void tell(error, error.message),
            };
          },
        }),
      }),
      createServiceFactory({
        service: notificationService,
        deps: {},
        factory: () => ({ send: async options => void tell(options) }),
      }),
    ],
  });
  await eventually(
    'its API',
    async () =>
      (await client.list(type).catch(() => ({ items: undefined }))).items !==
      undefined,
  );
}, 90_000);
afterAll(async () => {
  await client.delete(resourceTypes.promises, { name: promiseName });
  await backend.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Asks, and keeps the answer. */
async function call(path: string, body?: unknown) {
  const answer = await ask(
    `${backend.api}/ske${path}`,
    { authorization },
    body,
  );
  told.push(answer.text);
  return answer;
}

/** Everything in the databases of all plugins, as text. */
async function dump(): Promise<string> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const texts = files
    .filter(file => file.endsWith('.sqlite'))
    .map(async file => {
      const db = knexFactory({
        client: 'better-sqlite3',
        connection: { filename: join(folder, file) },
        useNullAsDefault: true,
      });
      const tables = await db('sqlite_master')
        .where({ type: 'table' })
        .pluck('name');
      const rows = await Promise.all(tables.map(table => db(table)));
      await db.destroy();
      return JSON.stringify(rows);
    });
  return (await Promise.all(texts)).join('\n');
}

const live = async (name: string) =>
  (await client.get(type, { namespace: 'default', name })).spec;

/** Somebody else has it made, past Backstage. */
const applied = (name: string, wanted: object) =>
  client.create(type, JSON.parse(manifest(name, wanted)) as Manifest);

it('is kept, shown and told nowhere', async () => {
  const anna = person(backend.api);
  const templateRef = 'template:default/casket-promise-template';
  await eventually('the Template', async () => {
    const found = await anna.entities('kind=template,metadata.title=Casket');
    return found.length > 0;
  });

  // Typed in the form of a Template.
  const placeholder = 'ske-secret:SKE_FIELD_one';
  const done = await anna.run(
    templateRef,
    { objname: 'one', objnamespace: 'default', spec: spec(placeholder) },
    { SKE_FIELD_one: MARKER },
  );
  tell(done);
  expect(done).toMatchObject({ status: 'completed', error: undefined });
  expect(await live('one')).toMatchObject({
    password: MARKER,
    adminPassword: MARKER,
    users: [{ password: MARKER }],
  });

  // Refused by the platform, which quotes it.
  const long = `${MARKER}-${'x'.repeat(30)}`;
  tell(
    await anna.run(
      templateRef,
      { objname: 'long', objnamespace: 'default', spec: spec(placeholder) },
      { SKE_FIELD_one: long },
    ),
  );
  // Sent as a raw manifest, tried out, and badly written.
  for (const mode of ['create', 'update']) {
    await call('/v1/dry-run', {
      mode,
      manifest: manifest('one', andInText(long)),
    });
    await call('/v1/dry-run', {
      mode,
      manifest: manifest('one', spec(MARKER)),
    });
  }
  await call('/v1/dry-run', {
    manifest: `spec: { password: ${MARKER}\n  adminPassword: : ${MARKER}`,
  });

  await applied('two', andInText(MARKER));
  await call(`/resource?${query('two')}`);
  await call(`/v1/resource?${query('two')}`);

  // Everything that is read.
  await call(`/resource?${query('one')}`);
  const raw = await call(`/resource?${query('one')}&raw=true`);
  expect(raw.status).toBe(403);
  const view = await call(`/v1/resource?${query('one')}`);
  await call(`/v1/promises/${promiseName}`);
  await call(
    `/v1/stream?once=true&subject=${encodeURIComponent(subject('one'))}`,
  );

  // What a pipeline writes.
  const run = await eventually('a run', async () => {
    const { answer } = await call(`/v1/resource?${query('one')}`);
    const { runs } = answer as ResourceView;
    return runs[0]?.state === 'succeeded' && runs[0];
  });
  for (const follow of ['true', 'false']) {
    const search = new URLSearchParams({
      ...ref('one'),
      ...{ pod: run.pod ?? '', podNamespace: run.namespace },
      ...{ container: run.containers[0].name, follow },
    });
    const log = await fetch(`${backend.api}/ske/v1/log?${search}`, {
      headers: { authorization },
    });
    const written = await log.text();
    expect(written).toContain('adminPassword is ********');
    told.push(written);
  }

  // Sent back as it was shown, with a change: it stays as it is.
  const { spec: shown } = (view.answer as { manifest: Manifest }).manifest;
  expect(shown).toMatchObject({
    password: storedSecretMark(['spec', 'password']),
  });
  const changed = await anna.run(templateRef, {
    ...{ objname: 'one', objnamespace: 'default' },
    spec: { ...(isObject(shown) ? shown : {}), size: 'large' },
  });
  tell(changed);
  expect(changed).toMatchObject({ status: 'completed', error: undefined });
  expect(await live('one')).toEqual({ ...spec(MARKER), size: 'large' });

  // Deleted, with all of that in its history.
  await call('/delete-resource', ref('one'));
  const history = await call(`/v1/requests?${query('one')}`);
  const { items } = history.answer as { items: RequestRecord[] };
  const given = items.map(({ secretsGiven }) => secretsGiven);
  // The deletion, the change with stored secrets, and what was typed.
  expect(given).toEqual([
    undefined,
    undefined,
    [
      'spec.password',
      'spec.adminPassword',
      'spec.users[0].password',
      'spec.free.apiToken',
    ],
  ]);
  expect(succeeded).toContainEqual({
    eventId: 'configure-resource',
    secretsGiven: given[2],
  });
  const database = await eventually('the end of all tasks', async () => {
    const all = await dump();
    return !all.includes('"status":"processing"') && all;
  });

  expect(database).toContain('20261121000000_requests.js');
  expect(database).not.toContain(MARKER);
  expect(told.filter(one => one.includes(MARKER))).toEqual([]);
  // None of it would be found if it were not looked for where it is.
  expect(database).toContain('adminPassword');
  expect(told.join()).toContain('adminPassword');
}, 120_000);
