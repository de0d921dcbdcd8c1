import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import { mockCredentials } from '@backstage/backend-test-utils';
import {
  AuthorizeResult,
  type PolicyDecision,
  type ResourcePermission,
} from '@backstage/plugin-permission-common';
import { eventually } from '@internal/testbed';
import { at, type Manifest } from '@syntasso/plugin-ske-common';
import { ask, startBackend, type TestBackend } from '../__testUtils__/backend';
import { newCachePromise } from '../__testUtils__/cachePromise';
import {
  startFakeApiServer,
  type FakeApiServer,
} from '../__testUtils__/fakeApiServer';
import {
  createSkePromiseConditionalDecision,
  createSkeResourceConditionalDecision,
  skePromiseConditions,
  skeResourceConditions,
} from '../index';

/** One who may do everything, one who is in the group that a customisation names, one who is not. */
const people = {
  anna: mockCredentials.user.header('user:default/anna'),
  owner: mockCredentials.user.header('user:default/owner'),
  other: mockCredentials.user.header('user:default/other'),
};
const claims: Record<string, string[] | undefined> = {
  'user:default/owner': ['group:default/team-data'],
  'user:default/other': ['group:default/team-b'],
};

/** Some see what they own, by the rules that policies have. */
const decide = (
  permission: { resourceType?: string },
  credentials: BackstageCredentials,
): PolicyDecision => {
  const { userEntityRef = '' } = credentials.principal as {
    userEntityRef?: string;
  };
  const own = claims[userEntityRef];
  if (own && permission.resourceType === 'ske-promise') {
    return createSkePromiseConditionalDecision(
      permission as ResourcePermission<'ske-promise'>,
      skePromiseConditions.isOwner({ claims: own }),
    );
  }
  if (own && permission.resourceType === 'ske-resource') {
    return createSkeResourceConditionalDecision(
      permission as ResourcePermission<'ske-resource'>,
      skeResourceConditions.isOwner({ claims: own }),
    );
  }
  return { result: AuthorizeResult.ALLOW };
};

const { promise, promiseName, query, ref } = newCachePromise('Locker');
const { apiVersion, kind } = ref('one');

const customized: Manifest = {
  ...promise,
  metadata: {
    ...promise.metadata,
    uid: 'promise',
    labels: {
      'kratix.io/portal-customization': 'shop',
      'kratix.io/backstage-customization': 'data',
    },
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

const component = { owner: 'team-data' };
const entityCustomization: Manifest = {
  apiVersion: 'platform.kratix.io/v1alpha1',
  kind: 'BackstageEntityCustomization',
  metadata: { name: 'data' },
  spec: {
    entityGenerationOptions: {
      promise: { component },
      resource: { component },
    },
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
        '/apis/platform.kratix.io/v1alpha1/backstageentitycustomizations': {
          kind: 'BackstageEntityCustomizationList',
          metadata: { resourceVersion: '1' },
          items: [entityCustomization],
        },
      },
    },
  );
  backend = await startBackend({
    config: { ske: { kubernetes: { kubeconfig: server.kubeconfig } } },
    permissions: {
      authorize: async requests =>
        requests.map(() => ({ result: AuthorizeResult.ALLOW })),
      authorizeConditional: async (requests, { credentials } = {} as never) =>
        requests.map(({ permission }) => decide(permission, credentials)),
    },
  });
}, 60_000);

afterAll(async () => {
  await backend.stop();
  server.stop();
});

const read = (path: string, person: keyof typeof people = 'anna') =>
  ask(`${backend.api}${path}`, { authorization: people[person] });

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
    spec: { system: 'shop', owner: 'team-data' },
  });
  expect(await entityOf('one-locker')).toMatchObject({
    spec: { lifecycle: 'experimental', owner: 'team-data' },
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

it('calls the Promise on its page as in the catalog, and its owner owns it for permissions', async () => {
  // The catalog has it when customisations are read.
  await entityOf('one-locker');
  const pathOfPromise = `/ske/v1/promises/${promiseName}`;
  const pathOfResource = `/ske/v1/resource?${query('one')}`;
  const seen = await read(pathOfPromise, 'owner');
  expect(seen).toMatchObject({ status: 200, answer: { title: 'Lockers' } });
  expect(await read(pathOfResource, 'owner')).toMatchObject({
    status: 200,
    answer: { promise: { title: 'Lockers', owner: 'team-data' } },
  });
  const { answer: listed } = await read('/ske/v1/promises', 'owner');
  expect(listed).toMatchObject({
    items: [{ name: promiseName, title: 'Lockers' }],
  });
  for (const path of [pathOfPromise, pathOfResource])
    expect((await read(path, 'other')).status).toBe(403);
  const { answer: none } = await read('/ske/v1/promises', 'other');
  expect(none).toEqual({ items: [] });
});
