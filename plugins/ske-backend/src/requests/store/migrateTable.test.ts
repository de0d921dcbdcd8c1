import type { Knex } from 'knex';
import { migrateTable } from './migrateTable';

/** A database with one lock, whose migrations end like this, one after the other. */
function databaseThat(...ends: (Error | 'migrated')[]) {
  const latest = jest.fn(async () => {
    const end = ends.shift();
    if (end instanceof Error) throw end;
  });
  const lock = { index: 1, is_locked: 1 };
  const table = {
    orderBy: async () => [lock],
    whereIn: () => ({ delete: async () => 0 }),
  };
  const db = Object.assign(() => table, { migrate: { latest } });
  return { db: db as unknown as Knex, latest };
}

const failure = (more: object) =>
  Object.assign(new Error('relation exists'), more);

it.each([
  ['the lock is taken', { name: 'MigrationLocked' }],
  ['the lock table is made by another one', { code: '42P07' }],
  ['both make the same type', { code: '23505' }],
  ['the two do not go together', { code: '40001' }],
  ['one waits for the other', { code: '40P01' }],
  ['SQLite is busy', { code: 'SQLITE_BUSY' }],
])('tries again where %s', async (_, more) => {
  const { db, latest } = databaseThat(failure(more), 'migrated');
  await migrateTable(db);
  expect(latest).toHaveBeenCalledTimes(2);
});

it.each([
  ['a missing right', { code: '42501' }],
  ['a migration that is wrong', { code: '42601' }],
  ['a file that is missing', {}],
  ['a full disk', { code: '53100' }],
  ['a database that is away', { code: 'ECONNREFUSED' }],
])('fails at once for %s, with the error as it was', async (_, more) => {
  const error = failure(more);
  const { db, latest } = databaseThat(error, 'migrated');
  await expect(migrateTable(db)).rejects.toBe(error);
  expect(latest).toHaveBeenCalledTimes(1);
});
