import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mockCredentials } from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import { at, type Manifest } from '@syntasso/plugin-ske-common';
import { platformAccessFromConfig } from '@syntasso/plugin-ske-node';
import fc from 'fast-check';
import { createConfigureResourceAction } from '../actions/configureResource';
import { createDeleteResourceAction } from '../actions/deleteResource';
import { createRecordRequestAction } from '../actions/recordRequest';
import {
  newResourceRequests,
  runAction,
  toolsOf,
} from '../__testUtils__/actions';
import { startBackend, type TestBackend } from '../__testUtils__/backend';
import {
  startFakeApiServer,
  type FakeApiServer,
} from '../__testUtils__/fakeApiServer';
import { newCachePromise } from '../__testUtils__/cachePromise';
import { platformProviderOf } from '../__testUtils__/platformProvider';
import { ClusterProvider } from '../platform/ClusterProvider';

const { group, promise, promiseName } = newCachePromise('Drawer');
const apiVersion = `${group}/v1`;
const SEED = 20_261_125;
/** Names of which each is sent to one route; the worst are sent to all of them. */
const MANY = 1_000;

/** What reaches other things than they name where somebody forgets to look. */
const WORST = [
  ...['.', '..', '/', '%', '%2e%2e', '%2F', '..%2f', '../..', 'one/', '/one'],
  ...['one/exec', 'one/proxy/x', 'one/status', './one', 'one?a=b', 'one#a'],
  ...['one%00', 'one\0', 'one\n', 'one ', ' one', 'ONE', 'öne', '-one', 'one-'],
  ...['a..b', '{}', '$(id)', '`id`', "'", '"', '\\', '__proto__', '*', ';'],
  ...['one,two', 'one&name=two', '%252e%252e', 'o'.repeat(300)],
];
const hostile = fc.oneof(
  fc.constantFrom(...WORST),
  fc.string(),
  fc
    .array(fc.constantFrom('..', '/', '%2e', '%2f', 'one', '.', '?', '%'), {
      minLength: 2,
      maxLength: 6,
    })
    .map(parts => parts.join('')),
);
/** What Kubernetes would take for a name is none of these. */
const isName = (text: string) => /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/.test(text);
const names = [
  ...WORST,
  ...fc
    .sample(hostile, { seed: SEED, numRuns: MANY })
    .filter(name => !isName(name) || name.includes('..')),
];

const one: Manifest = {
  apiVersion,
  kind: 'Drawer',
  metadata: { name: 'one', namespace: 'default', uid: 'u1', generation: 1 },
  spec: { size: 'small' },
};

let backend: TestBackend;
let server: FakeApiServer;

beforeAll(async () => {
  server = await startFakeApiServer([{ promise, resources: [one] }]);
  backend = await startBackend({
    config: {
      ske: {
        kubernetes: { kubeconfig: server.kubeconfig },
        rateLimit: Object.fromEntries(
          ['reads', 'writes', 'dryRuns', 'access', 'options', 'logs'].map(
            rate => [rate, 1_000_000],
          ),
        ),
      },
    },
  });
}, 60_000);
afterAll(async () => {
  await backend.stop();
  server.stop();
});

const ref = (more: object = {}) => ({
  apiVersion,
  kind: 'Drawer',
  namespace: 'default',
  name: 'one',
  ...more,
});
const query = (more: object) =>
  new URLSearchParams(ref(more) as unknown as Record<string, string>);
const log = { pod: 'p', podNamespace: 'default', container: 'c' };
const subject = (more: object) => {
  const { kind, namespace, name, ...rest } = ref(more);
  return `subject=${encodeURIComponent(
    ['resource', rest.apiVersion, kind, namespace, name]
      .map(encodeURIComponent)
      .join('/'),
  )}`;
};
const manifest = (metadata: object) =>
  JSON.stringify({
    apiVersion,
    kind: 'Drawer',
    metadata: { name: 'one', ...metadata },
    spec: { size: 'small' },
  });

/** Every place of a name in a request: the path, and what is in the body. */
const REQUESTS: ((name: string) => [string, unknown?])[] = [
  ...['name', 'namespace', 'kind', 'apiVersion'].flatMap(field => [
    (name: string): [string] => [`/resource?${query({ [field]: name })}`],
    (name: string): [string] => [`/v1/resource?${query({ [field]: name })}`],
    (name: string): [string] => [`/v1/requests?${query({ [field]: name })}`],
    (name: string): [string] => [
      `/v1/stream?once=true&${subject({ [field]: name })}`,
    ],
    (name: string): [string] => [`/v1/access?${subject({ [field]: name })}`],
    ...[
      '/delete-resource',
      '/v1/retry',
      '/v1/pause',
      '/v1/resume',
      '/v1/release',
    ].map(path => (name: string): [string, unknown] => [
      path,
      ref({ [field]: name }),
    ]),
    (name: string): [string, unknown] => [
      '/v1/operable',
      { refs: [ref(), ref({ [field]: name })] },
    ],
    (name: string): [string, unknown] => [
      '/v1/upgrade',
      { ...ref({ [field]: name }), version: 'v1' },
    ],
  ]),
  ...['pod', 'podNamespace', 'container'].map(
    field =>
      (name: string): [string] =>
        [`/v1/log?${query({ ...log, [field]: name })}`],
  ),
  ...['create', 'update'].flatMap(mode => [
    (name: string): [string, unknown] => [
      '/v1/dry-run',
      { mode, manifest: manifest({ name }) },
    ],
    (name: string): [string, unknown] => [
      '/v1/dry-run',
      { mode, manifest: manifest({ namespace: name }) },
    ],
  ]),
  name => ['/v1/upgrade', { ...ref(), version: name }],
  name => [`/v1/promises/${encodeURIComponent(name)}`],
  name => [`/v1/promises/${encodeURIComponent(name)}/resources`],
  ...['name', 'namespace'].map(field => (name: string): [string] => [
    `/v1/promises/${promiseName}/resources?${new URLSearchParams({
      [field]: name,
    })}`,
  ]),
  name => [
    `/v1/stream?once=true&subject=${encodeURIComponent(
      `resources/${encodeURIComponent(name)}/`,
    )}`,
  ],
  name => [
    `/v1/stream?once=true&subject=${encodeURIComponent(
      `promise/${encodeURIComponent(name)}`,
    )}`,
  ],
  name => [
    `/v1/options?${new URLSearchParams({ promise: name, field: 'spec.size' })}`,
  ],
  name => [
    `/v1/namespace?${new URLSearchParams({
      promise: name,
      namespace: 'default',
    })}`,
  ],
  name => [
    `/v1/namespace?${new URLSearchParams({
      promise: promiseName,
      namespace: name,
    })}`,
  ],
];

async function send([path, body]: [string, unknown?]) {
  const response = await fetch(`${backend.api}/ske${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      authorization: mockCredentials.user.header(),
      'content-type': 'application/json',
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  await response.text();
  return response.status;
}

/** A path of the API server whose names are all known. */
const KNOWN = [promiseName, 'one'];
const PATH =
  /^\w+ \/(?:api|apis\/[a-z0-9.-]+)\/[a-z0-9]+(?:\/namespaces\/([a-z0-9-]+))?(?:\/[a-z]+(?:\/([a-z0-9.-]+)(?:\/(?:log|status))?)?)?$/;
const strange = (paths: string[]) =>
  paths.filter(path => {
    const [, namespace, name] = PATH.exec(path) ?? [];
    if (!PATH.test(path)) return true;
    return (
      (namespace !== undefined &&
        !['default', 'kratix-platform-system'].includes(namespace)) ||
      (name !== undefined && !KNOWN.includes(name))
    );
  });

const newClusterProvider = () =>
  new ClusterProvider(
    platformAccessFromConfig(
      new ConfigReader({
        ske: { kubernetes: { kubeconfig: server.kubeconfig } },
      }),
    ),
  );

it('answers 400 or 404 to names that are none, by every route', async () => {
  const statuses = new Map<string, number>();
  for (const name of ['..', 'one/exec/x', 'cache/']) {
    for (const request of REQUESTS) {
      const [path, body] = request(name);
      statuses.set(`${path} ${JSON.stringify(body)}`, await send([path, body]));
    }
  }
  const others = [...statuses].filter(
    ([what, status]) =>
      // A dry run answers that it would be refused.
      ![400, 404].includes(status) &&
      !what.startsWith('/v1/dry-run') &&
      // The client makes /v1/resources of it, which has no name.
      what !== '/v1/promises/../resources undefined',
  );
  expect(others).toEqual([]);
});

it('lets no hostile name reach the API server, by any route', async () => {
  server.asked.length = 0;
  for (const [index, name] of names.entries()) {
    await send(REQUESTS[index % REQUESTS.length](name));
  }
  for (const name of WORST.slice(0, 12)) {
    for (const request of REQUESTS) await send(request(name));
  }
  expect(names.length).toBeGreaterThan(900);
  expect(server.asked.length).toBeGreaterThan(0);
  expect(strange(server.asked)).toEqual([]);
}, 120_000);

it('asks the platform once, however many kinds are asked for that nobody knows', async () => {
  server.asked.length = 0;
  for (let n = 0; n < 50; n += 1) {
    const kind = `Unknown${n}`;
    expect(await send([`/resource?${query({ kind })}`])).toBe(403);
    expect(await send([`/v1/stream?once=true&${subject({ kind })}`])).toBe(200);
  }
  // Watches of the tests before try again meanwhile: they have a query, discovery has none.
  const askedForKinds = server.asked.filter(path => !path.includes('?'));
  expect(askedForKinds.length).toBeLessThanOrEqual(1);
});

it('lets none reach it by an action either', async () => {
  const clusterProvider = newClusterProvider();
  const { resourceRequests, store } = await newResourceRequests(
    platformProviderOf({ kind: 'kubernetes', clusterProvider }),
  );
  const actions = [
    (name: string) =>
      runAction(createConfigureResourceAction(resourceRequests), {
        manifest: manifest({ name }),
      }),
    (name: string) =>
      runAction(createConfigureResourceAction(resourceRequests), {
        manifest: manifest({ namespace: name }),
      }),
    (name: string) =>
      runAction(createDeleteResourceAction(resourceRequests), ref({ name })),
    (name: string) =>
      runAction(
        createDeleteResourceAction(resourceRequests),
        ref({ namespace: name }),
      ),
    (name: string) =>
      runAction(createRecordRequestAction(resourceRequests), {
        promiseName,
        name,
        action: 'Request',
        manifest: manifest({ name }),
      }),
  ];
  server.asked.length = 0;
  const taken: string[] = [];
  for (const [index, name] of names.entries()) {
    // An empty namespace is the default one.
    if (name === '') continue;
    await actions[index % actions.length](name).then(
      () => taken.push(name),
      error => expect(at(error, 'name')).toBe('InputError'),
    );
  }
  clusterProvider.stop();
  expect(taken).toEqual([]);
  expect(strange(server.asked)).toEqual([]);
  expect(await store.listUnfinished()).toEqual([]);
});

it('lets none reach it by a tool of an agent', async () => {
  const clusterProvider = newClusterProvider();
  const { resourceRequests, store } = await newResourceRequests(
    platformProviderOf({ kind: 'kubernetes', clusterProvider }),
  );
  const tools = toolsOf(resourceRequests);
  const repoUrl = 'github.com?owner=o&repo=r';
  const ways: ((name: string) => [string, object])[] = [
    name => ['configure-resource', { manifest: manifest({ name }) }],
    name => ['configure-resource', { manifest: manifest({ namespace: name }) }],
    name => ['delete-resource', ref({ name })],
    name => ['delete-resource', ref({ namespace: name })],
    name => ['delete-resource', ref({ kind: name })],
    name => [
      'propose-resource',
      { manifest: manifest({ name }), repoUrl, action: 'Delete' },
    ],
  ];
  server.asked.length = 0;
  const taken: string[] = [];
  for (const [index, name] of names.entries()) {
    if (name === '') continue;
    const [tool, input] = ways[index % ways.length](name);
    await tools(tool, input).then(
      () => taken.push(name),
      error =>
        expect(['InputError', 'NotAllowedError', 'NotFoundError']).toContain(
          at(error, 'name'),
        ),
    );
  }
  clusterProvider.stop();
  expect(taken).toEqual([]);
  expect(strange(server.asked)).toEqual([]);
  expect(await store.listUnfinished()).toEqual([]);
});

it('lets owners, repositories and branches reach a Git host only as themselves', async () => {
  const asked: string[] = [];
  const host = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.writeHead(404, { 'content-type': 'application/json' }).end('{}');
  });
  await new Promise<void>(resolve => {
    host.listen(0, '127.0.0.1', resolve);
  });
  const hostName = `127.0.0.1:${(host.address() as AddressInfo).port}`;
  const clusterProvider = newClusterProvider();
  const { resourceRequests, pullRequests } = await newResourceRequests(
    platformProviderOf({ kind: 'kubernetes', clusterProvider }),
    {
      integrations: {
        gitea: [{ host: hostName, baseUrl: `http://${hostName}` }],
      },
      ske: { delivery: { repositories: ['*'], targetBranches: ['*'] } },
    },
  );
  const tools = toolsOf(resourceRequests);
  const propose = async (
    parts: { owner?: string; repo?: string },
    targetBranch?: string,
  ) => {
    asked.length = 0;
    const address = new URLSearchParams({ owner: 'o', repo: 'r', ...parts });
    await tools('propose-resource', {
      manifest: manifest({}),
      repoUrl: `${hostName}?${address}`,
      action: 'Update',
      targetBranch,
    }).catch(() => undefined);
    return asked.map(path => new URL(path, 'http://x').pathname);
  };
  const repositoryIn = (path: string) =>
    path
      .replace(/^\/api\/v1\/repos/, '')
      .replace(/(\.git\/.*|\/(pulls|branches)\b.*)$/, '')
      .split('/')
      .filter(Boolean)
      .map(decodeURIComponent)
      .join('/');
  let count = 0;
  for (const [index, name] of names.slice(0, 400).entries()) {
    const part = index % 2 === 0 ? 'owner' : 'repo';
    const paths = await propose({ [part]: name });
    count += paths.length;
    const whole = part === 'owner' ? `${name.trim()}/r` : `o/${name.trim()}`;
    expect([...new Set(paths.map(repositoryIn))]).toEqual(
      paths.length === 0 ? [] : [whole],
    );
  }
  // Those that are names all the same are asked for.
  expect(count).toBeGreaterThan(0);
  for (const name of WORST) {
    const paths = await propose({}, name);
    expect(paths.filter(path => repositoryIn(path) !== 'o/r')).toEqual([]);
  }
  await pullRequests.close();
  clusterProvider.stop();
  host.close();
}, 120_000);
