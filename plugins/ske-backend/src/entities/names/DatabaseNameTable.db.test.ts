import { TestDatabases } from '@backstage/backend-test-utils';
import { toEntityName } from '@syntasso/plugin-ske-common';
import type { Knex } from 'knex';
import { InMemoryNameTable } from './InMemoryNameTable';
import { migrateTable } from '../../requests/store/migrateTable';
import { CatalogNames } from './CatalogNames';
import { DatabaseNameTable } from './DatabaseNameTable';
import type { GivenName, NameClaim, NameTable } from './NameTable';

// PostgreSQL where the test bed has started one.
const databases = TestDatabases.create({
  ids: ['SQLITE_3', 'POSTGRES_15'],
  disableDocker: true,
});
jest.setTimeout(60_000);

async function migratedDatabase(
  id: Parameters<typeof databases.init>[0],
): Promise<Knex> {
  const db = await databases.init(id);
  await migrateTable(db);
  return db;
}

/** Every kind of table holds to the same contract. */
const tables: [string, () => Promise<NameTable>][] = [
  ['in memory', async () => new InMemoryNameTable()],
  ...databases
    .eachSupportedId()
    .map(([id]): [string, () => Promise<NameTable>] => [
      `on ${id}`,
      async () => new DatabaseNameTable(await migratedDatabase(id), 'prod'),
    ]),
];

const notHere = databases.supports('POSTGRES_15') ? undefined : it.skip;
notHere?.('names on PostgreSQL (skipped: npm run test:real has one)', () => {});

const given = (name: string, more: Partial<GivenName> = {}): GivenName => ({
  entityKind: 'component',
  key: `key of ${name}`,
  uid: `uid of ${name}`,
  wanted: name,
  name,
  ...more,
});

describe.each(tables)('names %s', (_, fresh) => {
  it('are of the first who wrote them, without regard to case', async () => {
    const table = await fresh();
    await table.insert([given('cache'), given('Cache', { key: 'late' })]);
    await table.insert([given('CACHE', { key: 'later' }), given('store')]);
    await table.insert([given('cache', { entityKind: 'template' })]);
    expect(await table.find(['late', 'later'])).toEqual([]);
    expect(await table.find(['key of cache', 'key of store'])).toEqual(
      expect.arrayContaining([
        given('cache'),
        given('store'),
        given('cache', { entityKind: 'template' }),
      ]),
    );
  });

  it('are one for each object', async () => {
    const table = await fresh();
    await table.insert([given('cache')]);
    await table.insert([
      given('other', { key: 'key of cache', uid: 'uid of cache' }),
    ]);
    expect(await table.find(['key of cache'])).toEqual([given('cache')]);
  });

  it('are freed by key and uid only', async () => {
    const table = await fresh();
    const renewed = given('cache', { uid: 'new' });
    await table.insert([renewed, given('store')]);
    await table.remove([given('cache'), given('store')]);
    await table.remove([{ ...renewed, key: 'another' }]);
    await table.remove([{ ...renewed, entityKind: 'template' }]);
    expect(await table.find(['key of cache', 'key of store'])).toEqual([
      renewed,
    ]);
  });

  it('tells which ones were given before a time', async () => {
    const table = await fresh();
    await table.insert([given('cache')]);
    const minute = 60_000;
    expect(await table.listGivenBefore(new Date(Date.now() - minute))).toEqual(
      [],
    );
    expect(await table.listGivenBefore(new Date(Date.now() + minute))).toEqual([
      given('cache'),
    ]);
  });

  it('are the same in replicas that want many of them at once', async () => {
    const table = await fresh();
    const claims = Array.from(
      { length: 500 },
      (__, index): NameClaim => ({
        entityKind: 'component',
        ...{ key: `key-${index}`, uid: `${index}` },
        ...{ requestedName: `name-${index % 250}`, createdAt: '2026-01-01' },
        wanted: toEntityName(`name-${index % 250}`),
      }),
    );
    const replicas = [new CatalogNames(), new CatalogNames()];
    await Promise.all(
      replicas.map(async (names, n) => {
        names.provideTable(table);
        // Each has seen them in another order.
        const seen = n === 0 ? claims : [...claims].reverse();
        const changes = names.compare(seen.map(one => [one.key, [one]]));
        if (changes) await names.write(changes);
      }),
    );
    const [one, other] = replicas.map(names =>
      claims.map(({ key }) => names.nameOf('component', key)),
    );
    expect(other).toEqual(one);
    expect(new Set(one).size).toBe(500);
    expect(one).not.toContain(undefined);
  });
});

describe.each(databases.eachSupportedId())('on %s', id => {
  it('keeps the names of one platform apart from those of another', async () => {
    const db = await migratedDatabase(id);
    const [prod, test] = ['prod', 'test'].map(
      platform => new DatabaseNameTable(db, platform),
    );
    await prod.insert([given('cache')]);
    expect(await test.find(['key of cache'])).toEqual([]);
    await test.insert([given('cache')]);
    expect(await test.find(['key of cache'])).toEqual([given('cache')]);
    await test.remove([given('cache')]);
    expect(await prod.find(['key of cache'])).toEqual([given('cache')]);
  });
});
