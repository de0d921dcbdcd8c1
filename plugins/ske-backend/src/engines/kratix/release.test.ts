import { eventually } from '@internal/testbed';
import type { Manifest } from '@syntasso/plugin-ske-common';
import { ifNotFound, resourceTypes } from '@syntasso/plugin-ske-node';
import {
  newCachePromise,
  newClient,
  newClusterProvider,
} from '../../__testUtils__/cachePromise';
import { findRelease, releaseDependencies } from './release';

// On a real API server, with the statuses that Kratix writes to PromiseReleases.

const client = newClient();
const { promiseName: name } = newCachePromise();
const live = newClusterProvider().own!.live;
const promise = { name, labels: { 'kratix.io/promise-release-name': name } };
const release: Manifest = {
  apiVersion: 'platform.kratix.io/v1alpha1',
  kind: 'PromiseRelease',
  metadata: { name },
  spec: {
    version: 'v1.2.0',
    sourceRef: {
      type: 'http',
      url: 'https://robot:hunter2-of-releases@promises.example.org/redis.yaml',
    },
  },
};
afterAll(async () => {
  await client
    .delete(resourceTypes.promiseReleases, { name })
    .catch(ifNotFound);
});

it('says where a Promise comes from, and whether that worked', async () => {
  const [{ watch, concerns }] = releaseDependencies(live, promise);
  expect(concerns?.(release)).toBe(true);
  const stop = watch.subscribe({ onChange() {}, onState() {} });
  await client.create(resourceTypes.promiseReleases, release);
  const shown = () => findRelease(live, promise);
  expect(
    await eventually('the release', () => (shown()?.version ? shown() : false)),
  ).toEqual({
    name,
    version: 'v1.2.0',
    url: expect.stringMatching(/promises.example.org\/redis.yaml$/),
    state: 'unknown',
    message: undefined,
  });
  expect(JSON.stringify(shown())).not.toContain('hunter2');

  const report = (status: string, message: string) =>
    client.patch(
      resourceTypes.promiseReleases,
      { name },
      {
        status: {
          conditions: [
            {
              type: 'Installed',
              status,
              reason: 'FailedToFetchPromise',
              message,
              lastTransitionTime: new Date().toISOString(),
            },
          ],
        },
      },
      'status',
    );
  await report('False', 'failed to fetch promise from url: 401');
  await eventually('it has failed', () => shown()?.state === 'failed');
  expect(shown()?.message).toBe('failed to fetch promise from url: 401');
  await report('True', 'Installed successfully');
  await eventually('it is installed', () => shown()?.state === 'installed');
  await client.delete(resourceTypes.promiseReleases, { name });
  await eventually('it is gone', () => shown()?.state === 'notFound');
  stop();
});

it('costs no watch for a Promise that was applied by hand', () => {
  expect(releaseDependencies(live, { name })).toEqual([]);
  expect(findRelease(live, { name })).toBeUndefined();
});
