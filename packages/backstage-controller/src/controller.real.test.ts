import { eventually } from '@internal/testbed';
import type { JsonObject } from '@backstage/types';
import {
  bindingsSchema,
  conditionsOf,
  type BindingsAnswer,
  type Manifest,
} from '@syntasso/plugin-ske-common';
import { ifNotFound, resourceTypes } from '@syntasso/plugin-ske-node';
import { parseAllDocuments } from 'yaml';
import {
  newTestPlatform,
  type TestPlatform,
} from './__testUtils__/realPlatform';
import { checkConfig } from './config/controllerConfig';
import { silentLog } from './log/__testUtils__/silentLog';
import { controllerTypes, OWN_SELECTOR } from './platform/names';
import { runController } from './runController';
import { contentOfWork } from './writers/__testUtils__/contentOfWork';
import type { OutputId } from './writers/EntityWriter';
import { workNameOf } from './writers/work';

// On a real API server with simulated Kratix, which schedules the Works.

jest.setTimeout(120_000);
const BACKSTAGE = { 'kratix.io/backstage': 'true' };
const { promises, works } = resourceTypes;
const endings: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

/** Runs a replica; with it ends what it has begun. */
async function start(
  { platform, namespace, labels }: TestPlatform,
  identity = 'one',
  more: JsonObject = {},
) {
  const stop = new AbortController();
  let port = 0;
  const ended = runController({
    platform,
    config: checkConfig({
      namespace,
      http: { port: 0 },
      backstage: { destination: { labels } },
      leaderElection: {
        leaseDuration: '6s',
        renewDeadline: '4s',
        retryPeriod: '500ms',
      },
      ...more,
    }),
    log: silentLog,
    identity,
    stop: stop.signal,
    onListen: listening => {
      port = listening;
    },
  });
  const end = async () => {
    stop.abort();
    return ended;
  };
  endings.push(end);
  await eventually('the server', () => port > 0);
  const ask = (path: string) => fetch(`http://localhost:${port}${path}`);
  const bindings = async (): Promise<BindingsAnswer> =>
    bindingsSchema.parse(await (await ask('/v1/bindings')).json());
  return { ask, bindings, end };
}

const outputs = ({ promise }: TestPlatform) => ({
  promise: { kind: 'promise', portal: undefined, promise } as OutputId,
  resource: (name: string): OutputId => ({
    kind: 'resource',
    portal: undefined,
    promise,
    namespace: 'default',
    name,
  }),
});

const workOf = ({ client, namespace }: TestPlatform, id: OutputId) =>
  client.get(works, { namespace, name: workNameOf(id) }).catch(ifNotFound);

const entitiesOf = (work: Manifest | undefined): unknown[] =>
  parseAllDocuments(contentOfWork(work) ?? '').map(one => one.toJS());

const promiseOn = ({ client, promise }: TestPlatform) =>
  client.get(promises, { name: promise });

async function untilSynced(test: TestPlatform) {
  await eventually('an entity that is synced', async () =>
    conditionsOf(await promiseOn(test)).some(
      ({ reason }) => reason === 'EntitySynced',
    ),
  );
}

/** The version of the Promise when nobody writes it any more. */
async function versionAtRest(test: TestPlatform): Promise<string | undefined> {
  let version: string | undefined;
  let looks = 0;
  await eventually('a Promise at rest', async () => {
    const { metadata } = await promiseOn(test);
    looks = metadata.resourceVersion === version ? looks + 1 : 0;
    version = metadata.resourceVersion;
    return looks >= 10;
  });
  return version;
}

/** Creates a bound Promise, which is removed at the end. */
async function createPromise(
  test: TestPlatform,
  labels: Record<string, string> = BACKSTAGE,
) {
  const { client, promise } = test;
  endings.push(() =>
    client.delete(promises, { name: promise }).catch(ifNotFound),
  );
  await client.create(promises, test.promiseWith(labels));
}

async function createResource(test: TestPlatform, name: string) {
  await eventually('the API of the Promise', () =>
    test.client.create(test.type, test.resource(name)).catch(ifNotFound),
  );
}

it('writes Works of what is bound, and says so on the Promise', async () => {
  const test = await newTestPlatform();
  await createPromise(test);
  const { ask, bindings } = await start(test);
  await createResource(test, 'cache');
  const { promise, resource } = outputs(test);
  await eventually('both Works', async () =>
    Boolean(
      (await workOf(test, promise)) && (await workOf(test, resource('cache'))),
    ),
  );
  expect(entitiesOf(await workOf(test, promise))).toMatchObject([
    { kind: 'Component', metadata: { name: 'redis-promise' } },
    { kind: 'Template', metadata: { name: 'redis-promise-template' } },
  ]);
  expect(entitiesOf(await workOf(test, resource('cache')))).toMatchObject([
    { kind: 'Component', metadata: { name: 'cache-redis' } },
  ]);
  await untilSynced(test);
  const { metadata, status } = await promiseOn(test);
  expect(metadata.annotations).toMatchObject({
    'kratix.io/portal-backstage-entity-url':
      '/catalog/default/component/redis-promise',
  });
  // What Kratix says stays.
  expect(conditionsOf({ status }).map(({ type }) => type)).toEqual(
    expect.arrayContaining(['Available', 'PortalBindingReady']),
  );
  expect((await ask('/readyz')).status).toBe(200);
  expect(await (await ask('/metrics')).text()).toContain(
    'backstage_controller_leader 1',
  );
  expect(await bindings()).toMatchObject({
    leader: true,
    bindings: [
      {
        promise: test.promise,
        binding: { reason: 'BindingResolved' },
        sync: { reason: 'EntitySynced' },
        resources: { bound: 1, failed: 0 },
      },
    ],
  });
});

it('removes what is opted out, and everything when the label is removed', async () => {
  const test = await newTestPlatform();
  await createPromise(test);
  await start(test);
  await createResource(test, 'cache');
  await createResource(test, 'sessions');
  const { promise, resource } = outputs(test);
  await eventually('the Works', async () =>
    Boolean(
      (await workOf(test, resource('cache'))) &&
        (await workOf(test, resource('sessions'))),
    ),
  );
  await test.client.patch(
    test.type,
    { namespace: 'default', name: 'cache' },
    { metadata: { labels: { 'kratix.io/backstage': 'false' } } },
  );
  await eventually(
    'no Work of cache',
    async () => !(await workOf(test, resource('cache'))),
  );
  expect(await workOf(test, resource('sessions'))).toBeDefined();
  await test.client.patch(
    promises,
    { name: test.promise },
    { metadata: { labels: { 'kratix.io/backstage': null } } },
  );
  await eventually('no Works', async () => {
    const left = await test.client.list(works, {
      namespace: test.namespace,
      labelSelector: OWN_SELECTOR,
    });
    return left.items.length === 0;
  });
  expect(await workOf(test, promise)).toBeUndefined();
  await eventually('no conditions', async () =>
    conditionsOf(await promiseOn(test)).every(
      ({ type }) => type !== 'PortalBindingReady',
    ),
  );
});

it('follows a customization', async () => {
  const test = await newTestPlatform();
  const name = test.namespace;
  const { entityCustomizations } = controllerTypes;
  const titled = (title: string): JsonObject => ({
    entityGenerationOptions: { promise: { component: { title } } },
  });
  endings.push(() =>
    test.client.delete(entityCustomizations, { name }).catch(ifNotFound),
  );
  await createPromise(test, {
    ...BACKSTAGE,
    'kratix.io/backstage-customization': name,
  });
  await start(test);
  await eventually('that it is missed', async () =>
    conditionsOf(await promiseOn(test)).some(
      ({ reason }) => reason === 'CustomizationNotFound',
    ),
  );
  await test.client.create(entityCustomizations, {
    apiVersion: 'platform.kratix.io/v1alpha1',
    kind: 'BackstageEntityCustomization',
    metadata: { name },
    spec: titled('Our Redis'),
  });
  const { promise } = outputs(test);
  const titleNow = async () => {
    const [component] = entitiesOf(await workOf(test, promise));
    return (component as Manifest | undefined)?.metadata.title;
  };
  await eventually('the title', async () => (await titleNow()) === 'Our Redis');
  await test.client.patch(
    entityCustomizations,
    { name },
    { spec: titled('Another title') },
  );
  await eventually(
    'the other title',
    async () => (await titleNow()) === 'Another title',
  );
  const customization = await test.client.get(entityCustomizations, { name });
  expect(conditionsOf(customization)).toMatchObject([
    { type: 'Accepted', status: 'True', reason: 'Validated' },
  ]);
});

it('says what a state store refuses, until it does not', async () => {
  const test = await newTestPlatform();
  const store = { name: test.namespace };
  const refuseWith = (message: string | null) =>
    test.client.patch(resourceTypes.bucketStateStores, store, {
      metadata: { annotations: { 'simulator.kratix.io/write-error': message } },
    });
  await refuseWith('access denied by the bucket');
  await createPromise(test);
  await start(test);
  const failure = await eventually('the condition', async () =>
    conditionsOf(await promiseOn(test)).find(
      // Before that the API server may still be busy with the new CRD.
      ({ message }) => String(message).includes('access denied by the bucket'),
    ),
  );
  expect(failure).toMatchObject({
    type: 'BackstagePortalSynced',
    status: 'False',
    reason: 'GenerateOrWriteFailed',
  });
  const events = await test.client.list(resourceTypes.events, {
    namespace: 'default',
    fieldSelector: 'reason=GenerateOrWriteFailed',
  });
  expect(events.items.map(({ regarding }) => regarding)).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ kind: 'Promise', name: test.promise }),
    ]),
  );
  await refuseWith(null);
  await untilSynced(test);
});

it('writes nothing after a restart, and removes what was deleted meanwhile', async () => {
  const test = await newTestPlatform();
  await createPromise(test);
  const first = await start(test);
  await createResource(test, 'cache');
  await createResource(test, 'old');
  const { promise, resource } = outputs(test);
  await eventually('all Works', async () =>
    Boolean(await workOf(test, resource('old'))),
  );
  await untilSynced(test);
  const version = await versionAtRest(test);
  expect(await first.end()).toBe('stopped');

  const specsNow = async () =>
    Promise.all(
      [promise, resource('cache')].map(async id => {
        const work = await workOf(test, id);
        return [work?.metadata.uid, work?.metadata.generation, work?.spec];
      }),
    );
  const before = await specsNow();
  await test.client.delete(test.type, { namespace: 'default', name: 'old' });
  await eventually(
    'that it is gone',
    async () =>
      !(await test.client
        .get(test.type, { namespace: 'default', name: 'old' })
        .catch(ifNotFound)),
  );
  await start(test, 'two');
  // By then it has looked at everything.
  await eventually(
    'no Work of what is gone',
    async () => !(await workOf(test, resource('old'))),
  );
  expect(await specsNow()).toEqual(before);
  expect(await versionAtRest(test)).toBe(version);
});

it('lets one of two replicas work, and the other one when that stops', async () => {
  const test = await newTestPlatform();
  await createPromise(test);
  const first = await start(test, 'one');
  await eventually('a leader', async () => (await first.bindings()).leader);
  const second = await start(test, 'two');
  await untilSynced(test);
  expect((await second.bindings()).leader).toBe(false);
  expect((await second.ask('/readyz')).status).toBe(200);
  expect(await first.end()).toBe('stopped');
  await eventually(
    'another leader',
    async () => (await second.bindings()).leader,
  );
  await createResource(test, 'cache');
  await eventually('a Work of the other one', () =>
    workOf(test, outputs(test).resource('cache')),
  );
  const lease = await test.client.get(controllerTypes.leases, {
    namespace: test.namespace,
    name: 'backstage-controller',
  });
  expect(lease.spec).toMatchObject({
    holderIdentity: 'two',
    leaseTransitions: 1,
  });
});

it('gives a portal of its configuration a Destination, and its Promises that', async () => {
  const test = await newTestPlatform();
  const portal = test.namespace;
  const name = `portal-backstage-${portal}`;
  const { destinations } = resourceTypes;
  await createPromise(test, { 'kratix.io/portal-backstage': '' });
  await start(test, 'one', {
    portals: [
      {
        name: portal,
        type: 'backstage',
        config: {
          destination: { spec: { path: 'catalog' } },
          stateStore: { kind: 'BucketStateStore', name: test.namespace },
        },
      },
    ],
  });
  endings.push(() =>
    test.client.delete(destinations, { name }).catch(ifNotFound),
  );
  await untilSynced(test);
  const id: OutputId = { kind: 'promise', portal, promise: test.promise };
  const work = await workOf(test, id);
  const placements = await test.client.list(resourceTypes.workPlacements, {
    namespace: test.namespace,
    labelSelector: `kratix.io/work=${work?.metadata.name}`,
  });
  expect(
    placements.items.map(({ spec }) => spec?.targetDestinationName),
  ).toEqual([name]);
});
