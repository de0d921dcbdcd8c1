import type { DatabaseService } from '@backstage/backend-plugin-api';
import { ConflictError } from '@backstage/errors';
import type {
  ObjectRef,
  PullRequest,
  RequestOutcome,
  RequestRecord,
} from '@syntasso/plugin-ske-common';
import type { Knex } from 'knex';
import { forgetPeople, pruneHistory } from './history';
import {
  tryInsert,
  takeLease,
  type Lease,
  type NewRequest,
} from './insertRequest';
import {
  countWaiting,
  listOpenOf,
  listWaiting,
  type RequestPosition,
  type RequestsOf,
} from './openRequests';
import {
  contextText,
  proposalColumns,
  refOfRow,
  requestKey,
  resourceColumns,
  fromRow,
  type DispatchContext,
  type RequestRow,
  type StoredRequest,
} from './requestRow';
import type {
  DispatchResult,
  ReplacedRequest,
  RequestListener,
  RequestStore,
} from './RequestStore';
import { migrateTable, TABLE } from './migrateTable';
import {
  pullRequestReadChange,
  doneChange,
  landedChange,
  MOST_SHOWN,
  OPEN_STATES,
  reopenedChange,
  sentChange,
  UNFINISHED_STATES,
} from './requestChanges';
import {
  countUnfinishedRequests,
  endEarlierLanded,
  listProposals,
  listUnfinishedAbout,
  listUnfinishedRequests,
  updateRequest,
} from './queries';

const ATTEMPTS = 20;

/**
 * Requests in SQL. Each change is one statement or one transaction, so that a
 * kill leaves what was before or what is after; several replicas may do the same
 * at once.
 */
export class DatabaseRequestStore implements RequestStore {
  readonly #db: Knex;
  readonly #listeners = new Set<RequestListener>();

  constructor(db: Knex) {
    this.#db = db;
  }

  /** With the table as this version wants it. */
  static async create(database: DatabaseService): Promise<RequestStore> {
    const db = await database.getClient();
    if (!database.migrations?.skip) await migrateTable(db);
    return new DatabaseRequestStore(db);
  }

  onChange(listener: RequestListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async insert(
    request: NewRequest,
    context: DispatchContext,
    lease: Lease,
  ): Promise<StoredRequest> {
    for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
      const id = await tryInsert(this.#db, request, context, lease);
      const stored = id && (await this.get(id));
      if (stored) {
        this.#notifyAbout(stored.record.ref);
        return stored;
      }
    }
    throw new ConflictError(
      `${request.ref.kind} ${request.ref.name} is being requested by many at once. Try again.`,
    );
  }

  async get(id: string): Promise<StoredRequest | undefined> {
    const row = await this.#rows().where({ id }).first();
    return row && fromRow(row);
  }

  async findByTask(
    taskId: string,
    about: Pick<RequestRecord, 'promise' | 'ref' | 'action'>,
  ): Promise<StoredRequest | undefined> {
    const key = requestKey(about.promise, about.ref, about.action);
    const row = await this.#rows()
      .where({ task_id: taskId, key })
      .orderBy('recorded_at', 'desc')
      .first();
    return row && fromRow(row);
  }

  listUnfinished = (about?: ObjectRef[]) =>
    about
      ? listUnfinishedAbout(this.#db, about)
      : listUnfinishedRequests(this.#db);

  listUnfinishedByPullRequest = () =>
    listUnfinishedRequests(this.#db, { delivery: 'pull-request' });

  listOpenOf = (whose: RequestsOf, limit: number) =>
    listOpenOf(this.#db, whose, limit);

  listWaiting = (after: RequestPosition | undefined, limit: number) =>
    listWaiting(this.#db, after, limit);

  countWaiting = (after: RequestPosition | undefined) =>
    countWaiting(this.#db, after);

  listProposalsOf = (about: { promise: string; ref: ObjectRef }) =>
    listProposals(this.#db, about);

  countUnfinished = (person: string, replaced: ReplacedRequest) =>
    countUnfinishedRequests(this.#db, person, replaced);

  async listByResource(ref: ObjectRef): Promise<StoredRequest[]> {
    const rows = await this.#rows()
      .where(resourceColumns(ref))
      .orderBy('recorded_at', 'desc')
      .limit(MOST_SHOWN);
    return rows.map(fromRow);
  }

  async listClosedSince(since: Date): Promise<StoredRequest[]> {
    const rows = await this.#rows()
      .where({ state: 'done', outcome: 'closed' })
      .whereNotNull('pull_request_url')
      .where('done_at', '>', since.toISOString());
    return rows.map(fromRow);
  }

  async markSent(id: string, result: DispatchResult): Promise<void> {
    await this.#update(id, OPEN_STATES, sentChange(result));
  }

  async addPullRequest(
    id: string,
    about: { pullRequest?: PullRequest; requestsRepoUrl?: string },
  ): Promise<void> {
    await this.#update(id, OPEN_STATES, {
      state: 'sent',
      ...proposalColumns(about),
    });
  }

  async markLanded(id: string): Promise<void> {
    const landed = await this.#update(id, OPEN_STATES, landedChange());
    if (landed) await endEarlierLanded(this.#db, landed);
  }

  async finish(
    id: string,
    outcome: RequestOutcome,
    message?: string,
  ): Promise<boolean> {
    const change = doneChange(outcome, message);
    return (await this.#update(id, UNFINISHED_STATES, change)) !== undefined;
  }

  async reopen(id: string, pullRequest: PullRequest): Promise<boolean> {
    const change = reopenedChange(pullRequest);
    const options = { unlessReplaced: true };
    return (await this.#update(id, ['done'], change, options)) !== undefined;
  }

  async savePullRequest(
    id: string,
    pullRequest: PullRequest | undefined,
  ): Promise<void> {
    await this.#update(
      id,
      [...UNFINISHED_STATES, 'done'],
      pullRequestReadChange(pullRequest),
    );
  }

  async takeLease(id: string, by: string, until: Date): Promise<boolean> {
    return takeLease(this.#db, id, { by, until });
  }

  async listUnredacted(limit: number): Promise<StoredRequest[]> {
    const rows = await this.#rows()
      .where({ redacted: false })
      .whereNot({ state: 'recorded' })
      .limit(limit);
    return rows.map(fromRow);
  }

  async storeRedacted(
    id: string,
    texts: Pick<RequestRecord, 'manifest' | 'before' | 'message'> & {
      context: DispatchContext;
    },
  ): Promise<void> {
    await this.#rows()
      .where({ id })
      .update({
        manifest: texts.manifest ?? null,
        before: texts.before ?? null,
        message: texts.message ?? null,
        context: contextText(texts.context),
        redacted: true,
      });
  }

  async prune(before: Date): Promise<number> {
    return pruneHistory(this.#db, before);
  }

  async forget(people: string[]): Promise<void> {
    await forgetPeople(this.#db, people);
  }

  #rows() {
    return this.#db<RequestRow>(TABLE);
  }

  /** See {@link updateRequest}. */
  async #update(
    id: string,
    from: string[],
    change: Partial<RequestRow>,
    options?: { unlessReplaced: boolean },
  ) {
    const row = await updateRequest(this.#db, id, from, change, options);
    if (row) this.#notifyAbout(refOfRow(row));
    return row;
  }

  #notifyAbout(ref: ObjectRef) {
    this.#listeners.forEach(listener => listener(ref));
  }
}
