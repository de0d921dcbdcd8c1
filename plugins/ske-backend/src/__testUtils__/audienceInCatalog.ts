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
  type DefinitivePolicyDecision,
} from '@backstage/plugin-permission-common';
import type { PolicyQueryUser } from '@backstage/plugin-permission-node';
import type { JsonObject } from '@backstage/types';
import { testKubeconfig } from '@internal/testbed';
import { resourceTypes } from '@syntasso/plugin-ske-node';
import feature, { withSkeAudience } from '../index';
import { newCachePromise, newClient } from './cachePromise';

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

/**
 * Tests that a Promise's audience decides who finds its entities in the catalog,
 * on a database of choice: the rule becomes SQL.
 *
 * @param kinds - of a Promise for some and of one for all; names in the shared
 * catalog come from them.
 */
export function audienceInCatalog(
  name: string,
  kinds: [string, string],
  database: {
    features: Parameters<typeof startTestBackend>[0]['features'];
    config: JsonObject;
  },
) {
  describe(`the catalog ${name}`, () => {
    const forSome = newCachePromise(kinds[0]);
    const forAll = newCachePromise(kinds[1]);
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
          ...(database.features ?? []),
          mockServices.rootConfig.factory({
            data: {
              ske: { kubernetes: { kubeconfig: testKubeconfig() } },
              ...database.config,
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
      const [some, everybodys] = kinds.map(kind => [
        `${kind.toLowerCase()}-promise`,
        `${kind.toLowerCase()}-promise-template`,
      ]);
      let forAnna: string[] = [];
      while (![...everybodys, ...some].every(name => forAnna.includes(name))) {
        forAnna = await entities('user:default/anna');
      }
      const forBert = await entities('user:default/bert');
      expect(forBert).toEqual(expect.arrayContaining(everybodys));
      expect(forBert.filter(name => some.includes(name))).toEqual([]);
    }, 60_000);
  });
}
