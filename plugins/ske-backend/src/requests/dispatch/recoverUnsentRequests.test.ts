import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import type { Manifest, RequestAction } from '@syntasso/plugin-ske-common';
import { platformAccessFromConfig } from '@syntasso/plugin-ske-node';
import { stringify } from 'yaml';
import { newResourceRequests } from '../../__testUtils__/actions';
import { newCachePromise } from '../../__testUtils__/cachePromise';
import {
  startFakeApiServer,
  type FakeApiServer,
} from '../../__testUtils__/fakeApiServer';
import { startRequestsRepository } from '../../__testUtils__/gitPlatform';
import { platformProviderOf } from '../../__testUtils__/platformProvider';
import { ClusterProvider } from '../../platform/ClusterProvider';
import { formatManifest } from '../../platform/git/manifestFile';
import { recoverUnsentRequests } from './recoverUnsentRequests';

// In mode hybrid the cluster follows the repository, perhaps much later: what a
// killed backend had pushed and not noted is there, and the cluster knows nothing.

const { group, promise, promiseName } = newCachePromise('Barrel');
const barrel = (size: string): Manifest => ({
  apiVersion: `${group}/v1`,
  kind: 'Barrel',
  metadata: { name: 'one', namespace: 'default', uid: 'u', generation: 1 },
  spec: { size },
});
const ref = {
  ...{ apiVersion: `${group}/v1`, kind: 'Barrel' },
  ...{ namespace: 'default', name: 'one' },
};
const path = `kratix-requests/${promiseName}/default/one.yaml`;

let server: FakeApiServer;
let clusterProvider: ClusterProvider;
let bed: Awaited<ReturnType<typeof startRequestsRepository>>;

beforeEach(async () => {
  server = await startFakeApiServer([
    { promise, resources: [barrel('small')] },
  ]);
  clusterProvider = new ClusterProvider(
    platformAccessFromConfig(
      new ConfigReader({
        ske: { kubernetes: { kubeconfig: server.kubeconfig } },
      }),
    ),
    { writes: 'repository' },
  );
  bed = await startRequestsRepository();
});
afterEach(async () => {
  clusterProvider.stop();
  server.stop();
  await bed.stop();
});

const newPlatforms = () =>
  platformProviderOf({
    ...{ kind: 'hybrid', clusterProvider, repository: bed.repository },
  });

/** A request that was written down by a process that is gone, taken up. */
async function takenUp(action: RequestAction) {
  const platformProvider = newPlatforms();
  const { store, dispatcher, pullRequests } = await newResourceRequests(
    platformProvider,
  );
  const { record } = await store.insert(
    {
      ...{ promise: promiseName, ref, action, delivery: 'push' },
      manifest:
        action === 'Delete' ? undefined : formatManifest(barrel('large')),
    },
    {
      hasWholeManifest: true,
      // What the person had looked at is what the cluster still has.
      ...(action === 'Update'
        ? { seen: { resourceVersion: '1', generation: 1 } }
        : {}),
    },
    { by: 'gone', until: new Date(0) },
  );
  await recoverUnsentRequests({
    ...{ dispatcher, platformProvider, pullRequests },
    logger: mockServices.logger.mock(),
    onEnd: async () => {},
  });
  return (await store.get(record.id))?.record;
}

const pushed = async (size: string | null) => {
  await bed.host.commit(path, stringify(barrel('small')));
  await bed.host.commit(path, size === null ? null : stringify(barrel(size)));
  return bed.host.log();
};

it.each<[RequestAction, string | null]>([
  ['Delete', null],
  ['Update', 'large'],
])('knows its own %s that was pushed and not noted', async (action, size) => {
  const before = await pushed(size);
  expect(await takenUp(action)).toMatchObject({
    state: 'sent',
    outcome: undefined,
  });
  expect(await bed.host.log()).toEqual(before);
});

it.each<RequestAction>(['Delete', 'Update'])(
  'sends a %s that was not pushed',
  async action => {
    const before = await pushed('small');
    expect(await takenUp(action)).toMatchObject({ state: 'sent' });
    expect((await bed.host.log()).length).toBe(before.length + 1);
    const files = await bed.host.files();
    expect(files.includes(path)).toBe(action === 'Update');
  },
);

const requester = {
  credentials: mockCredentials.user(),
  caller: { kind: 'person' as const },
  by: 'user:default/mock',
};

it('takes a second deletion for the one that is on its way', async () => {
  await bed.host.commit(path, stringify(barrel('small')));
  const { resourceRequests, store } = await newResourceRequests(newPlatforms());
  await resourceRequests.remove(requester, ref);
  const log = await bed.host.log();
  // The cluster still has it.
  await resourceRequests.remove(requester, ref);
  expect(await bed.host.log()).toEqual(log);
  const [{ record }] = await store.listByResource(ref);
  expect(record).toMatchObject({ action: 'Delete', state: 'sent' });
});

it('refuses to delete what never had a file', async () => {
  const { resourceRequests, store } = await newResourceRequests(newPlatforms());
  for (let time = 1; time <= 2; time += 1) {
    await expect(resourceRequests.remove(requester, ref)).rejects.toThrow(
      'has no file',
    );
  }
  const [{ record }] = await store.listByResource(ref);
  expect(record).toMatchObject({ outcome: 'refused' });
});
