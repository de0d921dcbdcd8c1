import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KubeConfig } from '@kubernetes/client-node';
import {
  eventually,
  startFaultProxy,
  testKubeconfig,
  type FaultProxy,
  upstreamOf,
} from '@internal/testbed';
import { asText, at } from '@syntasso/plugin-ske-common';
import type { ClientTiming } from '../kubernetes/clientTiming';
import { KubernetesClient } from '../kubernetes/KubernetesClient';
import { resourceTypes } from '../kubernetes/resourceType';
import { whoAmI } from '../kubernetes/reviews';
import { SharedInformer } from './SharedInformer';

const configMaps = { group: '', version: 'v1', plural: 'configmaps' };

const direct = new KubeConfig();
let client: KubernetesClient;
let proxy: FaultProxy;
let namespace: string;
const ends: (() => void)[] = [];

beforeAll(async () => {
  direct.loadFromFile(testKubeconfig());
  client = new KubernetesClient(direct);
  proxy = await startFaultProxy(upstreamOf(testKubeconfig()));
});
beforeEach(async () => {
  proxy.heal();
  namespace = `faults-${randomUUID().slice(0, 8)}`;
  await client.create(resourceTypes.namespaces, {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: namespace },
  });
});
afterEach(() => ends.splice(0).forEach(end => end()));
afterAll(() => proxy.stop());

/** A watch through the proxy, and a way to wait for what it knows. */
function watched(
  timing: Partial<ClientTiming> = {},
  options: { forgetWhenDenied?: boolean } = {},
) {
  const kubeConfig = new KubeConfig();
  kubeConfig.loadFromClusterAndUser(
    { name: 'proxy', server: proxy.url, skipTLSVerify: true },
    // Its certificate is not asked for on the way.
    direct.getCurrentUser()!,
  );
  const informer = new SharedInformer({
    client: new KubernetesClient(kubeConfig, timing),
    type: configMaps,
    list: { namespace },
    lingerMs: 0,
    ...options,
  });
  ends.push(informer.subscribe({}));
  const until = (holds: () => boolean) => eventually('the watch', holds);
  const value = (name: string) =>
    (
      informer.store.get(namespace, name) as
        | { data?: { value?: string } }
        | undefined
    )?.data?.value;
  return { informer, until, value };
}

const configMap = (name: string, value: string) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace },
  data: { value },
});

it('has the final state after 100 cuts during 1000 changes', async () => {
  const names = Array.from({ length: 10 }, (_, i) => `object-${i}`);
  for (const name of names) {
    await client.create(configMaps, configMap(name, '0'));
  }
  const { informer, until, value } = watched();
  await until(() => informer.state.kind === 'live');
  for (let change = 1; change <= 100; change++) {
    await Promise.all(
      names.map(name =>
        client.patch(
          configMaps,
          { namespace, name },
          { data: { value: String(change) } },
        ),
      ),
    );
    proxy.cut();
  }
  await until(
    () =>
      informer.state.kind === 'live' &&
      names.every(name => value(name) === '100'),
  );
  expect(informer.store.list()).toHaveLength(names.length);
}, 120_000);

it.each([
  ['401', { kind: 'answer', code: 401 }, 'did not accept the credentials'],
  ['403', { kind: 'answer', code: 403 }, 'Ask the platform team'],
  ['429', { kind: 'answer', code: 429 }, 'overloaded'],
  ['500', { kind: 'answer', code: 500 }, 'answered 500'],
  ['503', { kind: 'answer', code: 503 }, 'answered 503'],
  [
    'a page of HTML',
    {
      kind: 'answer',
      code: 502,
      body: '<html>Bad Gateway</html>',
      contentType: 'text/html',
    },
    'not from a Kubernetes API',
  ],
  [
    'HTML that claims success',
    {
      kind: 'answer',
      code: 200,
      body: '<html>Sign in</html>',
      contentType: 'text/html',
    },
    'not from a Kubernetes API',
  ],
  ['an answer cut short', { kind: 'truncate', bytes: 40 }, 'does not answer'],
  [
    'a connection closed on one side',
    { kind: 'halfClose', bytes: 40 },
    'does not answer',
  ],
] as const)(
  'says stale, and why, for %s; recovers by itself',
  async (_name, fault, reason) => {
    await client.create(configMaps, configMap('a', '1'));
    proxy.always(fault);
    const { informer, until, value } = watched({ firstList: 1_000 });
    await until(() => informer.state.kind === 'stale');
    expect(informer.state).toMatchObject({
      reason: expect.stringContaining(reason),
    });
    proxy.heal();
    informer.retryNow();
    await until(() => informer.state.kind === 'live');
    expect(value('a')).toBe('1');
  },
);

it('takes a type that is not there for absent, until it is there', async () => {
  await client.create(configMaps, configMap('a', '1'));
  proxy.always({ kind: 'answer', code: 404 });
  const { informer, until, value } = watched();
  await until(() => informer.state.kind === 'absent');
  expect(informer.store.list()).toEqual([]);
  proxy.heal();
  informer.retryNow();
  await until(() => informer.state.kind === 'live' && value('a') === '1');
});

it('lists anew, without a moment of staleness, when a watch is told 410', async () => {
  await client.create(configMaps, configMap('a', '1'));
  const isList = ({ path }: { path: string }) =>
    path.includes(namespace) && path.includes('sendInitialEvents=true');
  proxy.next({ kind: 'answer', code: 410 }, { matching: isList });
  const before = proxy.count(isList);
  const { informer, until, value } = watched();
  const states: string[] = [];
  informer.subscribe({ onState: ({ kind }) => states.push(kind) });
  await until(() => informer.state.kind === 'live' && value('a') === '1');
  expect(proxy.count(isList) - before).toBe(2);
  expect(states).not.toContain('stale');
});

it('finds out that a watch hangs on a connection that is gone', async () => {
  await client.create(configMaps, configMap('a', '1'));
  const { informer, until, value } = watched({
    request: 200,
    watchSilence: 200,
  });
  await until(() => informer.state.kind === 'live');
  const isWatch = ({ path }: { path: string }) =>
    path.includes(namespace) && path.includes('watch=1');
  proxy.always({ kind: 'silence' }, isWatch);
  await until(() => informer.state.kind === 'stale');
  proxy.heal();
  await client.patch(
    configMaps,
    { namespace, name: 'a' },
    { data: { value: '2' } },
  );
  await until(() => informer.state.kind === 'live' && value('a') === '2');
  expect(informer.store.list()).toHaveLength(1);
});

it('is not the worse for a slow list', async () => {
  await client.create(configMaps, configMap('a', '1'));
  proxy.next({ kind: 'delay', ms: 300 });
  const { informer, until, value } = watched();
  await until(() => informer.state.kind === 'live');
  expect(value('a')).toBe('1');
});

it('says what is not there when a first list takes long, and goes on waiting for it', async () => {
  await client.create(configMaps, configMap('a', '1'));
  proxy.always({ kind: 'delay', ms: 600 }, ({ path }) =>
    path.includes(namespace),
  );
  const { informer, until, value } = watched({ firstList: 100 });
  const states: unknown[] = [];
  informer.subscribe({ onState: state => states.push(state) });
  await until(() => informer.state.kind === 'live');
  expect(states).toEqual([
    expect.objectContaining({
      kind: 'stale',
      incomplete: true,
      reason:
        'The platform has not listed configmaps within 0.1 s. Backstage goes on waiting for them.',
    }),
    { kind: 'live' },
  ]);
  expect(value('a')).toBe('1');
});

it('says nothing of a platform that asks once to come again, as for a new CRD', async () => {
  await client.create(configMaps, configMap('a', '1'));
  proxy.next({ kind: 'answer', code: 429 });
  const { informer, until, value } = watched();
  const states: string[] = [];
  informer.subscribe({ onState: ({ kind }) => states.push(kind) });
  await until(() => informer.state.kind === 'live');
  expect(states).toEqual(['live']);
  expect(value('a')).toBe('1');
});

it('does not hammer a platform that refuses', async () => {
  proxy.always({ kind: 'answer', code: 503 });
  const mine = ({ path }: { path: string }) => path.includes(namespace);
  const started = performance.now();
  watched();
  await proxy.reached(5, mine);
  // Four pauses; the first three are at least half of 250, 500 and 1000 ms.
  expect(performance.now() - started).toBeGreaterThan(870);
});

it("keeps nothing of what a person's credential may not see any more", async () => {
  await client.create(configMaps, configMap('a', '1'));
  const { informer, until, value } = watched({}, { forgetWhenDenied: true });
  await until(() => informer.state.kind === 'live' && value('a') === '1');
  proxy.always({ kind: 'answer', code: 403 });
  proxy.cut();
  await until(() => informer.state.kind === 'denied');
  expect(informer.store.list()).toEqual([]);
  // Asked again: at once when somebody is in a hurry, else seldom.
  proxy.heal();
  informer.retryNow();
  await until(() => informer.state.kind === 'live' && value('a') === '1');
});

it('has the platform decide again while a watch goes on', async () => {
  await client.create(configMaps, configMap('a', '1'));
  const { informer, until, value } = watched(
    { watchEnd: 1_000 },
    { forgetWhenDenied: true },
  );
  await until(() => informer.state.kind === 'live' && value('a') === '1');
  // Only what begins from now on is denied.
  proxy.always({ kind: 'answer', code: 403 });
  await until(() => informer.state.kind === 'denied');
  expect(informer.store.list()).toEqual([]);
});

it('takes a token from disk as soon as it is another one', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'ske-token-'));
  const tokenFile = join(dir, 'token');
  const cluster = direct.getCurrentCluster()!;
  const kubeConfig = new KubeConfig();
  kubeConfig.loadFromClusterAndUser(cluster, {
    name: 'pod',
    authProvider: { name: 'tokenFile', config: { tokenFile } },
  });
  const pod = new KubernetesClient(kubeConfig);
  try {
    for (const name of ['first', 'second']) {
      writeFileSync(tokenFile, await tokenOf(name));
      await expect(whoAmI(pod)).resolves.toMatchObject({
        user: `system:serviceaccount:${namespace}:${name}`,
      });
    }
    writeFileSync(tokenFile, 'revoked');
    await expect(whoAmI(pod)).rejects.toThrow('did not accept');
    writeFileSync(tokenFile, await tokenOf('second'));
    await expect(whoAmI(pod)).resolves.toBeDefined();
  } finally {
    rmSync(dir, { recursive: true });
  }
});

/** A token of a service account, made if it is not there. */
async function tokenOf(name: string): Promise<string> {
  const accounts = { group: '', version: 'v1', plural: 'serviceaccounts' };
  await client
    .create(accounts, {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { name, namespace },
    })
    .catch(error => {
      if (error.name !== 'ConflictError') throw error;
    });
  const answer = await client.post(
    `/api/v1/namespaces/${namespace}/serviceaccounts/${name}/token`,
    'make a token',
    { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: {} },
  );
  return asText(at(answer, 'status', 'token'))!;
}
