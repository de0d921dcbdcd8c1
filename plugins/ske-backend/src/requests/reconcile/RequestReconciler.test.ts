import { mockServices } from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import type { ObjectRef } from '@syntasso/plugin-ske-common';
import { InMemoryRequestStore } from '../../__testUtils__/InMemoryRequestStore';
import type { PublishedListener } from '../../entities/CatalogEntities';
import { objectKey } from '../../entities/OfferedObjects';
import type { PlatformProvider } from '../../platform/PlatformProvider';
import { RequestReconciler } from './RequestReconciler';

const ref = (name: string): ObjectRef => ({
  apiVersion: 'example.org/v1',
  kind: 'Redis',
  namespace: 'default',
  name,
});

let stop: (() => void) | undefined;
beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  stop?.();
  jest.useRealTimers();
});

async function requestIn(store: InMemoryRequestStore, name: string) {
  const { record } = await store.insert(
    { promise: 'redis', action: 'Request', delivery: 'push', ref: ref(name) },
    { hasWholeManifest: true },
    { by: 'test', until: new Date() },
  );
  await store.markSent(record.id, {});
}

/** A reconciler of a platform that does not answer, so that nothing ends. */
function start(store = new InMemoryRequestStore()) {
  let published: PublishedListener = () => {};
  const platformProvider = {
    onDiscovery: (listener: PublishedListener) => {
      published = listener;
      return () => {};
    },
    forCaller: () => ({
      get: async () => {
        throw new Error('The platform is away.');
      },
    }),
  } as unknown as PlatformProvider;
  const reconciler = new RequestReconciler({
    store,
    platformProvider,
    catalog: catalogServiceMock({ entities: [] }),
    auth: mockServices.auth(),
    logger: mockServices.logger.mock(),
    onEnd: async () => {},
  });
  stop = () => reconciler.stop();
  const reads = jest.spyOn(store, 'listUnfinished');
  return {
    reconciler,
    publish: (...names: string[]) =>
      published(new Set(names.map(name => objectKey(ref(name))))),
    /** What was read of the store in this time; undefined stands for all of it. */
    readsWithin: async (ms: number) => {
      reads.mockClear();
      await jest.advanceTimersByTimeAsync(ms);
      return reads.mock.calls.map(([about]) => about);
    },
    request: (name: string) => requestIn(store, name),
  };
}

it('reads after a change only the requests that it touches', async () => {
  const { request, publish, readsWithin } = start();
  await request('one');
  expect(await readsWithin(1_500)).toEqual([[ref('one')]]);
  await request('two');
  expect(await readsWithin(1_500)).toEqual([[ref('two')]]);
  publish('one', 'somebody-elses');
  expect(await readsWithin(1_500)).toEqual([[ref('one')]]);
});

it('reads nothing when Resources are published that nobody waits for', async () => {
  const { publish, readsWithin } = start();
  publish('one', 'two');
  expect(await readsWithin(10_000)).toEqual([]);
});

it('is not held up by changes that do not end', async () => {
  const { request, publish, readsWithin } = start();
  await request('one');
  const reads: unknown[] = [];
  for (let n = 0; n < 4; n += 1) {
    reads.push(...(await readsWithin(500)));
    publish('one');
  }
  expect(reads.length).toBeGreaterThan(0);
});

it('reads all of them from time to time while there are few', async () => {
  const { request, readsWithin } = start();
  await request('one');
  await readsWithin(1_500);
  expect(await readsWithin(11_000)).toEqual([undefined, undefined]);
});

it('listens for what another replica has recorded once all were read', async () => {
  const store = new InMemoryRequestStore();
  await requestIn(store, 'one');
  const { reconciler, publish, readsWithin } = start(store);
  publish('one');
  expect(await readsWithin(1_500)).toEqual([]);
  await reconciler.reconcileAll();
  publish('one');
  expect(await readsWithin(1_500)).toEqual([[ref('one')]]);
});
