import { ConfigReader } from '@backstage/config';
import { testKubeconfig } from '@internal/testbed';
import { KubeConfig } from '@kubernetes/client-node';
import { asText, at, type Manifest } from '@syntasso/plugin-ske-common';
import {
  ifNotFound,
  platformAccessFromConfig,
  resourceTypes,
} from '@syntasso/plugin-ske-node';
import {
  newCachePromise,
  newClient,
  newPlatforms,
  requestCache,
} from '../__testUtils__/cachePromise';
import type { Platform } from './Platform';
import { Platforms } from './Platforms';

const { promise, promiseName, ref, type } = newCachePromise('Trunk');
const client = newClient();
const ACCOUNT = { namespace: 'default', name: `of-${promiseName}` };

/** What keeps a platform's watches from outliving the test. */
const started: Platforms[] = [];

beforeAll(async () => {
  await client.create(resourceTypes.promises, promise);
  await requestCache(client, type, ref('first'));
}, 30_000);
afterAll(async () => {
  started.forEach(platforms => platforms.stop());
  await client.delete(resourceTypes.promises, { name: promiseName });
});

/** One account for everybody, by kubeconfig. */
async function withOneAccount(): Promise<Platform> {
  const platforms = newPlatforms();
  started.push(platforms);
  return platforms.for({ kind: 'person' });
}

/** A person's own token, at a cluster that decides by that. */
async function withOwnToken(): Promise<Platform> {
  const direct = new KubeConfig();
  direct.loadFromFile(testKubeconfig());
  const { server, caData } = direct.getCurrentCluster()!;
  const platforms = new Platforms(
    platformAccessFromConfig(
      new ConfigReader({
        kubernetes: {
          clusterLocatorMethods: [
            {
              type: 'config',
              clusters: [
                { name: 'prod', url: server, caData, authProvider: 'oidc' },
              ],
            },
          ],
        },
        ske: { kubernetes: { platformName: 'prod' } },
      }),
    ),
  );
  started.push(platforms);
  return platforms.for({ kind: 'person', clusterToken: await tokenOf() });
}

/** A token of somebody who may do everything. */
async function tokenOf(): Promise<string> {
  const { namespace, name } = ACCOUNT;
  const metadata = { namespace, name };
  await client.create(
    { group: '', version: 'v1', plural: 'serviceaccounts' },
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata },
  );
  await client.create(
    {
      group: 'rbac.authorization.k8s.io',
      version: 'v1',
      plural: 'clusterrolebindings',
    },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      metadata: { name },
      subjects: [{ kind: 'ServiceAccount', ...metadata }],
      roleRef: {
        apiGroup: 'rbac.authorization.k8s.io',
        kind: 'ClusterRole',
        name: 'cluster-admin',
      },
    } as Manifest,
  );
  const answer = await client.post(
    `/api/v1/namespaces/${namespace}/serviceaccounts/${name}/token`,
    'make a token',
    { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: {} },
  );
  return asText(at(answer, 'status', 'token'))!;
}

const cache = (name: string, size = 'small'): Manifest => {
  const { apiVersion, kind, namespace } = ref(name);
  return { apiVersion, kind, metadata: { name, namespace }, spec: { size } };
};

describe.each([
  ['one account for all', 'own', withOneAccount],
  ["a person's own token", 'person', withOwnToken],
])('the contract of a Platform, with %s', (_name, prefix, make) => {
  let platform: Platform;
  beforeAll(async () => {
    platform = await make();
  });
  const name = `${prefix}-one`;

  it('serves Promises and their Resources, and nothing else', async () => {
    const { apiVersion, kind } = promise;
    const of = await platform.get({ apiVersion, kind, name: promiseName });
    expect(of.metadata.name).toBe(promiseName);
    const secret = { apiVersion: 'v1', kind: 'Secret', name: 'a' };
    for (const attempt of [
      () => platform.get(secret),
      () => platform.delete(secret),
      () => platform.retry(secret),
      () => platform.apply({ ...secret, metadata: { name: 'a' } }),
    ]) {
      await expect(attempt()).rejects.toThrow('No Promise on platform');
    }
  });

  it('says what it would do, and does not do it', async () => {
    const would = await platform.dryRun(cache(name), 'create');
    expect(would).toMatchObject({
      outcome: 'accepted',
      manifest: { spec: { size: 'small' } },
    });
    await expect(platform.get(ref(name))).rejects.toThrow('does not exist');
    await expect(
      platform.dryRun(cache('first'), 'create'),
    ).resolves.toMatchObject({ outcome: 'refused', reason: 'taken' });
    await expect(
      platform.dryRun(cache(name, 'huge'), 'create'),
    ).resolves.toMatchObject({
      outcome: 'refused',
      reason: 'invalid',
      problems: [{ field: 'spec.size' }],
    });
  });

  it('applies: the same twice has the effect of one', async () => {
    const generationOf = async () =>
      (await platform.get(ref(name))).metadata.generation;
    const receipt = await platform.apply(cache(name));
    expect(receipt).toMatchObject({ kind: 'applied' });
    await platform.apply(cache(name));
    expect(await generationOf()).toBe(1);
    await platform.apply(cache(name, 'large'));
    expect(await generationOf()).toBe(2);
  });

  it('pauses, resumes and runs again, by the labels that Kratix reads', async () => {
    const labelled = async () =>
      (await platform.get(ref(name))).metadata.labels;
    await platform.setPaused(ref(name), true);
    expect(await labelled()).toMatchObject({ 'kratix.io/paused': 'true' });
    await platform.setPaused(ref(name), false);
    expect((await labelled()) ?? {}).not.toHaveProperty(['kratix.io/paused']);
    const receipt = await platform.retry(ref(name));
    expect(receipt).toMatchObject({
      manifest: {
        metadata: { labels: { 'kratix.io/manual-reconciliation': 'true' } },
      },
    });
  });

  it('deletes, and says that what is gone is not there', async () => {
    await platform.delete(ref(name));
    while (await platform.get(ref(name)).catch(ifNotFound));
    await expect(platform.delete(ref(name))).rejects.toThrow('does not exist');
  }, 30_000);
});
