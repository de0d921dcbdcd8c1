import { ConfigReader } from '@backstage/config';
import { eventually, testKubeconfig } from '@internal/testbed';
import { KubeConfig } from '@kubernetes/client-node';
import {
  asText,
  at,
  kratix,
  makeOfferingComponent,
  type Manifest,
} from '@syntasso/plugin-ske-common';
import {
  ifNotFound,
  platformAccessFromConfig,
  resourceTypes,
} from '@syntasso/plugin-ske-node';
import { stringify } from 'yaml';
import {
  newCachePromise,
  newClient,
  newClusterProvider,
  requestCache,
} from '../__testUtils__/cachePromise';
import {
  startRequestsRepository,
  syncToCluster,
} from '../__testUtils__/gitPlatform';
import { platformProviderOf } from '../__testUtils__/platformProvider';
import { ClusterProvider } from './ClusterProvider';
import type { Platform } from './Platform';

const { promise, promiseName, ref, type } = newCachePromise('Trunk');
const client = newClient();
const ACCOUNT = { namespace: 'default', name: `of-${promiseName}` };

/** What ends when the tests do. */
const endings: (() => unknown)[] = [];

beforeAll(async () => {
  await client.create(resourceTypes.promises, promise);
  await requestCache(client, type, ref('first'));
}, 30_000);
afterAll(async () => {
  for (const end of endings.reverse()) await end();
  await client.delete(resourceTypes.promises, { name: promiseName });
});

/** A platform, and how what was written gets to where it is read. */
interface Made {
  platform: Platform;
  settle: () => Promise<void>;
}

const atOnce = (platform: Platform): Made => ({
  platform,
  settle: async () => {},
});

/** One account for everybody, by kubeconfig. */
async function withOneAccount(): Promise<Made> {
  const clusterProvider = newClusterProvider();
  endings.push(() => clusterProvider.stop());
  return atOnce(
    platformProviderOf({ kind: 'kubernetes', clusterProvider }).forCaller({
      kind: 'person',
    }),
  );
}

/** A person's own token, at a cluster that decides by that. */
async function withOwnToken(): Promise<Made> {
  const direct = new KubeConfig();
  direct.loadFromFile(testKubeconfig());
  const { server, caData } = direct.getCurrentCluster()!;
  const clusterProvider = new ClusterProvider(
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
  endings.push(() => clusterProvider.stop());
  const caller = { kind: 'person' as const, clusterToken: await tokenOf() };
  return atOnce(
    platformProviderOf({ kind: 'kubernetes', clusterProvider }).forCaller(
      caller,
    ),
  );
}

/** Written to Git, read from the cluster, to which an agent brings it. */
const withHybrid = () => withGit('hybrid');

/** Written to Git and read there; the cluster tells the status. */
const withGitops = () => withGit('gitops');

async function withGit(kind: 'hybrid' | 'gitops'): Promise<Made> {
  const clusterProvider = newClusterProvider();
  const { repository, host, stop } = await startRequestsRepository();
  await host.commit('first.yaml', stringify(cache('first')));
  endings.push(stop, () => clusterProvider.stop());
  const synced = new Set<string>();
  return {
    platform: platformProviderOf({
      kind,
      clusterProvider,
      repository,
    }).forCaller({
      kind: 'person',
    }),
    settle: () => syncToCluster(repository, client, type, synced),
  };
}

/** Nothing but a repository; the catalog says what is on offer. */
async function withRepositoryOnly(): Promise<Made> {
  const { repository, host, stop } = await startRequestsRepository();
  await host.commit('first.yaml', stringify(cache('first')));
  endings.push(stop);
  const component = makeOfferingComponent(kratix.offeringOf(promise), {
    component: 'trunk-promise',
    template: undefined,
  });
  return atOnce(
    platformProviderOf(
      { kind: 'gitops', clusterProvider: undefined, repository },
      [component],
    ).forCaller({ kind: 'person' }),
  );
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

describe.each<[string, string, () => Promise<Made>]>([
  ['kubernetes, one account for all', 'own', withOneAccount],
  ["kubernetes, a person's own token", 'person', withOwnToken],
  ['hybrid', 'hybrid', withHybrid],
  ['gitops with a cluster to read', 'gitops', withGitops],
  ['gitops without a cluster', 'git', withRepositoryOnly],
])('the contract of a Platform: %s', (mode, prefix, make) => {
  const inGit = !mode.startsWith('kubernetes');
  const alone = mode.endsWith('without a cluster');
  let platform: Platform;
  let settle: Made['settle'];
  beforeAll(async () => {
    ({ platform, settle } = await make());
  });
  const name = `${prefix}-one`;
  const receiptKind = inGit ? 'committed' : 'applied';
  const sizeOf = async () => (await platform.get(ref(name))).spec?.size;

  it('serves Promises and their Resources, and nothing else', async () => {
    expect(await platform.getOffering(promiseName)).toMatchObject({
      name: promiseName,
      api: { kind: ref('first').kind },
    });
    const secret = { apiVersion: 'v1', kind: 'Secret', name: 'a' };
    for (const attempt of [
      () => platform.get(secret),
      () => platform.delete(secret),
      () => platform.setPaused(secret, true),
      () => platform.apply({ ...secret, metadata: { name: 'a' } }),
      () => platform.dryRun({ ...secret, metadata: { name: 'a' } }, 'create'),
    ]) {
      await expect(attempt()).rejects.toThrow(/No Promise|is no group/);
    }
  });

  it('says what it would do, and does not do it', async () => {
    const would = await platform.dryRun(cache(name), 'create');
    expect(would).toMatchObject({
      outcome: 'accepted',
      manifest: { spec: { size: 'small' } },
      checkedBy: alone ? 'repository' : 'platform',
    });
    await settle();
    await expect(platform.get(ref(name))).rejects.toThrow(
      /does not exist|has no file/,
    );
    await expect(
      platform.dryRun(cache('first'), 'create'),
    ).resolves.toMatchObject({ outcome: 'refused', reason: 'taken' });
  });

  it('refuses what is no valid Resource, and names the field', async () => {
    // Only a cluster knows the schema.
    const tooBig = await platform.dryRun(cache(name, 'huge'), 'create');
    expect(tooBig).toMatchObject(
      alone
        ? { outcome: 'accepted', checkedBy: 'repository' }
        : {
            outcome: 'refused',
            reason: 'invalid',
            problems: [{ field: 'spec.size' }],
          },
    );
    const { metadata } = cache('x');
    const elsewhere = {
      ...cache('x'),
      metadata: { ...metadata, namespace: 'not-there' },
    };
    expect(await platform.dryRun(elsewhere, 'create')).toMatchObject(
      alone
        ? { outcome: 'accepted', checkedBy: 'repository' }
        : {
            outcome: 'refused',
            reason: 'invalid',
            problems: [{ field: 'metadata.namespace' }],
          },
    );
    const outside = { ...cache('x'), metadata: { name: '../../x' } };
    await expect(platform.dryRun(outside, 'create')).resolves.toMatchObject({
      outcome: 'refused',
      reason: 'invalid',
      problems: [{ field: 'metadata.name' }],
    });
    await expect(platform.apply(outside)).rejects.toMatchObject({
      name: 'InputError',
      message: expect.stringContaining('metadata.name'),
    });
  });

  it('applies: the same twice has the effect of one', async () => {
    const first = await platform.apply(cache(name), { by: 'user:default/a' });
    expect(first).toMatchObject({ kind: receiptKind });
    const again = await platform.apply(cache(name));
    await settle();
    const { metadata } = await platform.get(ref(name));
    expect(inGit ? again : metadata.generation).toEqual(inGit ? first : 1);
    await platform.apply(cache(name, 'large'));
    await settle();
    expect(await sizeOf()).toBe('large');
    const changed = await platform.get(ref(name));
    expect(changed.metadata.resourceVersion).not.toBe(metadata.resourceVersion);
  });

  it('tells who has not seen the last change, and changes nothing', async () => {
    const seen = (await platform.get(ref(name))).metadata;
    const mine = (size: string): Manifest => ({
      ...cache(name, size),
      metadata: {
        ...cache(name).metadata,
        resourceVersion: seen.resourceVersion,
        generation: seen.generation,
      },
    });
    await platform.apply(mine('small'));
    // In hybrid mode the commit is not on the cluster yet; it counts all the same.
    await expect(platform.apply(mine('large'))).rejects.toMatchObject({
      name: 'ConflictError',
      message: expect.stringContaining('changed by somebody else'),
    });
    await settle();
    expect(await sizeOf()).toBe('small');
    await expect(platform.apply(mine('large'))).rejects.toMatchObject({
      name: 'ConflictError',
    });
  });

  it('pauses and resumes, by the label that Kratix reads', async () => {
    const labelled = async () =>
      (await platform.get(ref(name))).metadata.labels ?? {};
    await platform.setPaused(ref(name), true);
    await settle();
    expect(await labelled()).toMatchObject({ 'kratix.io/paused': 'true' });
    await platform.setPaused(ref(name), false);
    await settle();
    expect(await labelled()).not.toHaveProperty(['kratix.io/paused']);
  });

  it('runs the workflow again, where there is a cluster', async () => {
    const again = await platform.retry(ref(name)).catch(e => e as Error);
    expect(again).toMatchObject(
      alone
        ? { name: 'NotAllowedError' }
        : {
            manifest: {
              metadata: {
                labels: { 'kratix.io/manual-reconciliation': 'true' },
              },
            },
          },
    );
  });

  it('releases a workflow that a pipeline has suspended, where there is a cluster', async () => {
    if (!alone) {
      await client.patch(type, ref(name), {
        metadata: { labels: { 'kratix.io/workflow-suspended': 'true' } },
      });
    }
    const answer = await platform.release(ref(name)).catch(e => e as Error);
    expect(answer).toMatchObject(
      alone ? { name: 'NotAllowedError' } : { kind: 'applied' },
    );
    const { labels } = (await platform.get(ref(name))).metadata;
    expect(labels ?? {}).not.toHaveProperty(['kratix.io/workflow-suspended']);
  });

  it('deletes, and says that what is gone is not there', async () => {
    const receipt = await platform.delete(ref(name));
    expect(receipt.kind).toBe(inGit ? 'committed' : 'deleted');
    await settle();
    await eventually(
      'the end of it',
      async () => !(await platform.get(ref(name)).catch(ifNotFound)),
    );
    await expect(platform.delete(ref(name))).rejects.toMatchObject({
      name: 'NotFoundError',
    });
  }, 30_000);
});
