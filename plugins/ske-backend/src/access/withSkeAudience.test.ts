import {
  coreServices,
  createServiceFactory,
  type BackstageCredentials,
} from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import catalogPlugin from '@backstage/plugin-catalog-backend';
import catalogScaffolderModel from '@backstage/plugin-catalog-backend-module-scaffolder-entity-model';
import {
  AuthorizeResult,
  createPermission,
  type DefinitivePolicyDecision,
  type PolicyDecision,
} from '@backstage/plugin-permission-common';
import type { PolicyQueryUser } from '@backstage/plugin-permission-node';
import { testKubeconfig } from '@internal/testbed';
import { skePromiseReadPermission } from '@syntasso/plugin-ske-common';
import { resourceTypes } from '@syntasso/plugin-ske-node';
import { newCachePromise, newClient } from '../__testUtils__/cachePromise';
import feature, { skePromiseConditions, withSkeAudience } from '../index';

const ALLOW: DefinitivePolicyDecision = { result: AuthorizeResult.ALLOW };
const groupsOf: Record<string, string[]> = {
  'user:default/anna': ['group:default/team-a'],
  'user:default/bert': ['group:default/team-b'],
};
const infoOf = (userEntityRef: string) => ({
  userEntityRef,
  ownershipEntityRefs: [userEntityRef, ...(groupsOf[userEntityRef] ?? [])],
});
const userOf = (userEntityRef: string) =>
  ({ info: infoOf(userEntityRef) } as PolicyQueryUser);

describe('the policy', () => {
  const answering = (decision: PolicyDecision) =>
    withSkeAudience({ handle: async () => decision });
  const anna = userOf('user:default/anna');

  it('leaves what the wrapped policy denies denied', async () => {
    const deny = { result: AuthorizeResult.DENY } as const;
    await expect(
      answering(deny).handle({ permission: skePromiseReadPermission }, anna),
    ).resolves.toEqual(deny);
  });

  it('adds to the conditions of the wrapped policy', async () => {
    const named = skePromiseConditions.isNamed({ promises: ['redis'] });
    const decision = await answering({
      result: AuthorizeResult.CONDITIONAL,
      pluginId: 'ske',
      resourceType: 'ske-promise',
      conditions: named,
    }).handle({ permission: skePromiseReadPermission }, anna);
    expect(decision).toMatchObject({
      conditions: { allOf: [named, { rule: 'IN_AUDIENCE' }] },
    });
  });

  it('has no say in anything else', async () => {
    const permission = createPermission({ name: 'x', attributes: {} });
    await expect(answering(ALLOW).handle({ permission }, anna)).resolves.toBe(
      ALLOW,
    );
  });
});

describe('the catalog', () => {
  const forSome = newCachePromise('Strongbox');
  const forAll = newCachePromise('Shelf');
  const client = newClient();
  const policy = withSkeAudience({
    handle: async () => ALLOW,
  });
  let base: string;

  beforeAll(async () => {
    const { server } = await startTestBackend({
      features: [
        feature,
        catalogPlugin,
        catalogScaffolderModel,
        mockServices.rootConfig.factory({
          data: {
            ske: { kubernetes: { kubeconfig: testKubeconfig() } },
            catalog: { rules: [{ allow: ['Component', 'Template'] }] },
          },
        }),
        createServiceFactory({
          service: coreServices.permissions,
          deps: {},
          factory: () => ({
            authorize: async requests => requests.map(() => ALLOW),
            authorizeConditional: async (requests, options) => {
              const { principal } = (
                options as { credentials: BackstageCredentials }
              ).credentials as { principal: { userEntityRef?: string } };
              const ref = principal.userEntityRef;
              return Promise.all(
                requests.map(async ({ permission }) =>
                  ref ? policy.handle({ permission }, userOf(ref)) : ALLOW,
                ),
              );
            },
          }),
        }),
      ],
    });
    base = `http://localhost:${server.port()}/api/catalog`;
    await client.create(resourceTypes.promises, {
      ...forSome.promise,
      metadata: {
        ...forSome.promise.metadata,
        annotations: { 'kratix.io/backstage-audience': 'team-a' },
      },
    });
    await client.create(resourceTypes.promises, forAll.promise);
  }, 60_000);
  afterAll(() =>
    Promise.all(
      [forSome, forAll].map(({ promiseName }) =>
        client.delete(resourceTypes.promises, { name: promiseName }),
      ),
    ),
  );

  const entities = async (user: string): Promise<string[]> => {
    const response = await fetch(`${base}/entities?fields=metadata.name`, {
      headers: { authorization: mockCredentials.user.header(user) },
    });
    const found = (await response.json()) as { metadata: { name: string } }[];
    return found.map(({ metadata }) => metadata.name);
  };

  it('shows the entities and the Template of a Promise to its audience only', async () => {
    const everybodys = ['shelf-promise', 'shelf-promise-template'];
    const some = ['strongbox-promise', 'strongbox-promise-template'];
    let forAnna: string[] = [];
    while (![...everybodys, ...some].every(name => forAnna.includes(name))) {
      forAnna = await entities('user:default/anna');
    }
    const forBert = await entities('user:default/bert');
    expect(forBert).toEqual(expect.arrayContaining(everybodys));
    expect(forBert.filter(name => some.includes(name))).toEqual([]);
  }, 60_000);
});
