import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigReader, type Config } from '@backstage/config';
import { ConfigSources, FileConfigSource } from '@backstage/config-loader';
import { eventually } from '@internal/testbed';
import { KubernetesClient } from './KubernetesClient';
import { platformAccessFromConfig } from './kubeConfig';
import type { ClusterEntity } from './PlatformAccess';

// An API server without TLS, which takes the tokens that are good at the time.
let server: Server;
let url: string;
let goodTokens: string[];
/** The header `Authorization` of each request. */
let asked: (string | undefined)[];

beforeEach(async () => {
  goodTokens = [];
  asked = [];
  server = createServer(({ headers }, response) => {
    asked.push(headers.authorization);
    const isGood =
      goodTokens.length === 0 ||
      goodTokens.some(token => headers.authorization === `Bearer ${token}`);
    response
      .writeHead(isGood ? 200 : 401, { 'content-type': 'application/json' })
      .end(JSON.stringify({ gitVersion: 'v1.36.0' }));
  });
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve);
  });
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const configWith = (method: object): Config =>
  new ConfigReader({
    kubernetes: { clusterLocatorMethods: [method as never] },
    ske: { kubernetes: { platformName: 'prod' } },
  });
const clusterWith = (more: object) =>
  configWith({
    type: 'config',
    clusters: [{ name: 'prod', url, ...more } as never],
  });
const version = (client: KubernetesClient) =>
  client.raw('/version', 'ask its version');

it('reaches an API server without TLS, and does not call that unverified', async () => {
  const { own } = platformAccessFromConfig(
    clusterWith({
      authProvider: 'serviceAccount',
      serviceAccountToken: 'sesame',
    }),
  );
  const client = new KubernetesClient(own!);
  await expect(version(client)).resolves.toEqual({ gitVersion: 'v1.36.0' });
  expect(asked).toEqual(['Bearer sesame']);
  expect(client.skipsVerification).toBe(false);
  expect(client.server).toBe(url);
});

it('sends no token through kubectl proxy, and that of a person where there is one', async () => {
  const local = platformAccessFromConfig(
    clusterWith({ authProvider: 'localKubectlProxy' }),
  );
  await version(new KubernetesClient(local.own!));
  const people = platformAccessFromConfig(
    clusterWith({ authProvider: 'google' }),
  );
  await version(new KubernetesClient(people.withToken('of anna')));
  expect(asked).toEqual([undefined, 'Bearer of anna']);
});

it('takes a token that app-config has from a file as soon as it is another one', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'ske-config-'));
  const file = join(dir, 'token');
  writeFileSync(file, 'first');
  const cluster = {
    ...{ name: 'prod', url, authProvider: 'serviceAccount' },
    serviceAccountToken: { $file: 'token' },
  };
  const path = join(dir, 'app-config.yaml');
  writeFileSync(
    path,
    JSON.stringify({
      kubernetes: {
        clusterLocatorMethods: [{ type: 'config', clusters: [cluster] }],
      },
      ske: { kubernetes: { platformName: 'prod' } },
    }),
  );
  const config = await ConfigSources.toConfig(
    FileConfigSource.create({ path }),
  );
  try {
    const { own } = platformAccessFromConfig(config);
    const client = new KubernetesClient(own!);
    await version(client);
    const [locator] = config.getConfigArray('kubernetes.clusterLocatorMethods');
    expect(locator.get('clusters')).toMatchObject([
      { serviceAccountToken: 'first' },
    ]);
    // Again and again: the loader may not watch the file yet.
    await eventually('the new token in app-config', () => {
      writeFileSync(file, 'second');
      return JSON.stringify(config.get()).includes('second');
    });
    await version(client);
    expect(asked).toEqual(['Bearer first', 'Bearer second']);
  } finally {
    config.close();
    rmSync(dir, { recursive: true });
  }
});

/** Backstage's strategies, as its Kubernetes plugin exports them. */
function strategies() {
  const made: unknown[] = [];
  let count = 0;
  const getCredential = jest.fn(
    async (_details: { name: string }): Promise<unknown> => {
      count += 1;
      return { type: 'bearer token', token: `token ${count}` };
    },
  );
  class Strategy {
    getCredential = getCredential;
    constructor(options: unknown) {
      made.push(options);
    }
  }
  return {
    ...{ made, getCredential },
    loadStrategies: async () => ({
      ...{ AwsIamStrategy: Strategy, AzureIdentityStrategy: Strategy },
      GoogleServiceAccountStrategy: Strategy,
    }),
  };
}

describe('with the credential of a cloud provider', () => {
  afterEach(() => {
    jest.restoreAllMocks();
  });

  it.each(['aws', 'azure', 'googleServiceAccount'])(
    "asks Backstage's own strategy for it once, for all who wait: %s",
    async authProvider => {
      const { getCredential, loadStrategies, made } = strategies();
      const { own, auth, source } = platformAccessFromConfig(
        clusterWith({ authProvider, assumeRole: 'role', externalId: 'x' }),
        { loadStrategies },
      );
      expect(auth).toEqual({ kind: 'own' });
      expect(source).toContain(`authProvider ${authProvider} of cluster prod`);
      const client = new KubernetesClient(own!);
      await Promise.all([version(client), version(client)]);
      await version(client);
      expect(asked).toEqual(Array(3).fill('Bearer token 1'));
      expect(getCredential).toHaveBeenCalledTimes(1);
      expect(made).toHaveLength(1);
      expect(getCredential.mock.calls[0][0]).toMatchObject({
        ...{ name: 'prod', url },
        authMetadata: {
          'kubernetes.io/auth-provider': authProvider,
          'kubernetes.io/aws-assume-role': 'role',
          'kubernetes.io/aws-external-id': 'x',
        },
      });
    },
  );

  it('asks for another one before it ends, and when it is not accepted', async () => {
    const { getCredential, loadStrategies } = strategies();
    const { own } = platformAccessFromConfig(
      clusterWith({ authProvider: 'aws' }),
      { loadStrategies },
    );
    const client = new KubernetesClient(own!);
    const start = Date.now();
    const clock = jest.spyOn(Date, 'now');
    await version(client);
    clock.mockImplementation(() => start + 6 * 60_000);
    await version(client);
    expect(asked).toEqual(['Bearer token 1', 'Bearer token 2']);
    // Refused a minute later: the next one is good.
    clock.mockImplementation(() => start + 7 * 60_000);
    goodTokens = ['token 3'];
    await expect(version(client)).resolves.toBeDefined();
    expect(asked.slice(2)).toEqual(['Bearer token 2', 'Bearer token 3']);
    // One that was made just now is not made again.
    goodTokens = ['none'];
    await expect(version(client)).rejects.toThrow('did not accept');
    expect(getCredential).toHaveBeenCalledTimes(3);
  });

  it('says which cluster and provider gives none, and asks again', async () => {
    const { getCredential, loadStrategies } = strategies();
    getCredential.mockRejectedValueOnce(new Error('no role'));
    getCredential.mockResolvedValueOnce({ type: 'something else' });
    const { own } = platformAccessFromConfig(
      clusterWith({ authProvider: 'azure' }),
      { loadStrategies },
    );
    const client = new KubernetesClient(own!);
    await expect(version(client)).rejects.toMatchObject({
      name: 'ServiceUnavailableError',
      message:
        'Could not ask its version: cluster prod has authProvider azure, and Backstage gets no credential for it (no role). Check the account that Backstage runs with.',
    });
    await expect(version(client)).rejects.toThrow('gets no credential');
    await expect(version(client)).resolves.toBeDefined();
  });
});

describe('of the catalog', () => {
  const entity = (annotations: object = {}): ClusterEntity => ({
    metadata: {
      name: 'prod',
      annotations: {
        'kubernetes.io/api-server': url,
        'kubernetes.io/api-server-certificate-authority': 'Y2E=',
        'kubernetes.io/auth-provider': 'aws',
        'kubernetes.io/aws-assume-role': 'role',
        ...annotations,
      },
    },
  });
  const catalog = (more: object = {}) =>
    platformAccessFromConfig(
      configWith({
        type: 'catalog',
        dangerouslyAllowClusterUrls: ['127.0.0.1'],
        ...more,
      }),
      strategies(),
    );

  afterEach(() => {
    jest.restoreAllMocks();
  });

  it('is asked for when the catalog has it, and until then says that it has not', async () => {
    const access = catalog();
    const client = new KubernetesClient(access.own!);
    await expect(version(client)).rejects.toMatchObject({
      name: 'ServiceUnavailableError',
      message: expect.stringContaining(
        'cluster prod is not in the catalog yet',
      ),
    });
    const start = Date.now();
    const clock = jest.spyOn(Date, 'now');
    const find = jest.fn(async (): Promise<ClusterEntity[]> => []);
    access.useCatalog?.(find);
    clock.mockImplementation(() => start + 3_000);
    await expect(version(client)).rejects.toThrow(
      'Register a Resource prod with spec.type kubernetes-cluster',
    );
    // It is not asked for each request.
    await expect(version(client)).rejects.toThrow('not in the catalog yet');
    expect(find).toHaveBeenCalledTimes(1);
    find.mockResolvedValue([entity()]);
    clock.mockImplementation(() => start + 6_000);
    await expect(version(client)).resolves.toBeDefined();
    expect(asked).toEqual(['Bearer token 1']);
    expect(client.server).toBe(url);
    // While the catalog is away, what it said holds; when it forgets, that holds, too.
    find.mockRejectedValueOnce(new Error('away'));
    clock.mockImplementation(() => start + 70_000);
    await expect(version(client)).resolves.toBeDefined();
    find.mockResolvedValue([]);
    clock.mockImplementation(() => start + 140_000);
    await expect(version(client)).rejects.toThrow('not in the catalog yet');
  });

  it('takes the token of each person where its Resource says so', async () => {
    const access = catalog();
    access.useCatalog?.(async () => [
      entity({
        'kubernetes.io/auth-provider': 'oidc',
        'kubernetes.io/oidc-token-provider': 'okta',
      }),
    ]);
    const backstage = new KubernetesClient(access.own!);
    await access.locate?.();
    expect(access.auth).toEqual({ kind: 'person', tokenProvider: 'okta' });
    expect(access.own).toBeUndefined();
    await version(new KubernetesClient(access.withToken('of anna')));
    await expect(version(backstage)).rejects.toThrow(
      'wants the token of each person',
    );
    expect(asked).toEqual(['Bearer of anna']);
  });

  it.each<[string, object, object, string]>([
    [
      'a token in the catalog',
      { 'kubernetes.io/auth-provider': 'serviceAccount' },
      {},
      'type: config',
    ],
    [
      'no certificate authority',
      { 'kubernetes.io/api-server-certificate-authority': '' },
      {},
      'has no annotation kubernetes.io/api-server-certificate-authority',
    ],
    [
      'plain HTTP that is not allowed',
      {},
      { dangerouslyAllowClusterUrls: [] },
      'is plain HTTP. Add the host to dangerouslyAllowClusterUrls',
    ],
    [
      'an address in a network of its own',
      { 'kubernetes.io/api-server': 'https://10.0.0.1' },
      {},
      '10.0.0.1 is no public address',
    ],
    [
      'the same in IPv6',
      { 'kubernetes.io/api-server': 'https://[::ffff:10.0.0.1]' },
      {},
      'is no public address',
    ],
    [
      'a password in the address',
      { 'kubernetes.io/api-server': 'https://a:b@127.0.0.1' },
      {},
      'has credentials in it',
    ],
    [
      'a provider that nobody knows',
      { 'kubernetes.io/auth-provider': 'mine' },
      {},
      'has authProvider "mine"',
    ],
  ])('refuses %s', async (_what, annotations, locator, text) => {
    const access = catalog(locator);
    access.useCatalog?.(async () => [entity(annotations)]);
    await expect(access.locate?.()).rejects.toThrow(text);
    expect(asked).toEqual([]);
  });

  it('does not choose between two of a name', async () => {
    const access = catalog();
    access.useCatalog?.(async () => [entity(), entity()]);
    await expect(access.locate?.()).rejects.toThrow('Leave one of them');
  });
});
