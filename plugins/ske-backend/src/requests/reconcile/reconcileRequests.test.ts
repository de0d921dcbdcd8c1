import { mockServices } from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import type { Manifest } from '@syntasso/plugin-ske-common';
import { platformAccessFromConfig } from '@syntasso/plugin-ske-node';
import { newStore } from '../../__testUtils__/actions';
import { newCachePromise } from '../../__testUtils__/cachePromise';
import {
  startFakeApiServer,
  type FakeApiServer,
} from '../../__testUtils__/fakeApiServer';
import { platformProviderOf } from '../../__testUtils__/platformProvider';
import { ClusterProvider } from '../../platform/ClusterProvider';
import type { NewRequest } from '../store/insertRequest';
import { reconcileRequests } from './reconcileRequests';
import { RequestOutcomes } from './requestOutcome';
import { RequestDispatcher } from '../dispatch/RequestDispatcher';
import type { DispatchResult, RequestStore } from '../store/RequestStore';

const DAY_MS = 24 * 60 * 60_000;
const { group, promise, promiseName, ref } = newCachePromise('Crate');
/** The answer that makes the kind known. */
const known = {
  [`/apis/${group}/v1`]: {
    resources: [{ name: 'caches', kind: 'Crate', namespaced: true }],
  },
};
const anna = 'user:default/anna';

let server: FakeApiServer;
let clusterProvider: ClusterProvider;
let store: RequestStore;
let outcomes: RequestOutcomes;

beforeEach(async () => {
  server = await startFakeApiServer([{ promise, resources: [] }], {
    others: known,
  });
  clusterProvider = newClusterProvider();
  store = await newStore();
  outcomes = new RequestOutcomes();
});
afterEach(() => {
  jest.useRealTimers();
  clusterProvider.stop();
  server.stop();
});

const newClusterProvider = () =>
  new ClusterProvider(
    platformAccessFromConfig(
      new ConfigReader({
        ske: { kubernetes: { kubeconfig: server.kubeconfig } },
      }),
    ),
  );

const passDays = (days: number) =>
  jest.useFakeTimers({
    now: Date.now() + days * DAY_MS,
    doNotFake: ['nextTick', 'setImmediate'],
    advanceTimers: true,
  });

const about = (name: string) => ({
  ...{ promise: promiseName, ref: ref(name), action: 'Request' as const },
  ...{ delivery: 'push' as const, requestedBy: anna },
});

/** Writes a request down that is sent. */
async function send(request: NewRequest, result: DispatchResult = {}) {
  const lease = { by: 'test', until: new Date() };
  const { record } = await store.insert(
    request,
    { hasWholeManifest: true },
    lease,
  );
  await store.markSent(record.id, result);
  return record;
}

const follow = (onEnd = jest.fn(async () => {})) =>
  reconcileRequests({
    store,
    platformProvider: platformProviderOf({
      kind: 'kubernetes',
      clusterProvider,
    }),
    catalog: catalogServiceMock({ entities: [] }),
    auth: mockServices.auth(),
    logger: mockServices.logger.mock(),
    outcomes,
    onEnd,
  });

it('ends a request that the platform does not have after a week', async () => {
  const record = await send(about('never'));
  await follow();
  expect(await store.listUnfinished()).toHaveLength(1);
  passDays(8);
  const onEnd = jest.fn(async () => {});
  await follow(onEnd);
  expect((await store.get(record.id))?.record).toMatchObject({
    outcome: 'lost',
    message: expect.stringContaining('within seven days'),
  });
  expect(onEnd).toHaveBeenCalledTimes(1);
});

it('waits a week more for what was merged late', async () => {
  const lease = { by: 'test', until: new Date() };
  const merged = {
    ...{ url: 'https://git.example.org/o/r/pull/1', state: 'merged' as const },
    ...{ review: 'none' as const, checks: 'none' as const, conflicts: false },
    endedAt: new Date(Date.now() + 8 * DAY_MS).toISOString(),
  };
  const { record } = await store.insert(
    { ...about('late'), delivery: 'pull-request', pullRequest: merged },
    { hasWholeManifest: true },
    lease,
  );
  await store.markSent(record.id, {});
  passDays(9);
  await follow();
  expect((await store.get(record.id))?.record).toMatchObject({ state: 'sent' });
});

it('ends a request whose Resource was deleted before it was ready, and notifies nobody', async () => {
  const record = await send(about('deleted'));
  await store.markLanded(record.id);
  const onEnd = jest.fn(async () => {});
  await follow(onEnd);
  expect((await store.get(record.id))?.record).toMatchObject({
    outcome: 'lost',
    message: expect.stringContaining('was deleted before it was ready'),
  });
  expect(onEnd).not.toHaveBeenCalled();
});

describe('a request that the cluster has taken', () => {
  const taken = { receipt: { uid: 'u', generation: 1 } };

  it('ends when its Resource was deleted before its entity came', async () => {
    const record = await send(about('deleted-early'), taken);
    const onEnd = jest.fn(async () => {});
    await follow(onEnd);
    expect((await store.get(record.id))?.record).toMatchObject({
      outcome: 'lost',
      message: 'The Resource was deleted before it was ready.',
    });
    expect(onEnd).not.toHaveBeenCalled();
  });

  it('stays while the platform does not answer', async () => {
    const record = await send(about('unknown'), taken);
    server.stop();
    await follow();
    expect((await store.get(record.id))?.record.state).toBe('sent');
  });
});

it.each(['sent', 'landed'])(
  'keeps a request that is %s while the API server does not know the kind',
  async state => {
    server.stop();
    clusterProvider.stop();
    server = await startFakeApiServer([{ promise, resources: [] }]);
    clusterProvider = newClusterProvider();
    const record = await send(about('between-installations'), {
      receipt: { uid: 'u', generation: 1 },
    });
    if (state === 'landed') await store.markLanded(record.id);
    await follow();
    expect((await store.get(record.id))?.record.state).toBe(state);
  },
);

it('waits for a Resource of which only the repository has answered', async () => {
  const record = await send(about('committed'), {
    receipt: { commit: 'abc' },
  });
  await follow();
  expect((await store.get(record.id))?.record.state).toBe('sent');
});

it('ends a request whose Resource is not ready after a week', async () => {
  server.stop();
  clusterProvider.stop();
  const pending: Manifest = {
    ...ref('pending'),
    metadata: { name: 'pending', namespace: 'default', uid: 'u' },
  };
  server = await startFakeApiServer([{ promise, resources: [pending] }]);
  clusterProvider = newClusterProvider();
  const record = await send(about('pending'));
  await store.markLanded(record.id);
  await follow();
  expect(await store.listUnfinished()).toHaveLength(1);
  passDays(8);
  await follow();
  expect((await store.get(record.id))?.record).toMatchObject({
    outcome: 'delivered',
    message: expect.stringContaining('not ready within seven days'),
  });
});

it('does not wait for the entity of a Resource that is opted out of the catalog', async () => {
  server.stop();
  clusterProvider.stop();
  const resourceOf = (name: string, labels?: Record<string, string>) => ({
    ...ref(name),
    metadata: { name, namespace: 'default', uid: name, labels },
  });
  const resources: Manifest[] = [
    resourceOf('hidden', { 'kratix.io/backstage': 'false' }),
    resourceOf('shown'),
  ];
  server = await startFakeApiServer([{ promise, resources }]);
  clusterProvider = newClusterProvider();
  const hidden = await send(about('hidden'));
  const shown = await send(about('shown'));
  await follow();
  expect((await store.get(hidden.id))?.record.state).toBe('landed');
  expect((await store.get(shown.id))?.record.state).toBe('sent');
});

it('records in a sentence why a Resource failed, and announces that it has', async () => {
  server.stop();
  clusterProvider.stop();
  const failed: Manifest = {
    ...ref('broken'),
    metadata: { name: 'broken', namespace: 'default', uid: 'u' },
    status: {
      kratix: {
        workflows: {
          pipelines: [
            {
              name: 'configure',
              phase: 'Failed',
              message: 'The registry does not answer.',
            },
          ],
        },
      },
    },
  };
  server = await startFakeApiServer([{ promise, resources: [failed] }]);
  clusterProvider = newClusterProvider();
  const record = await send(about('broken'));
  await store.markLanded(record.id);
  const onEnd = jest.fn(async () => {});
  await follow(onEnd);
  const sentence = 'Setting it up failed: The registry does not answer.';
  expect((await store.get(record.id))?.record).toMatchObject({
    outcome: 'failed',
    message: sentence,
  });
  // Whoever is notified need not be permitted to see that.
  expect(onEnd).toHaveBeenCalledWith(expect.anything(), 'failed', {
    text: 'Setting it up failed.',
  });
});

it('records the line of the log that says why a Resource failed, and announces it to nobody', async () => {
  server.stop();
  clusterProvider.stop();
  const failed: Manifest = {
    ...ref('over-quota'),
    metadata: { name: 'over-quota', namespace: 'default', uid: 'u' },
    status: {
      kratix: { workflows: { pipelines: [{ name: 'p', phase: 'Failed' }] } },
    },
  };
  const own = {
    'kratix.io/promise-name': promiseName,
    'kratix.io/resource-name': 'over-quota',
    'job-name': 'run',
  };
  const list = (kind: string, name: string, status: object) => ({
    kind: `${kind}List`,
    metadata: { resourceVersion: '1' },
    items: [{ metadata: { name, namespace: 'default', labels: own }, status }],
  });
  const terminated = { exitCode: 1, reason: 'Error' };
  server = await startFakeApiServer([{ promise, resources: [failed] }], {
    others: {
      '/apis/batch/v1/jobs': list('Job', 'run', {
        conditions: [{ type: 'Failed', status: 'True' }],
      }),
      '/api/v1/pods': list('Pod', 'run-1', {
        initContainerStatuses: [{ name: 'create', state: { terminated } }],
      }),
      '/api/v1/namespaces/default/pods/run-1/log':
        'creating\nerror: quota exceeded\nexit status 1\n',
    },
  });
  clusterProvider = newClusterProvider();
  const record = await send(about('over-quota'));
  await store.markLanded(record.id);
  const onEnd = jest.fn(async () => {});
  await follow(onEnd);
  const sentence = 'Setting it up failed: quota exceeded';
  expect((await store.get(record.id))?.record).toMatchObject({
    outcome: 'failed',
    message: sentence,
  });
  // Whoever is notified need not be permitted to see that.
  expect(onEnd).toHaveBeenCalledWith(expect.anything(), 'failed', {
    text: 'Setting it up failed.',
  });
});

it('ends a request whose Promise is not there any more', async () => {
  const record = await send({
    ...about('gone'),
    ref: { ...ref('gone'), kind: 'Uninstalled' },
  });
  await store.markLanded(record.id);
  await follow();
  expect(await store.listUnfinished()).toHaveLength(1);
  passDays(8);
  await follow();
  expect(await store.listUnfinished()).toEqual([]);
});

it('ends nothing while the platform does not answer', async () => {
  const record = await send(about('unknown'));
  await store.markLanded(record.id);
  server.stop();
  passDays(8);
  await follow();
  expect((await store.get(record.id))?.record).toMatchObject({
    state: 'landed',
  });
});

it('takes no more requests of somebody who has very many under way', async () => {
  const dispatcher = new RequestDispatcher(mockServices.logger.mock());
  dispatcher.provideStore(store);
  const lease = { by: 'test', until: new Date() };
  for (let n = 0; n < 500; n += 1) {
    await store.insert(about(`r${n}`), { hasWholeManifest: true }, lease);
  }
  const perform = (name: string, requestedBy = anna) =>
    dispatcher.dispatch(
      { ...about(name), requestedBy },
      { hasWholeManifest: true },
      async () => ({}),
    );
  await expect(perform('one-more')).rejects.toMatchObject({
    name: 'TooManyRequestsError',
    message: expect.stringContaining('500 is the most'),
  });
  // A deletion makes room, the same again is no more, and others are not counted.
  await dispatcher.dispatch(
    { ...about('r1'), action: 'Delete' },
    { hasWholeManifest: true },
    async () => ({}),
  );
  await perform('r0');
  await perform('one-more', 'user:default/bert');
});
