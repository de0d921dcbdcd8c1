import { retry } from '@syntasso/plugin-ske-node';
import type { Knex } from 'knex';
import { packagePath } from '../../utils/packagePath';

/** The table of requests. */
export const TABLE = 'ske_requests';

/** Where Knex keeps its lock. */
const LOCK_TABLE = 'knex_migrations_lock';

/** Together as long as another replica may need: about 8 s. */
const RETRIES = { firstMs: 100, longestMs: 500, attempts: 20 };

/** What databases say where two replicas that start together got in each other's way. */
const RACED = new Set([
  // PostgreSQL: serialization failure, deadlock, lock not available,
  ...['40001', '40P01', '55P03'],
  // a table, schema, column, index or row that the other one has just made.
  ...['42P07', '42P06', '42701', '42710', '23505'],
  // SQLite.
  ...['SQLITE_BUSY', 'SQLITE_BUSY_SNAPSHOT', 'SQLITE_LOCKED'],
]);

/**
 * Brings the table to this version. Knex's lock keeps replicas that start
 * together apart, but not while the lock's own table is made: then one of them
 * fails, and looks whether the other one has done it.
 *
 * @throws the error of the database: at once where another try would not mend it.
 */
export async function migrateTable(db: Knex) {
  const directory = packagePath('migrations');
  const migrate = async () => {
    try {
      await db.migrate.latest({ directory });
    } catch (error) {
      if (isLocked(error)) await removeSecondLock(db);
      throw error;
    }
  };
  await retry(migrate, {
    ...RETRIES,
    // SQLite has one code for whatever is wrong with a statement.
    isWorthRetrying: (error, attempt) =>
      isRaced(error) || (codeOf(error) === 'SQLITE_ERROR' && attempt === 1),
  });
}

const codeOf = (error: unknown) => String((error as { code?: unknown }).code);

const isRaced = (error: unknown) => isLocked(error) || RACED.has(codeOf(error));

/** Whether Knex's own lock is taken. */
const isLocked = (error: unknown) =>
  (error as Error).name === 'MigrationLocked';

/**
 * Two replicas that make Knex's lock at the same time give it a row each. Knex takes two
 * rows for a lock that is never free, so only the first one stays.
 */
async function removeSecondLock(db: Knex) {
  const rows = await db<{ index: number; is_locked: number }>(
    LOCK_TABLE,
  ).orderBy('index');
  const free = rows.slice(1).filter(row => row.is_locked === 0);
  const indexes = free.map(({ index }) => index);
  await db(LOCK_TABLE).whereIn('index', indexes).delete();
}
