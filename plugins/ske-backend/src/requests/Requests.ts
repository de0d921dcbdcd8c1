import { randomUUID } from 'node:crypto';
import type { LoggerService } from '@backstage/backend-plugin-api';
import { isError, ServiceUnavailableError } from '@backstage/errors';
import type { RequestStore, NewRequest, Sent } from './RequestStore';
import type { RequestContext, StoredRequest } from './row';

/** A request that nobody has touched for this long was left behind. */
const LEASE_MS = 30_000;
const START_PATIENCE_MS = 30_000;

/** Sends a request to where it is meant to go; the same twice is one. */
export type Send = (request: StoredRequest) => Promise<Sent>;

/**
 * Requests that cannot get lost: written down before anything is sent, and known
 * to be sent only when it is. What a killed process left in between is taken up
 * by `sendUnsent`.
 */
export class Requests {
  readonly #logger: LoggerService;
  /** Who works here, as leases call it. */
  readonly #me = randomUUID();
  #store: Promise<RequestStore>;
  #opened!: (store: RequestStore) => void;

  constructor(logger: LoggerService) {
    this.#logger = logger;
    this.#store = new Promise(resolve => {
      this.#opened = resolve;
    });
  }

  /** Called by the plugin that owns the table. */
  open(store: RequestStore) {
    this.#opened(store);
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
   * Writes a request down, sends it, and says that it was sent.
   *
   * @throws what sending throws. It is then written down as refused; where
   * nobody can know whether it arrived, it is kept, and looked after later.
   */
  async perform(
    request: NewRequest,
    context: RequestContext,
    send: Send,
  ): Promise<{ stored: StoredRequest; sent: Sent }> {
    const store = await this.store();
    const stored = await store.begin(request, context, {
      by: this.#me,
      until: new Date(Date.now() + LEASE_MS),
    });
    // The same task again, after a restart: what it has sent is not sent twice.
    if (stored.record.state !== 'recorded') {
      const { receipt, record } = stored;
      return { stored, sent: { receipt, pullRequest: record.pullRequest } };
    }
    return { stored, sent: await this.send(stored, send) };
  }

  /** Sends what is written down, and says how that went. */
  async send(stored: StoredRequest, send: Send): Promise<Sent> {
    const store = await this.store();
    const { id } = stored.record;
    const holding = setInterval(() => {
      void store
        .lease(id, this.#me, new Date(Date.now() + LEASE_MS))
        .catch(error => this.#logger.warn(`Request ${id}: ${error}`));
    }, LEASE_MS / 3);
    try {
      const sent = await send(stored);
      await store.sent(id, sent);
      return sent;
    } catch (error) {
      if (isError(error) && !isPassing(error)) {
        await store.finish(id, 'refused', error.message);
      }
      throw error;
    } finally {
      clearInterval(holding);
    }
  }

  /** Takes up a request that somebody has left behind. False: somebody else has. */
  async takeUp(stored: StoredRequest): Promise<boolean> {
    const store = await this.store();
    const until = new Date(Date.now() + LEASE_MS);
    const { leaseUntil } = stored;
    if (leaseUntil && leaseUntil > new Date().toISOString()) return false;
    return store.lease(stored.record.id, this.#me, until);
  }
}

/** Whether it may go better the next time. */
export const isPassing = (error: Error) =>
  error.name === 'ServiceUnavailableError';
