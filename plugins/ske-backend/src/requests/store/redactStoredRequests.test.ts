import { mockServices } from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import type { Manifest } from '@syntasso/plugin-ske-common';
import { platformAccessFromConfig } from '@syntasso/plugin-ske-node';
import knexFactory from 'knex';
import { newCachePromise } from '../../__testUtils__/cachePromise';
import { startFakeApiServer } from '../../__testUtils__/fakeApiServer';
import { platformProviderOf } from '../../__testUtils__/platformProvider';
import { ClusterProvider } from '../../platform/ClusterProvider';
import { redactStoredRequests } from './redactStoredRequests';
import { DatabaseRequestStore } from './DatabaseRequestStore';

const { group, promise, promiseName } = newCachePromise('Casket');
const SECRETS = `
spec: { size: small, pin: sesame, note: plain, free: { apiToken: sesame } }
`;
const manifest = `
apiVersion: ${group}/v1
kind: Casket
metadata: { name: one }${SECRETS}`;

/** Its API says of one more field that it is a secret. */
function withSecretPin(): Manifest {
  const copy = structuredClone(promise) as Manifest & { spec: never };
  const api = JSON.stringify(copy).replace(
    '"place":{"type":"string"}',
    '"pin":{"type":"string","format":"password"}',
  );
  return JSON.parse(api) as Manifest;
}

it('takes secrets out of what an older version has stored', async () => {
  const server = await startFakeApiServer([
    { promise: withSecretPin(), resources: [] },
  ]);
  const clusterProvider = new ClusterProvider(
    platformAccessFromConfig(
      new ConfigReader({
        ske: { kubernetes: { kubeconfig: server.kubeconfig } },
      }),
    ),
  );
  const db = knexFactory({
    client: 'better-sqlite3',
    connection: ':memory:',
    useNullAsDefault: true,
  });
  const store = await DatabaseRequestStore.create({
    getClient: async () => db,
  });
  const lease = { by: 'x', until: new Date() };
  const ref = {
    apiVersion: `${group}/v1`,
    kind: 'Casket',
    namespace: 'default',
  };
  const begin = async (name: string) =>
    (
      await store.insert(
        {
          ...{ promise: promiseName, ref: { ...ref, name }, action: 'Update' },
          ...{ delivery: 'push', manifest, before: manifest },
        },
        { hasWholeManifest: true },
        lease,
      )
    ).record.id;
  const [ended, unsent] = [await begin('one'), await begin('two')];
  await store.finish(ended, 'refused', 'spec.pin: Invalid value: "sesame"');
  const options = {
    store,
    platformProvider: platformProviderOf({
      kind: 'kubernetes',
      clusterProvider,
    }),
    logger: mockServices.logger.mock(),
  };
  const rowOf = (id: string) => db('ske_requests').where({ id }).first();

  // What this version writes is left alone.
  await redactStoredRequests(options);
  expect(JSON.stringify(await rowOf(ended))).toContain('sesame');

  await db('ske_requests').update({ redacted: false });
  await redactStoredRequests(options);
  const row = await rowOf(ended);
  expect(JSON.stringify(row)).not.toContain('sesame');
  expect(row.manifest).toContain('note: plain');
  expect(row.before).toContain('size: small');
  expect(row.message).toContain('spec.pin');
  expect(JSON.parse(row.context)).toMatchObject({ hasWholeManifest: false });
  // It could not be sent without them.
  expect((await rowOf(unsent)).manifest).toContain('sesame');

  clusterProvider.stop();
  server.stop();
  await db.destroy();
});
