import { setTimeout as sleep } from 'node:timers/promises';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';

/** The table of requests. */
export const TABLE = 'ske_requests';

const ATTEMPTS = 20;
const RACED_MS = 250;

/**
 * Brings the table to this version. Knex's lock keeps replicas that start
 * together apart, but not while the lock's own table is made: then one of them
 * fails, and looks whether the other one has done it.
 */
export async function migrateTable(db: Knex) {
  const directory = resolvePackagePath(
    '@syntasso/plugin-ske-backend',
    'migrations',
  );
  for (let attempt = 1; ; attempt += 1) {
    try {
      await db.migrate.latest({ directory });
      return;
    } catch (error) {
      if (attempt === ATTEMPTS) throw error;
      await sleep(RACED_MS * (1 + Math.random()));
    }
  }
}
