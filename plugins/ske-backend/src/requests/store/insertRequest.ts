import { randomUUID } from 'node:crypto';
import type { RequestRecord } from '@syntasso/plugin-ske-common';
import type { Knex } from 'knex';
import {
  requestKey,
  toRow,
  type DispatchContext,
  type RequestRow,
} from './requestRow';
import { TABLE } from './migrateTable';
import { doneChange, OPEN_STATES } from './requestChanges';

/** A request to be recorded. */
export type NewRequest = Pick<
  RequestRecord,
  | 'promise'
  | 'ref'
  | 'action'
  | 'delivery'
  | 'manifest'
  | 'before'
  | 'secretsGiven'
  | 'requestedBy'
  | 'taskId'
  | 'pullRequest'
  | 'requestsRepoUrl'
>;

/** Which process may send a request, and until when. */
export interface Lease {
  by: string;
  until: Date;
}

/**
 * Writes a request down: the same task gets what it has written down before;
 * a new one for the same thing takes the place of the one that is on its way.
 *
 * @returns its id; undefined when a concurrent insert won: try again.
 */
export async function tryInsert(
  db: Knex,
  request: NewRequest,
  context: DispatchContext,
  lease: Lease,
): Promise<string | undefined> {
  const key = requestKey(request.promise, request.ref, request.action);
  return db
    .transaction(async tx => {
      const now = new Date().toISOString();
      const present = await tx<RequestRow>(TABLE)
        .where({ key })
        .whereIn('state', OPEN_STATES)
        .first();
      if (present && request.taskId && present.task_id === request.taskId) {
        return present.id;
      }
      if (present) {
        await tx<RequestRow>(TABLE)
          .where({ id: present.id })
          .whereIn('state', OPEN_STATES)
          .update(doneChange('replaced'));
      }
      const id = randomUUID();
      const record: RequestRecord = {
        ...request,
        id,
        state: 'recorded',
        recordedAt: now,
      };
      await tx(TABLE)
        .insert({
          ...toRow(record, context),
          lease_by: lease.by,
          lease_until: lease.until.toISOString(),
        })
        .onConflict()
        .ignore();
      const inserted = await tx<RequestRow>(TABLE).where({ id }).first('id');
      if (inserted) return id;
      // Roll back: a concurrent request is the open one now.
      throw new ConcurrentInsertError();
    })
    .catch(error => {
      if (error instanceof ConcurrentInsertError) return undefined;
      throw error;
    });
}

class ConcurrentInsertError extends Error {}

/** Takes the lease of a request. @returns false when another process has it */
export async function takeLease(
  db: Knex,
  id: string,
  { by, until }: Lease,
): Promise<boolean> {
  const now = new Date().toISOString();
  const count = await db<RequestRow>(TABLE)
    .where({ id })
    .andWhere(query =>
      query
        .whereNull('lease_until')
        .orWhere('lease_until', '<', now)
        .orWhere({ lease_by: by }),
    )
    .update({ lease_by: by, lease_until: until.toISOString() });
  return count > 0;
}
