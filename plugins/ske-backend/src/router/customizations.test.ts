import { mockCredentials } from '@backstage/backend-test-utils';
import { eventually } from '@internal/testbed';
import { at, type Manifest } from '@syntasso/plugin-ske-common';
import { ask, startBackend, type TestBackend } from '../__testUtils__/backend';
import { newCachePromise } from '../__testUtils__/cachePromise';
import {
  startFakeApiServer,
  type FakeApiServer,
} from '../__testUtils__/fakeApiServer';

const anna = { authorization: mockCredentials.user.header() };
const { promise, promiseName, ref } = newCachePromise('Locker');
const { apiVersion, kind } = ref('one');

const customized: Manifest = {
  ...promise,
  metadata: {
    ...promise.metadata,
    uid: 'promise',
    labels: { 'kratix.io/portal-customization': 'shop' },
  },
};
const resource: Manifest = {
  ...{ apiVersion, kind },
  metadata: { name: 'one', namespace: 'default', uid: 'one', generation: 1 },
  spec: { size: 'small' },
};
const patching = (arg: string, ...others: object[]) => ({
  configure: {
    containers: [
      { name: 'patch', image: 'ghcr.io/syntasso/portal-patch:v1', args: [arg] },
      ...others,
    ],
  },
});
const customization: Manifest = {
  apiVersion: 'platform.syntasso.io/v1alpha1',
  kind: 'PortalCustomization',
  metadata: { name: 'shop' },
  spec: {
    portalType: 'backstage',
    promise: patching(
      '{ target: { kind: Component }, patch: { metadata: { name: other, title: Lockers }, spec: { system: shop } } }',
    ),
    resource: patching(
      '{ target: { kind: Component }, patch: { spec: { lifecycle: experimental } } }',
      { name: 'lint', image: 'example/lint' },
    ),
  },
};

let server: FakeApiServer;
let backend: TestBackend;

beforeAll(async () => {
  server = await startFakeApiServer(
    [{ promise: customized, resources: [resource] }],
    {
      others: {
        '/apis/platform.syntasso.io/v1alpha1/portalcustomizations': {
          kind: 'PortalCustomizationList',
          metadata: { resourceVersion: '1' },
          items: [customization],
        },
      },
    },
  );
  backend = await startBackend({
    config: { ske: { kubernetes: { kubeconfig: server.kubeconfig } } },
  });
}, 60_000);

afterAll(async () => {
  await backend.stop();
  server.stop();
});

const read = (path: string) => ask(`${backend.api}${path}`, anna);

const entityOf = async (name: string) =>
  eventually(`the entity ${name}`, async () => {
    const { status, answer } = await read(
      `/catalog/entities/by-name/component/default/${name}`,
    );
    return status === 200 ? answer : undefined;
  });

it('brings entities into the catalog as a PortalCustomization changes them', async () => {
  expect(await entityOf('locker-promise')).toMatchObject({
    metadata: { name: 'locker-promise', title: 'Lockers' },
    spec: { system: 'shop', owner: 'kratix-platform' },
  });
  expect(await entityOf('one-locker')).toMatchObject({
    spec: { lifecycle: 'experimental' },
  });
});

it('tells the page of the Promise and that of the health what does not count', async () => {
  const expected = [
    'PortalCustomization shop: spec.promise.configure: metadata.name',
    'PortalCustomization shop: spec.resource.configure.containers.1',
  ];
  const own = await eventually('the problems', async () => {
    const { answer } = await read(`/ske/v1/promises/${promiseName}`);
    return at(answer, 'catalogProblems', 'own');
  });
  const fieldsOf = (problems: unknown) =>
    Array.isArray(problems)
      ? problems.map(problem => at(problem, 'field')).sort()
      : [];
  expect(fieldsOf(own)).toEqual(expected);
  const { answer: health } = await read('/ske/health');
  expect(fieldsOf(at(health, 'discovery', 'problems', 'examples'))).toEqual(
    expected,
  );
});
