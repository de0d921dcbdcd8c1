import type { ObjectRef } from '@syntasso/plugin-ske-common';
import type { Knex } from 'knex';
import {
  requestKey,
  resourceColumns,
  fromRow,
  type RequestRow,
  type StoredRequest,
} from './requestRow';
import type { ReplacedRequest } from './RequestStore';
import { TABLE } from './migrateTable';
import { doneChange, OPEN_STATES } from './requestChanges';

/** Columns of a request, except the texts of manifests, which may be long. */
export const COLUMNS_WITHOUT_TEXTS = [
  ...(['id', 'key', 'promise', 'api_version', 'api_group', 'kind'] as const),
  ...(['namespace', 'name', 'action', 'delivery', 'state', 'outcome'] as const),
  ...(['message', 'requested_by', 'task_id', 'pull_request_url'] as const),
  ...(['pull_request', 'requests_repo_url', 'context', 'receipt'] as const),
  ...([
    'recorded_at',
    'sent_at',
    'landed_at',
    'done_at',
    'checked_at',
  ] as const),
  ...(['lease_until', 'lease_by', 'redacted'] as const),
];

const WITHOUT_TEXTS = {
  ...{ manifest: null, before: null, secrets_given: null },
  owner: null,
};

/** A row of {@link COLUMNS_WITHOUT_TEXTS} as a record. */
export const fromRowWithoutTexts = (row: Partial<RequestRow>): StoredRequest =>
  fromRow({ ...row, ...WITHOUT_TEXTS } as RequestRow);

/** Resources that one statement is about. */
const AT_ONCE = 40;

/** All that are not done, without the texts of their manifests, which may be long. */
export const listUnfinishedRequests = (
  db: Knex,
  filter: Partial<RequestRow> = {},
): Promise<StoredRequest[]> => listUnfinishedMatching(db, [filter]);

/** See {@link listUnfinishedRequests}; those about these Resources. */
export async function listUnfinishedAbout(
  db: Knex,
  refs: ObjectRef[],
): Promise<StoredRequest[]> {
  const found: StoredRequest[] = [];
  for (let start = 0; start < refs.length; start += AT_ONCE) {
    const part = refs.slice(start, start + AT_ONCE).map(resourceColumns);
    found.push(...(await listUnfinishedMatching(db, part)));
  }
  return found;
}

/** Those that match any of the filters. */
async function listUnfinishedMatching(
  db: Knex,
  filters: Partial<RequestRow>[],
): Promise<StoredRequest[]> {
  const rows = await db<RequestRow>(TABLE)
    .where(query => {
      for (const filter of filters) void query.orWhere(filter);
    })
    .whereNot({ state: 'done' })
    .orderBy('recorded_at')
    .select(COLUMNS_WITHOUT_TEXTS);
  return rows.map(fromRowWithoutTexts);
}

/**
 * How many requests of a person are not done, besides deletions and those that are
 * replaced.
 */
export async function countUnfinishedRequests(
  db: Knex,
  person: string,
  { promise, ref, action }: ReplacedRequest,
): Promise<number> {
  const [{ count }] = (await db<RequestRow>(TABLE)
    .where({ requested_by: person })
    .whereNot({ state: 'done' })
    .whereNot({ action: 'Delete' })
    .whereNot({ key: requestKey(promise, ref, action) })
    .count({ count: '*' })) as { count: number | string }[];
  return Number(count);
}

/**
 * Requests and changes of a Resource by pull request that are on their way, or were
 * replaced while their pull request is still open.
 */
export async function listProposals(
  db: Knex,
  { promise, ref }: { promise: string; ref: ObjectRef },
): Promise<StoredRequest[]> {
  const rows = await db<RequestRow>(TABLE)
    .where({
      key: requestKey(promise, ref, 'Request'),
      delivery: 'pull-request',
    })
    .where(query =>
      query.whereIn('state', OPEN_STATES).orWhere({ outcome: 'replaced' }),
    )
    .orderBy('recorded_at', 'desc');
  return rows
    .map(fromRow)
    .filter(
      ({ record: { state, pullRequest } }) =>
        state !== 'done' || pullRequest?.state === 'open',
    );
}

/** The columns that a change returns of the row that it has changed. */
const CHANGED_COLUMNS = [
  ...(['key', 'recorded_at', 'api_version'] as const),
  ...(['kind', 'namespace', 'name'] as const),
];

/**
 * Changes a request in one statement.
 *
 * @param from - the states in which it is changed
 * @param options.unlessReplaced - changes nothing if another request with its key is open
 * @returns the key and the object of the request; undefined if nothing was changed
 */
export async function updateRequest(
  db: Knex,
  id: string,
  from: string[],
  change: Partial<RequestRow>,
  options: { unlessReplaced?: boolean } = {},
): Promise<Pick<RequestRow, (typeof CHANGED_COLUMNS)[number]> | undefined> {
  const rows = db<RequestRow>(TABLE).where({ id }).whereIn('state', from);
  if (options.unlessReplaced) {
    void rows.whereNotIn(
      'key',
      open => void open.from(TABLE).whereIn('state', OPEN_STATES).select('key'),
    );
  }
  const [row] = await rows.update(change, CHANGED_COLUMNS);
  return row;
}

/** Ends the requests of a Resource that landed before the given one. */
export async function endEarlierLanded(
  db: Knex,
  { key, recorded_at: recordedAt }: Pick<RequestRow, 'key' | 'recorded_at'>,
): Promise<void> {
  await db<RequestRow>(TABLE)
    .where({ key, state: 'landed' })
    .where('recorded_at', '<', recordedAt)
    .update(doneChange('replaced'));
}
