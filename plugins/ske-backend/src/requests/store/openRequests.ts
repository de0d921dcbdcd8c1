import type { RequestRecord } from '@syntasso/plugin-ske-common';
import type { Knex } from 'knex';
import { TABLE } from './migrateTable';
import { COLUMNS_WITHOUT_TEXTS, fromRowWithoutTexts } from './queries';
import { OPEN_STATES } from './requestChanges';
import type { RequestRow, StoredRequest } from './requestRow';

/** Where a request is in a list that is ordered by when requests were recorded. */
export type RequestPosition = Pick<RequestRecord, 'recordedAt' | 'id'>;

/** Whose requests are asked for. */
export interface RequestsOf {
  /** Who has made the request. */
  person: string;
  /** Or for whom others have made it by pull request: whole entity references. */
  owners: string[];
}

/**
 * Only the JSON of an open pull request has this: within one of its texts the quotes would
 * be escaped.
 */
const OPEN_PULL_REQUEST = '%"state":"open"%';

/** See {@link RequestStore.listOpenOf}. */
export async function listOpenOf(
  db: Knex,
  { person, owners }: RequestsOf,
  limit: number,
): Promise<StoredRequest[]> {
  const rows = await db<RequestRow>(TABLE)
    .whereIn('state', OPEN_STATES)
    .where(
      query =>
        void query
          .where({ requested_by: person })
          .orWhere(
            proposed =>
              void proposed
                .where({ delivery: 'pull-request' })
                .whereIn('owner', owners),
          ),
    )
    .orderBy([
      { column: 'recorded_at', order: 'desc' },
      { column: 'id', order: 'desc' },
    ])
    .limit(limit)
    .select(COLUMNS_WITHOUT_TEXTS);
  return rows.map(fromRowWithoutTexts);
}

/** See {@link RequestStore.listWaiting}. */
export async function listWaiting(
  db: Knex,
  after: RequestPosition | undefined,
  limit: number,
): Promise<StoredRequest[]> {
  const rows = await waitingAfter(db, after)
    .orderBy([{ column: 'recorded_at' }, { column: 'id' }])
    .limit(limit)
    .select(COLUMNS_WITHOUT_TEXTS);
  return rows.map(fromRowWithoutTexts);
}

/** See {@link RequestStore.countWaiting}. */
export async function countWaiting(
  db: Knex,
  after: RequestPosition | undefined,
): Promise<number> {
  const [{ count }] = (await waitingAfter(db, after).count({
    count: '*',
  })) as { count: number | string }[];
  return Number(count);
}

function waitingAfter(db: Knex, after: RequestPosition | undefined) {
  const waiting = db<RequestRow>(TABLE)
    .where({ delivery: 'pull-request' })
    .whereIn('state', OPEN_STATES)
    .where('pull_request', 'like', OPEN_PULL_REQUEST);
  if (!after) return waiting;
  const { recordedAt, id } = after;
  return waiting.where(
    query =>
      void query
        .where('recorded_at', '>', recordedAt)
        .orWhere(
          same =>
            void same.where({ recorded_at: recordedAt }).where('id', '>', id),
        ),
  );
}
