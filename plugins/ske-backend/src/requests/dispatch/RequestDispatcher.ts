import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LoggerService } from '@backstage/backend-plugin-api';
import {
  ConflictError,
  isError,
  ServiceUnavailableError,
} from '@backstage/errors';
import { TooManyRequestsError } from '../../access/TooManyRequestsError';
import type { NewRequest } from '../store/insertRequest';
import type { RequestStore, DispatchResult } from '../store/RequestStore';
import type { RequestContext, StoredRequest } from '../store/requestRow';

/** A request that nobody has touched for this long was left behind. */
const LEASE_MS = 30_000;
const START_PATIENCE_MS = 30_000;
/** So often it is looked whether somebody else has sent it. */
const WAIT_MS = 500;
/** So many requests of one person are under way: each is looked after until it ends. */
const MOST_OPEN = 500;
const RETRY_S = 60;

/** Sends a request to where it is meant to go; the same twice is one. */
export type Send = (request: StoredRequest) => Promise<DispatchResult>;

/**
 * Requests that cannot get lost: written down before anything is sent, and known
 * to be sent only when it is. What a killed process left in between is taken up
 * by `recoverUnsentRequests`.
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

  /** Called by the plugin that owns the table. */
  provideStore(store: RequestStore) {
    this.#storeProvided(store);
  }

  /**
   * The table.
   *
   * @throws ServiceUnavailableError when the plugin that owns it is not here.
   */
  async store(): Promise<RequestStore> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(
        () =>
          reject(
            new ServiceUnavailableError(
              'Requests cannot be written down: plugin ske did not start in this backend. Its log says why.',
            ),
          ),
        START_PATIENCE_MS,
      );
    });
    return Promise.race([this.#store, late]).finally(() => clearTimeout(timer));
  }

  /**
   * Writes a request down, sends it, and says that it was sent. Of all who have
   * the same request in hand (a task that was started again, who looks after what
   * was left behind) one sends it; the others wait for what becomes of it.
   *
   * @throws what sending throws. It is then written down as refused; where
   * nobody can know whether it arrived, it is kept, and looked after later.
   */
  async dispatch(
    request: NewRequest,
    context: RequestContext,
    send: Send,
  ): Promise<{ stored: StoredRequest; result: DispatchResult }> {
    const store = await this.store();
    await this.#requireRoom(store, request);
    const by = randomUUID();
    let stored = await store.insert(request, context, {
      by,
      until: leaseEnd(),
    });
    const { id } = stored.record;
    while (
      stored.record.state === 'recorded' &&
      !(await store.takeLease(id, by, leaseEnd()))
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
    // The same task again, after a restart: what it has sent is not sent twice.
    if (record.state !== 'recorded') {
      return { stored, result: { receipt, pullRequest: record.pullRequest } };
    }
    const result = await this.#keepLease(id, by, () =>
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
    if (count < MOST_OPEN) return;
    throw new TooManyRequestsError(
      `You have ${count} requests under way, and ${MOST_OPEN} is the most. Wait until some of them are done, withdraw those that nobody waits for, or delete Resources that do not get ready.`,
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
      if (isError(error) && !isTransient(error)) {
        await store.finish(id, 'refused', error.message);
      }
      throw error;
    }
  }

  /**
   * Takes up a request that somebody has left behind. Nothing is done when
   * somebody has it in hand.
   */
  async recover(
    stored: StoredRequest,
    work: () => Promise<void>,
  ): Promise<void> {
    const store = await this.store();
    const { id } = stored.record;
    const by = randomUUID();
    if (!(await store.takeLease(id, by, leaseEnd()))) return;
    await this.#keepLease(id, by, work);
  }

  /** Keeps a request in hand while something is done with it. */
  async #keepLease<T>(
    id: string,
    by: string,
    work: () => Promise<T>,
  ): Promise<T> {
    const store = await this.store();
    const keep = (until: Date) =>
      store
        .takeLease(id, by, until)
        .catch(error => this.#logger.warn(`Request ${id}: ${error}`));
    const renewal = setInterval(() => void keep(leaseEnd()), LEASE_MS / 3);
    try {
      return await work();
    } finally {
      clearInterval(renewal);
      // Who tries again need not wait for it.
      await keep(new Date());
    }
  }
}

/** Until when a request is in somebody's hand. */
const leaseEnd = () => new Date(Date.now() + LEASE_MS);

/** Whether it may go better the next time. */
export const isTransient = (error: Error) =>
  error.name === 'ServiceUnavailableError';
