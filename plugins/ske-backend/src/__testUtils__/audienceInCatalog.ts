import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import { mockCredentials } from '@backstage/backend-test-utils';
import {
  AuthorizeResult,
  type DefinitivePolicyDecision,
} from '@backstage/plugin-permission-common';
import type { PolicyQueryUser } from '@backstage/plugin-permission-node';
import { resourceTypes } from '@syntasso/plugin-ske-node';
import { withSkeAudience } from '../index';
import { startBackend } from './backend';
import { newCachePromise, newClient, requestCache } from './cachePromise';

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

/** Who finds which entities in a catalog that runs. */
export interface AudienceCatalog {
  /**
   * Names of the entities of a Promise that is for team-a, and of those that are
   * for everybody or owned by Bert.
   */
  expected: { forSome: string[]; forAll: string[] };
  /** Names of the entities that somebody finds, all or with a filter. */
  entitiesOf(user: 'anna' | 'bert', filter?: string): Promise<string[]>;
  stop(): Promise<void>;
}

/**
 * Starts a catalog that decides by audience, on a database of choice: the rule
 * becomes SQL. Anna is in team-a, Bert is not.
 *
 * @param kinds - of a Promise for team-a and of one for all; names in the shared
 * catalog come from them.
 */
export async function startAudienceCatalog(
  kinds: [string, string],
  database: Pick<
    NonNullable<Parameters<typeof startBackend>[0]>,
    'config' | 'features'
  > = {},
): Promise<AudienceCatalog> {
  const forSome = newCachePromise(kinds[0]);
  const forAll = newCachePromise(kinds[1]);
  const client = newClient();
  const policy = withSkeAudience({ handle: async () => ALLOW });
  const { api, stop } = await startBackend({
    ...database,
    permissions: {
      authorize: async requests => requests.map(() => ALLOW),
      authorizeConditional: async (requests, options) => {
        const { principal } = (options as { credentials: BackstageCredentials })
          .credentials as { principal: { userEntityRef?: string } };
        const ref = principal.userEntityRef;
        return Promise.all(
          requests.map(async ({ permission }) =>
            ref ? policy.handle({ permission }, userOf(ref)) : ALLOW,
          ),
        );
      },
    },
  });
  const base = `${api}/catalog`;
  await client.create(resourceTypes.promises, {
    ...forSome.promise,
    metadata: {
      ...forSome.promise.metadata,
      annotations: { 'kratix.io/backstage-audience': 'team-a' },
    },
  });
  await client.create(resourceTypes.promises, forAll.promise);
  const { ref, type } = forSome;
  await requestCache(client, type, ref('of-nobody'));
  await requestCache(client, type, ref('of-bert'), {
    'ske.backstage.component/owner': 'team-b',
  });

  const namesOf = (kind: string) => [
    `${kind.toLowerCase()}-promise`,
    `${kind.toLowerCase()}-promise-template`,
  ];
  const componentOf = (name: string) => `${name}-${kinds[0].toLowerCase()}`;
  return {
    expected: {
      forSome: [...namesOf(kinds[0]), componentOf('of-nobody')],
      forAll: [...namesOf(kinds[1]), componentOf('of-bert')],
    },
    async entitiesOf(user, filter) {
      const query = new URLSearchParams({
        fields: 'metadata.name',
        ...(filter ? { filter } : {}),
      });
      const response = await fetch(`${base}/entities?${query}`, {
        headers: {
          authorization: mockCredentials.user.header(`user:default/${user}`),
        },
      });
      const found = (await response.json()) as { metadata: { name: string } }[];
      return found.map(({ metadata }) => metadata.name);
    },
    async stop() {
      for (const { promiseName } of [forSome, forAll]) {
        await client.delete(resourceTypes.promises, { name: promiseName });
      }
      await stop();
    },
  };
}

/**
 * What Bert finds, once Anna finds everything: by the audience too, since the
 * catalog lists an entity a moment before it can be searched by its fields.
 */
export async function foundByBert(catalog: AudienceCatalog): Promise<string[]> {
  const { forSome, forAll } = catalog.expected;
  const finds = async (names: string[], filter?: string) => {
    const found = await catalog.entitiesOf('anna', filter);
    return names.every(name => found.includes(name));
  };
  while (
    !(await finds(forAll)) ||
    !(await finds(forSome, 'spec.audience=group:default/team-a'))
  );
  const ofBoth = [...forSome, ...forAll];
  const found = await catalog.entitiesOf('bert');
  return ofBoth.filter(name => found.includes(name));
}
