import { ConfigReader } from '@backstage/config';
import type { Manifest } from '@syntasso/plugin-ske-common';
import { platformAccessFromConfig } from '@syntasso/plugin-ske-node';
import { createConfigureResourceAction } from '../../actions/configureResource';
import { createRecordRequestAction } from '../../actions/recordRequest';
import { newResourceRequests, runAction } from '../../__testUtils__/actions';
import { newCachePromise } from '../../__testUtils__/cachePromise';
import {
  startFakeApiServer,
  type FakeApiServer,
} from '../../__testUtils__/fakeApiServer';
import { platformProviderOf } from '../../__testUtils__/platformProvider';
import { ClusterProvider } from '../../platform/ClusterProvider';

const { group, promise } = newCachePromise('Drawer');
const apiVersion = `${group}/v1`;
const one: Manifest = {
  apiVersion,
  kind: 'Drawer',
  metadata: { name: 'one', namespace: 'default', uid: 'u1', generation: 1 },
  spec: { size: 'small' },
};
const component = (name: string, object?: string) => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: {
    name,
    annotations: object
      ? {
          'kratix.io/type': 'resource',
          'kratix.io/group': group,
          'kratix.io/version': 'v1beta1',
          'kratix.io/kind': 'Drawer',
          'kratix.io/namespace': 'default',
          'kratix.io/name': object,
        }
      : undefined,
  },
});

let server: FakeApiServer;
let clusterProvider: ClusterProvider;
beforeAll(async () => {
  server = await startFakeApiServer([{ promise, resources: [one] }]);
  clusterProvider = new ClusterProvider(
    platformAccessFromConfig(
      new ConfigReader({
        ske: { kubernetes: { kubeconfig: server.kubeconfig } },
      }),
    ),
  );
});
afterAll(() => {
  clusterProvider.stop();
  server.stop();
});

it('gives no Resource the name of another entity', async () => {
  const { resourceRequests } = await newResourceRequests(
    platformProviderOf({ kind: 'kubernetes', clusterProvider }),
    {},
    {
      entities: [
        component('website'),
        component('other', 'two'),
        component('own', 'one'),
      ],
    },
  );
  const request = (name: string) =>
    runAction(createConfigureResourceAction(resourceRequests), {
      manifest: JSON.stringify({
        ...one,
        metadata: {
          name: 'one',
          annotations: { 'ske.backstage.component/name': name },
        },
      }),
    });
  for (const name of ['website', 'Website', 'other']) {
    await expect(request(name)).rejects.toThrow(
      'the catalog has another Component of that name',
    );
  }
  await expect(request('own')).resolves.toBeDefined();
  await expect(request('free')).resolves.toBeDefined();
});

it('records what was sent by another action, also when the Resource has changed since', async () => {
  const { resourceRequests, store } = await newResourceRequests(
    platformProviderOf({ kind: 'kubernetes', clusterProvider }),
  );
  // The first of two items was removed and applied: no secret is there any more
  // that what was sent stands for.
  const password = '******** /spec/users/1/password (0123456789ab0123456789ab)';
  const manifest = {
    ...{ apiVersion, kind: 'Drawer' },
    metadata: { name: 'one', namespace: 'default' },
    spec: { size: 'small', users: [{ name: 'b', password }] },
  };
  const input = {
    ...{ promiseName: promise.metadata.name, name: 'one' },
    ...{ namespace: 'default', action: 'Update' },
    manifest: JSON.stringify(manifest),
  };
  await runAction(createRecordRequestAction(resourceRequests), input);
  const [{ record }] = await store.listByResource({
    ...{ apiVersion, kind: 'Drawer', namespace: 'default', name: 'one' },
  });
  expect(record).toMatchObject({ action: 'Update', state: 'sent' });
  await expect(
    runAction(createConfigureResourceAction(resourceRequests), {
      manifest: JSON.stringify(manifest),
    }),
  ).rejects.toThrow('spec.users.0.password: is masked');
});

it('refuses what its Promise does not take now, before anything is written', async () => {
  const waiting = newCachePromise('Locker');
  const unavailable: Manifest = {
    ...waiting.promise,
    status: {
      status: 'Unavailable',
      conditions: [{ type: 'Available', status: 'False' }],
      requiredPromises: [
        {
          name: 'kafka',
          version: 'v2',
          state: 'Requirement not installed',
        },
      ],
    },
  };
  const locker = (name: string, size: string): Manifest => ({
    apiVersion: `${waiting.group}/v1`,
    kind: 'Locker',
    metadata: { name, namespace: 'default', uid: `u-${name}`, generation: 1 },
    spec: { size },
  });
  const itsServer = await startFakeApiServer([
    { promise: unavailable, resources: [locker('old', 'small')] },
  ]);
  const provider = new ClusterProvider(
    platformAccessFromConfig(
      new ConfigReader({
        ske: { kubernetes: { kubeconfig: itsServer.kubeconfig } },
      }),
    ),
  );
  try {
    const { resourceRequests, store } = await newResourceRequests(
      platformProviderOf({ kind: 'kubernetes', clusterProvider: provider }),
    );
    const request = (manifest: Manifest) =>
      runAction(createConfigureResourceAction(resourceRequests), {
        manifest: JSON.stringify(manifest),
      });
    await expect(request(locker('new', 'small'))).rejects.toMatchObject({
      name: 'ConflictError',
      message: `Promise ${waiting.promiseName} takes no requests now, so nothing was written. Needs kafka v2, which is not installed. Request it again when it is available.`,
    });
    expect(await store.listByResource(waiting.ref('new'))).toEqual([]);
    // What is there already can be changed.
    await expect(request(locker('old', 'large'))).resolves.toBeDefined();
  } finally {
    provider.stop();
    itsServer.stop();
  }
});
