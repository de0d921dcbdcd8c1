import { randomUUID } from 'node:crypto';
import type {
  ObjectRef,
  PullRequest,
  RequestOutcome,
  RequestRecord,
} from '@syntasso/plugin-ske-common';
import { withoutPerson } from '../requests/store/history';
import type { Lease, NewRequest } from '../requests/store/insertRequest';
import type {
  RequestPosition,
  RequestsOf,
} from '../requests/store/openRequests';
import {
  requestKey,
  type DispatchContext,
  type RequestRow,
  type StoredRequest,
  fromRow,
  proposalColumns,
  refOfRow,
  resourceColumns,
  toRow,
} from '../requests/store/requestRow';
import {
  pullRequestReadChange,
  doneChange,
  landedChange,
  MOST_SHOWN,
  OPEN_STATES,
  reopenedChange,
  sentChange,
  UNFINISHED_STATES,
} from '../requests/store/requestChanges';
import type {
  DispatchResult,
  ReplacedRequest,
  RequestListener,
  RequestStore,
} from '../requests/store/RequestStore';

/** Requests in the memory of one process: for tests, and for whoever tries things out. */
export class InMemoryRequestStore implements RequestStore {
  readonly #rows = new Map<string, RequestRow>();
  #lastMs = 0;
  readonly #listeners = new Set<RequestListener>();

  onChange(listener: RequestListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async insert(
    request: NewRequest,
    context: DispatchContext,
    lease: Lease,
  ): Promise<StoredRequest> {
    const key = requestKey(request.promise, request.ref, request.action);
    // No two at the same time: they come in the order in which they were recorded.
    this.#lastMs = Math.max(this.#lastMs + 1, Date.now());
    const now = new Date(this.#lastMs).toISOString();
    const [present] = this.#find(row => row.key === key && isOpen(row));
    if (present && request.taskId && present.task_id === request.taskId) {
      return fromRow(present);
    }
    if (present) {
      this.#put(present, doneChange('replaced'));
    }
    const record: RequestRecord = {
      ...request,
      id: randomUUID(),
      state: 'recorded',
      recordedAt: now,
    };
    const row: RequestRow = {
      ...toRow(record, context),
      receipt: null,
      checked_at: null,
      lease_by: lease.by,
      lease_until: lease.until.toISOString(),
    };
    this.#rows.set(row.id, row);
    this.#notifyAbout(row);
    return fromRow(row);
  }

  async get(id: string) {
    const row = this.#rows.get(id);
    return row && fromRow(row);
  }

  async findByTask(
    taskId: string,
    about: Pick<RequestRecord, 'promise' | 'ref' | 'action'>,
  ) {
    const key = requestKey(about.promise, about.ref, about.action);
    const [row] = this.#find(one => one.task_id === taskId && one.key === key);
    return row && fromRow(row);
  }

  async listUnfinished(about?: ObjectRef[]) {
    return this.#unfinished(
      row => !about || about.some(ref => isAbout(row, ref)),
    );
  }

  async listUnfinishedByPullRequest() {
    return this.#unfinished(row => row.delivery === 'pull-request');
  }

  async listOpenOf({ person, owners }: RequestsOf, limit: number) {
    const isProposed = (row: RequestRow) =>
      row.delivery === 'pull-request' && owners.includes(row.owner ?? '');
    return this.#find(
      row => isOpen(row) && (row.requested_by === person || isProposed(row)),
    )
      .slice(0, limit)
      .map(fromRow);
  }

  async listWaiting(after: RequestPosition | undefined, limit: number) {
    return this.#waiting(after).slice(0, limit).map(fromRow);
  }

  async countWaiting(after: RequestPosition | undefined) {
    return this.#waiting(after).length;
  }

  async listProposalsOf({ promise, ref }: { promise: string; ref: ObjectRef }) {
    const key = requestKey(promise, ref, 'Request');
    return this.#find(row => row.key === key && row.delivery === 'pull-request')
      .map(fromRow)
      .filter(
        ({ record: { state, outcome, pullRequest } }) =>
          OPEN_STATES.includes(state) ||
          (outcome === 'replaced' && pullRequest?.state === 'open'),
      );
  }

  async countUnfinished(person: string, replaced: ReplacedRequest) {
    const { promise, ref, action } = replaced;
    const key = requestKey(promise, ref, action);
    return this.#find(
      row =>
        row.requested_by === person &&
        row.state !== 'done' &&
        row.action !== 'Delete' &&
        row.key !== key,
    ).length;
  }

  async listByResource(ref: ObjectRef) {
    return this.#find(row => isAbout(row, ref))
      .slice(0, MOST_SHOWN)
      .map(fromRow);
  }

  async listClosedSince(since: Date) {
    return this.#find(
      row =>
        row.outcome === 'closed' &&
        row.pull_request_url !== null &&
        (row.done_at ?? '') > since.toISOString(),
    ).map(fromRow);
  }

  async markSent(id: string, result: DispatchResult) {
    this.#update(id, OPEN_STATES, sentChange(result));
  }

  async addPullRequest(
    id: string,
    about: { pullRequest?: PullRequest; requestsRepoUrl?: string },
  ) {
    const change = { state: 'sent', ...proposalColumns(about) };
    this.#update(id, OPEN_STATES, change);
  }

  async markLanded(id: string) {
    if (!this.#update(id, OPEN_STATES, landedChange())) return;
    const replaced = doneChange('replaced');
    const { key } = this.#rows.get(id)!;
    for (const row of this.#rows.values()) {
      // The later ones come after it.
      if (row.id === id) return;
      if (row.key === key && row.state === 'landed') this.#put(row, replaced);
    }
  }

  async finish(id: string, outcome: RequestOutcome, message?: string) {
    return this.#update(id, UNFINISHED_STATES, doneChange(outcome, message));
  }

  async reopen(id: string, pullRequest: PullRequest) {
    const row = this.#rows.get(id);
    if (!row || this.#find(one => one.key === row.key && isOpen(one)).length) {
      return false;
    }
    return this.#update(id, ['done'], reopenedChange(pullRequest));
  }

  async savePullRequest(id: string, pullRequest: PullRequest | undefined) {
    const row = this.#rows.get(id);
    if (!row) return;
    this.#put(row, pullRequestReadChange(pullRequest));
    this.#notifyAbout(row);
  }

  async takeLease(id: string, by: string, until: Date) {
    const row = this.#rows.get(id);
    const now = new Date().toISOString();
    if (!row) return false;
    const isHeld = row.lease_until !== null && row.lease_until >= now;
    if (isHeld && row.lease_by !== by) return false;
    this.#put(row, { lease_by: by, lease_until: until.toISOString() });
    return true;
  }

  async listUnredacted() {
    return [];
  }

  async storeRedacted() {
    // Only older versions have written secrets, and this is no place that lasts.
  }

  async prune(before: Date) {
    const old = this.#find(
      row => row.state === 'done' && (row.done_at ?? '') < before.toISOString(),
    );
    old.forEach(({ id }) => this.#rows.delete(id));
    return old.length;
  }

  async forget(people: string[]) {
    for (const person of people) {
      this.#find(() => true).forEach(row =>
        this.#put(row, withoutPerson(row, person)),
      );
    }
  }

  /** Newest first; of two at the same time, what came later. */
  #find(holds: (row: RequestRow) => boolean): RequestRow[] {
    return [...this.#rows.values()]
      .reverse()
      .filter(holds)
      .sort((a, b) => b.recorded_at.localeCompare(a.recorded_at));
  }

  #waiting(after: RequestPosition | undefined): RequestRow[] {
    const positionOf = ({ recorded_at: recordedAt, id }: RequestRow) =>
      `${recordedAt} ${id}`;
    return this.#find(
      row =>
        row.delivery === 'pull-request' &&
        isOpen(row) &&
        fromRow(row).record.pullRequest?.state === 'open' &&
        (!after || positionOf(row) > `${after.recordedAt} ${after.id}`),
    ).sort((a, b) => (positionOf(a) < positionOf(b) ? -1 : 1));
  }

  #unfinished(holds: (row: RequestRow) => boolean): StoredRequest[] {
    const nothing = { manifest: null, before: null, secrets_given: null };
    return this.#find(row => row.state !== 'done' && holds(row))
      .reverse()
      .map(row => fromRow({ ...row, ...nothing }));
  }

  #update(id: string, from: string[], change: Partial<RequestRow>): boolean {
    const row = this.#rows.get(id);
    if (!row || !from.includes(row.state)) return false;
    this.#put(row, change);
    this.#notifyAbout(row);
    return true;
  }

  #put(row: RequestRow, change: Partial<RequestRow>) {
    this.#rows.set(row.id, { ...row, ...change });
  }

  #notifyAbout(row: RequestRow) {
    this.#listeners.forEach(listener => listener(refOfRow(row)));
  }
}

function isAbout(row: RequestRow, ref: ObjectRef): boolean {
  const { api_group: group, kind, namespace, name } = resourceColumns(ref);
  return (
    row.api_group === group &&
    row.kind === kind &&
    row.namespace === namespace &&
    row.name === name
  );
}

const isOpen = ({ state }: RequestRow) => OPEN_STATES.includes(state);
