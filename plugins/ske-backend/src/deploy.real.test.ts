import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { mockCredentials } from '@backstage/backend-test-utils';
import type { JsonObject } from '@backstage/types';
import {
  lintChart,
  placeOfKind,
  renderChart,
  testKubeconfig,
  upstreamOf,
  valueSetsOf,
} from '@internal/testbed';
import {
  asText,
  at,
  objectsOf,
  platformHealthSchema,
  type Manifest,
} from '@syntasso/plugin-ske-common';
import { resourceTypes } from '@syntasso/plugin-ske-node';
import { parse, parseAllDocuments } from 'yaml';
import { ask, startBackend } from './__testUtils__/backend';
import { newCachePromise, newClient } from './__testUtils__/cachePromise';
import { writeKubeconfig } from './__testUtils__/kubeconfig';

// The chart of deploy/: that the API server takes what it makes, and that the account in
// it may do what Backstage needs.

const ROOT = resolve(__dirname, '../../..');
const CHART = join(ROOT, 'deploy', 'chart');
const NAMESPACE = 'ske-deploy-test';
const client = newClient();
jest.setTimeout(120_000);

const valueSets: [string, string[]][] = [
  ['its own values', []],
  ...valueSetsOf(CHART),
];

beforeAll(() =>
  client.create(resourceTypes.namespaces, {
    ...{ apiVersion: 'v1', kind: 'Namespace' },
    metadata: { name: NAMESPACE },
  }),
);
afterAll(() => client.delete(resourceTypes.namespaces, { name: NAMESPACE }));

/** The objects that the chart makes for the release `portal` in a namespace. */
const render = async (values: string[], namespace = NAMESPACE) =>
  (await renderChart(
    { chart: CHART, release: 'portal', namespace },
    values,
  )) as Manifest[];

interface Rule {
  apiGroups: string[];
  resources: string[];
  verbs: string[];
}

/** `list jobs.batch`, of all roles among some objects. */
const rightsIn = (objects: object[]): string[] =>
  [
    ...new Set(
      objects
        .flatMap(object => (object as { rules?: Rule[] }).rules ?? [])
        .flatMap(({ apiGroups, resources, verbs }) =>
          apiGroups.flatMap(group =>
            resources.flatMap(resource =>
              verbs.map(verb => `${verb} ${resource}.${group}`),
            ),
          ),
        ),
    ),
  ].sort();

const objectsIn = (file: string): JsonObject[] =>
  parseAllDocuments(readFileSync(join(ROOT, file), 'utf8')).map(
    document => document.toJS() as JsonObject,
  );

describe.each(valueSets)('with %s', (_name, values) => {
  it('Helm finds nothing wrong', async () => {
    const said = await lintChart(
      { chart: CHART, namespace: NAMESPACE },
      values,
    );
    expect(said).toContain('0 chart(s) failed');
  });

  it('the API server takes each object', async () => {
    const objects = await render(values);
    const kinds = objects.map(({ kind }) => kind);
    expect(kinds).toEqual(
      expect.arrayContaining(['ConfigMap', 'Deployment', 'Service']),
    );
    for (const object of objects) {
      const type = placeOfKind(object.kind);
      const taken = await client.create(type, object, { dryRun: true });
      expect(taken.kind).toBe(object.kind);
    }
  });

  it('everything stands at the addresses of baseUrl', async () => {
    const objects = await render(values);
    const config = objects.find(({ kind }) => kind === 'ConfigMap');
    const { app, backend } = parse(
      asText(at(config, 'data', 'app-config.yaml'))!,
    );
    expect(backend.baseUrl).toBe(app.baseUrl);
    const { hostname, origin } = new URL(app.baseUrl);
    expect(backend.cors).toEqual({ origin });
    const hosts = objects
      .filter(({ kind }) => kind === 'Ingress')
      .flatMap(ingress => objectsOf(at(ingress, 'spec', 'rules')))
      .map(({ host }) => host);
    expect(hosts.filter(host => host !== hostname)).toEqual([]);
  });
});

it.each([
  ['a key that is none', 'replicaCount=2'],
  ['an address that ends with a slash', 'baseUrl=https://a.org/'],
  ['no replica', 'replicas=0'],
])('refuses %s', async (_name, value) => {
  await expect(render(['--set', value])).rejects.toThrow(
    'specifications of the schema',
  );
});

it('has no object in common with a release of the same name in another namespace', async () => {
  const placesIn = async (namespace: string) =>
    (await render([], namespace)).map(
      ({ kind, metadata: { name, namespace: own } }) => {
        const isOfCluster = kind.startsWith('Cluster');
        return [kind, isOfCluster ? '' : own ?? namespace, name].join('/');
      },
    );
  const places = await placesIn('one');
  const otherPlaces = await placesIn('other');
  expect(places).toContain('ClusterRole//one.portal-ske');
  expect(places).toContain('Role/kratix-platform-system/one.portal-ske');
  expect(places.filter(place => otherPlaces.includes(place))).toEqual([]);
});

it('gives the rights of examples/rbac', async () => {
  const files = ['read', 'write', 'operate', 'preview', 'platform'];
  const expected = rightsIn(
    files.flatMap(name => objectsIn(`examples/rbac/${name}.yaml`)),
  );
  expect(expected.length).toBeGreaterThan(20);
  expect(rightsIn(await render([]))).toEqual(expected);
});

it('the values for the chart of Backstage have the same configuration and rights', async () => {
  const [values] = objectsIn('deploy/values.yaml');
  const objects = await render([]);
  const config = objects.find(({ kind }) => kind === 'ConfigMap');
  expect(at(values, 'backstage', 'appConfig')).toEqual(
    parse(asText(at(config, 'data', 'app-config.yaml'))!),
  );
  expect(rightsIn(objectsOf(values.extraDeploy))).toEqual(rightsIn(objects));
});

describe('the account of the chart', () => {
  const endings: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const end of endings.splice(0).reverse()) await end();
  });

  it('may do everything that Platform health asks about', async () => {
    const { promise, promiseName, group } = newCachePromise('Crate');
    await client.create(resourceTypes.promises, promise);
    endings.push(() =>
      client.delete(resourceTypes.promises, { name: promiseName }),
    );
    const objects = await render([
      ...['--set', `rbac.promiseApis[0].group=${group}`],
      ...['--set', 'rbac.promiseApis[0].resources={caches}'],
    ]);
    const needed = objects.filter(({ kind }) =>
      /^ServiceAccount$|Role/.test(kind),
    );
    for (const object of needed) {
      const type = placeOfKind(object.kind);
      await client.create(type, object);
      endings.push(() => client.delete(type, object.metadata));
    }
    const token = asText(
      at(
        await client.post(
          `/api/v1/namespaces/${NAMESPACE}/serviceaccounts/portal/token`,
          'make a token',
          {
            apiVersion: 'authentication.k8s.io/v1',
            kind: 'TokenRequest',
            spec: {},
          },
        ),
        ...['status', 'token'],
      ),
    );
    const { url } = upstreamOf(testKubeconfig());
    const backend = await startBackend({
      config: {
        ske: { kubernetes: { kubeconfig: writeKubeconfig(url, { token }) } },
      },
    });
    endings.push(() => backend.stop());
    const { answer } = await ask(`${backend.api}/ske/health`, {
      authorization: mockCredentials.user.header(),
    });
    const [credential] = platformHealthSchema.parse(answer).credentials;
    expect(credential.user).toBe(`system:serviceaccount:${NAMESPACE}:portal`);
    // Promises of other tests may still be on their way out.
    const asked = credential.rights.filter(
      right => right.group === group || !right.group.endsWith('.example.org'),
    );
    expect(asked.map(right => right.group)).toContain(group);
    expect(asked.filter(({ allowed }) => !allowed)).toEqual([]);
  });
});
