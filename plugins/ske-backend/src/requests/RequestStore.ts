import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  resolvePackagePath,
  type DatabaseService,
} from '@backstage/backend-plugin-api';
import { ConflictError } from '@backstage/errors';
import {
  splitApiVersion,
  type ObjectRef,
  type PullRequest,
  type RequestOutcome,
  type RequestRecord,
} from '@syntasso/plugin-ske-common';
import type { Knex } from 'knex';
import {
  pullRequestColumns,
  requestKey,
  rowOf,
  storedOf,
  type RequestContext,
  type RequestRow,
  type StoredRequest,
} from './row';

const TABLE = 'ske_requests';
const OPEN = ['recorded', 'sent'];
const ATTEMPTS = 20;
const RACED_MS = 250;
/** As many of a Resource's requests are shown. */
const MOST_SHOWN = 50;

/** What is asked for, before it is known to be anywhere. */
export type NewRequest = Pick<
  RequestRecord,
  | 'promise'
  | 'ref'
  | 'action'
  | 'delivery'
  | 'manifest'
  | 'before'
  | 'requestedBy'
  | 'taskId'
  | 'pullRequest'
  | 'requestsRepoUrl'
>;

/** What sending it has left behind. */
export interface Sent {
  receipt?: StoredRequest['receipt'];
  pullRequest?: PullRequest;
  requestsRepoUrl?: string;
  /** What a person should be told about it. */
  note?: string;
}

/**
 * Brings the table to this version. Knex's lock keeps replicas that start
 * together apart, but not while the lock's own table is made: then the one that
 * was slower looks again.
 */
async function migrated(db: Knex) {
  const directory = resolvePackagePath(
    '@syntasso/plugin-ske-backend',
    'migrations',
  );
  for (let attempt = 1; ; attempt += 1) {
    try {
      await db.migrate.latest({ directory });
      return;
    } catch (error) {
      const raced = /already exists|already locked|duplicate key/i;
      if (!raced.test(String(error)) || attempt === ATTEMPTS) throw error;
      await sleep(RACED_MS * (1 + Math.random()));
    }
  }
}

/**
 * Requests in SQL. Each change is one statement or one transaction, so that a
 * kill leaves what was before or what is after; several replicas may do the same
 * at once.
 */
export class RequestStore {
  readonly #db: Knex;
  readonly #listeners = new Set<() => void>();

  constructor(db: Knex) {
    this.#db = db;
  }

  /** With the table as this version wants it. */
  static async create(database: DatabaseService): Promise<RequestStore> {
    const db = await database.getClient();
    if (!database.migrations?.skip) await migrated(db);
    return new RequestStore(db);
  }

  /** Called after each change that was made here. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Writes a request down. The same task gets what it has written down before;
   * a new one for the same thing takes the place of the one that is on its way.
   */
  async begin(
    request: NewRequest,
    context: RequestContext,
    lease: { by: string; until: Date },
  ): Promise<StoredRequest> {
    const key = requestKey(request.promise, request.ref, request.action);
    for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
      const id = await this.#beginOnce(key, request, context, lease);
      const stored = id && (await this.get(id));
      if (stored) {
        this.#changed();
        return stored;
      }
    }
    throw new ConflictError(
      `${request.ref.kind} ${request.ref.name} is being requested by many at once. Try again.`,
    );
  }

  /** The id of the request; undefined when somebody was faster: once more. */
  async #beginOnce(
    key: string,
    request: NewRequest,
    context: RequestContext,
    lease: { by: string; until: Date },
  ): Promise<string | undefined> {
    return this.#db
      .transaction(async tx => {
        const now = new Date().toISOString();
        const present = await tx<RequestRow>(TABLE)
          .where({ key })
          .whereIn('state', OPEN)
          .first();
        if (present && request.taskId && present.task_id === request.taskId) {
          return present.id;
        }
        if (present) {
          await tx<RequestRow>(TABLE)
            .where({ id: present.id })
            .whereIn('state', OPEN)
            .update({ state: 'done', outcome: 'replaced', done_at: now });
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
            ...rowOf(record, context),
            lease_by: lease.by,
            lease_until: lease.until.toISOString(),
          })
          .onConflict()
          .ignore();
        const inserted = await tx<RequestRow>(TABLE).where({ id }).first('id');
        if (inserted) return id;
        // Undo the replacement: somebody else's request is the present one now.
        await tx.rollback();
        return undefined;
      })
      .catch(error => {
        if (String(error).includes('Transaction rejected')) return undefined;
        throw error;
      });
  }

  async get(id: string): Promise<StoredRequest | undefined> {
    const row = await this.#rows().where({ id }).first();
    return row && storedOf(row);
  }

  /** What a task has asked for, however it stands by now. */
  async ofTask(
    taskId: string,
    about: Pick<RequestRecord, 'promise' | 'ref' | 'action'>,
  ): Promise<StoredRequest | undefined> {
    const key = requestKey(about.promise, about.ref, about.action);
    const row = await this.#rows()
      .where({ task_id: taskId, key })
      .orderBy('recorded_at', 'desc')
      .first();
    return row && storedOf(row);
  }

  /** All that nobody has finished with. */
  async unfinished(): Promise<StoredRequest[]> {
    const rows = await this.#rows()
      .whereNot({ state: 'done' })
      .orderBy('recorded_at');
    return rows.map(storedOf);
  }

  /** A Resource's requests, newest first. */
  async ofResource(ref: ObjectRef): Promise<StoredRequest[]> {
    const rows = await this.#rows()
      .where({
        api_group: splitApiVersion(ref.apiVersion).group,
        kind: ref.kind,
        namespace: ref.namespace ?? 'default',
        name: ref.name,
      })
      .orderBy('recorded_at', 'desc')
      .limit(MOST_SHOWN);
    return rows.map(storedOf);
  }

  /** Those whose pull request was closed since, and could be opened again. */
  async closedSince(since: Date): Promise<StoredRequest[]> {
    const rows = await this.#rows()
      .where({ state: 'done', outcome: 'closed' })
      .whereNotNull('pull_request_url')
      .where('done_at', '>', since.toISOString());
    return rows.map(storedOf);
  }

  /** It is where it was meant to go. */
  async sent(id: string, sent: Sent): Promise<void> {
    const { pullRequest, requestsRepoUrl, receipt } = sent;
    await this.#update(id, OPEN, {
      state: 'sent',
      sent_at: new Date().toISOString(),
      lease_until: null,
      lease_by: null,
      ...(pullRequest ? pullRequestColumns(pullRequest) : {}),
      ...(requestsRepoUrl ? { requests_repo_url: requestsRepoUrl } : {}),
      ...(receipt ? { receipt: JSON.stringify(receipt) } : {}),
    });
  }

  /** What else became known of it, by the scaffolder's step that says so. */
  async describe(
    id: string,
    about: { pullRequest?: PullRequest; requestsRepoUrl?: string },
  ): Promise<void> {
    const { pullRequest, requestsRepoUrl } = about;
    await this.#update(id, OPEN, {
      state: 'sent',
      ...(pullRequest ? pullRequestColumns(pullRequest) : {}),
      ...(requestsRepoUrl ? { requests_repo_url: requestsRepoUrl } : {}),
    });
  }

  /** Its Resource is there. */
  async landed(id: string): Promise<void> {
    await this.#update(id, OPEN, {
      state: 'landed',
      landed_at: new Date().toISOString(),
    });
  }

  /** Nothing is waited for any more. */
  async finish(
    id: string,
    outcome: RequestOutcome,
    message?: string,
  ): Promise<boolean> {
    return this.#update(id, [...OPEN, 'landed'], {
      state: 'done',
      outcome,
      message: message?.slice(0, 2_000) ?? null,
      done_at: new Date().toISOString(),
    });
  }

  /** A closed pull request was opened again; nothing where another took its place. */
  async reopen(id: string, pullRequest: PullRequest): Promise<boolean> {
    const stored = await this.get(id);
    if (!stored) return false;
    const { record } = stored;
    const key = requestKey(record.promise, record.ref, record.action);
    const taken = await this.#rows()
      .where({ key })
      .whereIn('state', OPEN)
      .first();
    if (taken) return false;
    return this.#update(id, ['done'], {
      state: 'sent',
      outcome: null,
      message: null,
      done_at: null,
      ...pullRequestColumns(pullRequest),
    });
  }

  /** What the host says about its pull request. */
  async looked(
    id: string,
    pullRequest: PullRequest | undefined,
  ): Promise<void> {
    await this.#rows()
      .where({ id })
      .update({
        checked_at: new Date().toISOString(),
        ...(pullRequest ? pullRequestColumns(pullRequest) : {}),
      });
    this.#changed();
  }

  /** Says that somebody is at work on it; false when somebody else is. */
  async lease(id: string, by: string, until: Date): Promise<boolean> {
    const now = new Date().toISOString();
    const count = await this.#rows()
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

  /** Forgets what ended before. */
  async prune(before: Date): Promise<number> {
    return this.#rows()
      .where({ state: 'done' })
      .where('done_at', '<', before.toISOString())
      .delete();
  }

  #rows() {
    return this.#db<RequestRow>(TABLE);
  }

  async #update(id: string, from: string[], change: Partial<RequestRow>) {
    const count = await this.#rows()
      .where({ id })
      .whereIn('state', from)
      .update(change);
    if (count > 0) this.#changed();
    return count > 0;
  }

  #changed() {
    this.#listeners.forEach(listener => listener());
  }
}
