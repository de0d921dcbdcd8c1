import { waitAtMost } from '@syntasso/plugin-ske-node';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LoggerService } from '@backstage/backend-plugin-api';
import { ConflictError, isError } from '@backstage/errors';
import { TooManyRequestsError } from '../../access/TooManyRequestsError';
import type { NewRequest } from '../store/insertRequest';
import type { RequestStore, DispatchResult } from '../store/RequestStore';
import type { DispatchContext, StoredRequest } from '../store/requestRow';

/** How long a lease lasts unless it is renewed. */
const LEASE_MS = 30_000;
const START_PATIENCE_MS = 30_000;
/** How often is checked whether the holder of the lease has sent the request. */
const WAIT_MS = 500;
/** Most open requests of one person: each is checked again and again until it ends. */
const MOST_UNFINISHED = 500;
const RETRY_S = 60;

/** Sends a request to where it is meant to go; the same twice is one. */
export type Send = (request: StoredRequest) => Promise<DispatchResult>;

/**
 * Sends requests so that none gets lost: each is recorded before anything is sent, and
 * marked as sent afterwards. What a killed process leaves in between is taken up by
 * `recoverUnsentRequests`.
 */
export class RequestDispatcher {
  readonly #logger: LoggerService;
  #store: Promise<RequestStore>;
  #storeProvided!: (store: RequestStore) => void;

  constructor(logger: LoggerService) {
    this.#logger = logger;
    this.#store = new Promise(resolve => {
      this.#storeProvided = resolve;
    });
  }

  /** To be called by the plugin that owns the table, when it has started. */
  provideStore(store: RequestStore) {
    this.#storeProvided(store);
  }

  /**
   * The table.
   *
   * @throws ServiceUnavailableError when the plugin that owns it is not here.
   */
  async store(): Promise<RequestStore> {
    return waitAtMost(
      START_PATIENCE_MS,
      this.#store,
      'Requests cannot be written down: plugin ske did not start in this backend. Its log says why.',
    );
  }

  /**
   * Records a request, sends it, and marks it as sent. If others handle the same
   * request (its task was started again, or it is being recovered), the one with the
   * lease sends it; the others wait for the result.
   *
   * @throws what sending throws. The request then ends as refused; where it is not
   * known whether it arrived, it stays recorded, and is recovered later.
   */
  async dispatch(
    request: NewRequest,
    context: DispatchContext,
    send: Send,
  ): Promise<{ stored: StoredRequest; result: DispatchResult }> {
    const store = await this.store();
    await this.#requireRoom(store, request);
    const leaseHolder = randomUUID();
    let stored = await store.insert(request, context, {
      by: leaseHolder,
      until: leaseEnd(),
    });
    const { id } = stored.record;
    while (
      stored.record.state === 'recorded' &&
      !(await store.takeLease(id, leaseHolder, leaseEnd()))
    ) {
      await sleep(WAIT_MS);
      stored = (await store.get(id)) ?? stored;
    }
    const { record, receipt } = stored;
    if (record.outcome === 'refused' || record.outcome === 'lost') {
      throw new ConflictError(
        record.message ?? `The request is ${record.outcome}.`,
      );
    }
    // The task was started again: what it has sent already is not sent twice.
    if (record.state !== 'recorded') {
      return { stored, result: { receipt, pullRequest: record.pullRequest } };
    }
    const result = await this.#keepLease(id, leaseHolder, () =>
      this.#send(stored, send),
    );
    return { stored, result };
  }

  /** @throws TooManyRequestsError for a person with too many requests under way. */
  async #requireRoom(store: RequestStore, request: NewRequest) {
    const { requestedBy, action } = request;
    // Deleting is a way to have fewer.
    if (!requestedBy || action === 'Delete') return;
    const count = await store.countUnfinished(requestedBy, request);
    if (count < MOST_UNFINISHED) return;
    throw new TooManyRequestsError(
      `You have ${count} requests under way, and ${MOST_UNFINISHED} is the most. Wait until some of them are done, withdraw those that nobody waits for, or delete Resources that do not get ready.`,
      RETRY_S,
    );
  }

  /** Sends what is written down, and says how that went. */
  async #send(stored: StoredRequest, send: Send): Promise<DispatchResult> {
    const store = await this.store();
    const { id } = stored.record;
    try {
      const result = await send(stored);
      await store.markSent(id, result);
      return result;
    } catch (error) {
      if (isError(error) && !mayHaveArrived(error)) {
        await store.finish(id, 'refused', error.message);
      }
      throw error;
    }
  }

  /**
   * Works on a request while this process holds its lease. Does nothing while another
   * process has it.
   */
  async withLease(
    stored: StoredRequest,
    work: () => Promise<void>,
  ): Promise<void> {
    const store = await this.store();
    const { id } = stored.record;
    const leaseHolder = randomUUID();
    if (!(await store.takeLease(id, leaseHolder, leaseEnd()))) return;
    await this.#keepLease(id, leaseHolder, work);
  }

  /** Renews the lease of a request while something is done with it. */
  async #keepLease<T>(
    id: string,
    leaseHolder: string,
    work: () => Promise<T>,
  ): Promise<T> {
    const store = await this.store();
    const keep = (until: Date) =>
      store
        .takeLease(id, leaseHolder, until)
        .catch(error => this.#logger.warn(`Request ${id}: ${error}`));
    const renewal = setInterval(() => void keep(leaseEnd()), LEASE_MS / 3);
    try {
      return await work();
    } finally {
      clearInterval(renewal);
      // Ended at once, so that another try need not wait for it.
      await keep(new Date());
    }
  }
}

/** When a lease that is taken now ends. */
const leaseEnd = () => new Date(Date.now() + LEASE_MS);

/**
 * Whether a request may have reached its destination although sending it failed. It stays
 * recorded then, and `recoverUnsentRequests` finds out.
 */
export const mayHaveArrived = (error: Error) =>
  error.name === 'ServiceUnavailableError';
