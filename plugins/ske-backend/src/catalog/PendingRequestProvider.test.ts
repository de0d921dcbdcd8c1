import { mockServices } from '@backstage/backend-test-utils';
import type { EntityProviderMutation } from '@backstage/plugin-catalog-node';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { eventually } from '@internal/testbed';
import { InMemoryRequestStore } from '../__testUtils__/InMemoryRequestStore';
import type { DispatchContext } from '../requests/store/requestRow';
import { PendingRequestProvider } from './PendingRequestProvider';

let provider: PendingRequestProvider | undefined;
afterEach(() => provider?.stop());

/** A provider, what it publishes, and a way to request a Redis. */
async function startProvider() {
  const store = new InMemoryRequestStore();
  const logger = mockServices.logger.mock();
  const mutations: EntityProviderMutation[] = [];
  provider = new PendingRequestProvider({
    store: Promise.resolve(store),
    catalog: catalogServiceMock({ entities: [] }),
    auth: mockServices.auth(),
    logger,
  });
  await provider.connect({
    applyMutation: async mutation => void mutations.push(mutation),
    refresh: async () => {},
  });
  const request = (name: string, context: Partial<DispatchContext>) =>
    store.insert(
      {
        promise: 'redis',
        action: 'Request',
        delivery: 'push',
        ref: {
          apiVersion: 'example.org/v1',
          kind: 'Redis',
          namespace: 'default',
          name,
        },
      },
      { hasWholeManifest: true, ...context },
      { by: 'test', until: new Date() },
    );
  const added = () =>
    mutations.flatMap(mutation =>
      mutation.type === 'delta' ? mutation.added : [],
    );
  const removed = () =>
    mutations.flatMap(mutation =>
      mutation.type === 'delta' ? mutation.removed : [],
    );
  return { store, request, added, removed, logger };
}

it('publishes a request whose owner the catalog would refuse, and says so once', async () => {
  const { request, added, logger } = await startProvider();
  await request('one', { owner: 'group:' });
  const [{ entity }] = await eventually(
    'its Component',
    async () => added().length > 0 && added(),
  );
  expect(entity.spec?.owner).toBe('kratix-platform');
  await request('two', {});
  await eventually('the next', async () => added().length > 1);
  expect(logger.warn.mock.calls).toEqual([
    [
      expect.stringMatching(
        /^Request for Redis one: spec\.owner of its Component is left out/,
      ),
    ],
  ]);
});

it('publishes none for a Resource that is kept out of the catalog', async () => {
  const { request, added } = await startProvider();
  await request('hidden', { hasNoEntity: true });
  await request('shown', {});
  const published = await eventually(
    'a Component',
    async () => added().length > 0 && added(),
  );
  expect(published.map(({ entity }) => entity.metadata.title)).toEqual([
    'shown Redis',
  ]);
});

it('reads and removes only what is about the Resource of a changed request', async () => {
  const { store, request, added, removed } = await startProvider();
  const { record: one } = await request('one', {});
  const { record: two } = await request('two', {});
  await eventually('both', () => added().length === 2);
  const reads = jest.spyOn(store, 'listUnfinished');
  await store.finish(one.id, 'ready');
  await eventually('one gone', () => removed().length > 0);
  expect(removed()).toEqual([
    { entityRef: one.entityRef, locationKey: 'ske-requests' },
  ]);
  await store.finish(two.id, 'ready');
  await eventually('two gone', () => removed().length > 1);
  const about = reads.mock.calls.map(([refs]) => refs);
  expect(about).toEqual(expect.arrayContaining([[one.ref], [two.ref]]));
  expect(about).not.toContain(undefined);
});
