import { mockCredentials } from '@backstage/backend-test-utils';
import { eventually } from '@internal/testbed';
import {
  at,
  labels,
  previewStateSchema,
  type Manifest,
  type PreviewState,
} from '@syntasso/plugin-ske-common';
import { ifNotFound, resourceTypes } from '@syntasso/plugin-ske-node';
import { startBackend, type TestBackend } from './__testUtils__/backend';
import { newCachePromise, newClient } from './__testUtils__/cachePromise';

// What a request would write, over HTTP: a real API server with simulated Kratix.

const SECRET = 'hunter2-of-the-attic';
const { promise, promiseName, ref, type } = newCachePromise(
  'Attic',
  JSON.stringify([
    { when: { path: 'spec.place', is: 'nowhere' }, fail: 1 },
    { when: { path: 'spec.place', is: 'far' }, wait: 60 },
    {
      file: {
        path: 'cache.yaml',
        content: `name: "{{ metadata.name }}"\nsize: "{{ spec.size }}"\npassword: ${SECRET}\n`,
      },
    },
  ]),
);
const client = newClient();
const destination: Manifest = {
  apiVersion: 'platform.kratix.io/v1alpha1',
  kind: 'Destination',
  metadata: {
    name: 'attic-dry-runs',
    labels: { [labels.dryRun]: 'true', attic: 'true' },
  },
  // Whether it is ready does not matter to Kratix.
  spec: {
    path: 'attic',
    stateStoreRef: { kind: 'BucketStateStore', name: 'none' },
    strictMatchLabels: true,
  },
};
const manifest = (spec: object, name = 'one') =>
  JSON.stringify({
    apiVersion: ref(name).apiVersion,
    kind: 'Attic',
    metadata: { name, namespace: 'default' },
    spec,
  });

let backend: TestBackend;
beforeAll(async () => {
  backend = await startBackend({
    config: { ske: { atOnce: { previews: 1 }, rateLimit: { previews: 50 } } },
  });
  await client.create(resourceTypes.promises, promise);
  await client.create(resourceTypes.destinations, destination);
  await eventually('its API', () =>
    client.create(type, JSON.parse(manifest({ size: 'small' }))).then(
      () => true,
      () => false,
    ),
  );
  await eventually(
    'it is delivered',
    async () => (await worksOf('one')).length > 0,
  );
}, 60_000);
afterAll(async () => {
  await backend?.stop();
  await client
    .delete(resourceTypes.destinations, destination.metadata)
    .catch(ifNotFound);
  await client
    .delete(resourceTypes.promises, { name: promiseName })
    .catch(ifNotFound);
});

const worksOf = async (resource: string) =>
  (
    await client.list(resourceTypes.works, {
      namespace: 'default',
      labelSelector: `${labels.promiseName}=${promiseName},${labels.resourceName}=${resource}`,
    })
  ).items;

/** DryRuns and Resources of dry runs that are there for this Promise. */
async function leftOvers(): Promise<string[]> {
  const [dryRuns, resources] = await Promise.all([
    client.list(resourceTypes.dryRuns, { namespace: 'default' }),
    client.list(type, { labelSelector: `${labels.dryRun}=true` }),
  ]);
  return [
    ...dryRuns.items.filter(
      dryRun => at(dryRun, 'spec', 'promiseRef', 'name') === promiseName,
    ),
    ...resources.items,
  ].map(({ metadata }) => metadata.name);
}
const nothingIsLeft = () =>
  eventually(
    'nothing of it is left',
    async () => (await leftOvers()).length === 0,
  );

const ask = (body: object, signal?: AbortSignal) =>
  fetch(`${backend.api}/ske/v1/preview`, {
    method: 'POST',
    headers: {
      authorization: mockCredentials.user.header(),
      'content-type': 'application/json',
    },
    body: JSON.stringify(body),
    signal,
  });

async function statesOf(response: Response): Promise<PreviewState[]> {
  const text = await response.text();
  return text
    .trimEnd()
    .split('\n')
    .map(line => previewStateSchema.parse(JSON.parse(line)));
}

it('shows what a change would write, changes nothing and leaves nothing', async () => {
  const response = await ask({
    manifest: manifest({ size: 'large' }),
    mode: 'update',
  });
  expect(response.status).toBe(200);
  const states = await statesOf(response);
  expect(states[0]).toEqual({ kind: 'running', pipelines: [] });
  const done = states.at(-1);
  expect(done).toMatchObject({
    kind: 'done',
    summary: expect.stringContaining('cache.yaml'),
    filesOmitted: 0,
    failures: [],
    files: [
      {
        path: 'configure/cache.yaml',
        change: 'changed',
        before: expect.stringMatching(/name: "one"\nsize: "small"/),
        after: expect.stringMatching(/name: "one"\nsize: "large"/),
      },
    ],
  });
  expect(JSON.stringify(states)).not.toContain(SECRET);
  expect((await client.get(type, ref('one'))).spec).toEqual({ size: 'small' });
  await nothingIsLeft();
}, 60_000);

it('shows the files of a new Resource, which is not made', async () => {
  const body = { manifest: manifest({ size: 'small' }, 'two'), mode: 'create' };
  const states = await statesOf(await ask(body));
  expect(states.at(-1)).toMatchObject({
    kind: 'done',
    files: [{ change: 'added', after: expect.stringContaining('name: "two"') }],
  });
  expect(await client.get(type, ref('two')).catch(ifNotFound)).toBeUndefined();
  await nothingIsLeft();
}, 60_000);

it('shows nothing of a Resource that is there to who asks for a new one', async () => {
  const response = await ask({
    manifest: manifest({ size: 'large' }),
    mode: 'create',
  });
  expect(response.status).toBe(409);
  expect(await response.text()).toMatch(/one is taken in namespace default/);
});

it('says that the pipelines fail', async () => {
  const states = await statesOf(
    await ask({
      manifest: manifest({ size: 'small', place: 'nowhere' }),
      mode: 'update',
    }),
  );
  expect(states.at(-1)).toMatchObject({
    kind: 'failed',
    reason: 'workflow',
    health: { state: 'failed' },
  });
  // Which one failed was said before.
  expect(states.at(-2)).toMatchObject({
    kind: 'running',
    pipelines: expect.arrayContaining([
      expect.objectContaining({ phase: 'Failed' }),
    ]),
  });
  await nothingIsLeft();
}, 60_000);

it('takes everything away when who asked has left; one runs at once', async () => {
  const leave = new AbortController();
  const body = {
    manifest: manifest({ size: 'small', place: 'far' }),
    mode: 'update',
  };
  const response = await ask(body, leave.signal);
  expect(response.status).toBe(200);
  await eventually(
    'its Resource is there',
    async () => (await leftOvers()).length === 2,
  );
  expect((await ask(body)).status).toBe(429);
  leave.abort();
  await nothingIsLeft();
}, 60_000);

it('takes away what a killed backend has left in the namespace', async () => {
  const leftOver = await client.create(resourceTypes.dryRuns, {
    apiVersion: 'platform.kratix.io/v1alpha1',
    kind: 'DryRun',
    metadata: {
      name: 'preview-of-the-attic',
      namespace: 'default',
      labels: { 'app.kubernetes.io/managed-by': 'backstage-ske' },
    },
    spec: {
      promiseRef: { name: 'gone' },
      resourceRequestRef: { name: 'gone' },
      resource: {},
    },
  });
  const exists = () =>
    client
      .get(resourceTypes.dryRuns, leftOver.metadata)
      .then(() => true)
      .catch(ifNotFound);
  const body = { manifest: manifest({ size: 'small' }), mode: 'update' };
  await statesOf(await ask(body));
  // It may be somebody's who is still waiting.
  expect(await exists()).toBe(true);
  const now = jest.spyOn(Date, 'now');
  now.mockReturnValue(Date.now() + 16 * 60_000);
  try {
    await ask(body).then(statesOf);
  } finally {
    now.mockRestore();
  }
  expect(await exists()).toBeUndefined();
}, 60_000);

it.each([
  ['no manifest', {}, /manifest is missing/],
  ['not YAML', { manifest: ': : :' }, /manifest: /],
  ['a mode that is none', { manifest: 'a: 1', mode: 'x' }, /mode: /],
  [
    'a Promise',
    {
      manifest: JSON.stringify({
        apiVersion: 'platform.kratix.io/v1alpha1',
        kind: 'Promise',
        metadata: { name: promiseName },
      }),
    },
    /is a Promise/,
  ],
])('refuses %s', async (_, body, message) => {
  const response = await ask(body);
  expect(response.status).toBe(400);
  expect(await response.text()).toMatch(message);
});

it('is refused where the platform has no Destination for it', async () => {
  await client.delete(resourceTypes.destinations, destination.metadata);
  const body = { manifest: manifest({ size: 'small' }), mode: 'update' };
  let text = '';
  await eventually('it is refused', async () => {
    const response = await ask(body);
    text = await response.text();
    return response.status === 404;
  });
  expect(text).toContain('it has no place for dry runs');
  await nothingIsLeft();
}, 60_000);
