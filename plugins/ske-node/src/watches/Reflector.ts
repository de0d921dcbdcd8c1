import { setTimeout as sleep } from 'node:timers/promises';
import { Backoff } from '@syntasso/plugin-ske-common';
import { RateLimitError, retryTimeOf } from '../utils/httpErrors';
import type { KubernetesClient } from '../kubernetes/KubernetesClient';
import type { ListOptions } from '../kubernetes/query';
import { pathOf, type ResourceType } from '../kubernetes/resourceType';
import type { WatchEvent } from '../kubernetes/watchEvents';
import { FirstListTimer } from './FirstListTimer';
import type { StoreWriter } from './Store';
import { staleState, type WatchState } from './WatchState';
import {
  classifyStreamingFailure,
  pruneObject,
  readStreamingList,
  type RunningWatch,
  type StreamingFailure,
} from './streamingList';

const RETRIES = { firstMs: 250, longestMs: 10_000 };
/** At most, and at least half of it. Rights do not change by asking often. */
const DENIED_RETRY_MS = 60_000;
/** A watch that ends sooner, with nothing delivered, did not work. */
const SHORTEST_WATCH_MS = 1_000;
const ENDS_AT_ONCE = new Error(
  'The platform accepts watches and ends them at once. Check what stands between Backstage and its API server.',
);

/** How long a streaming list may be without an object before it is given up. */
const STREAMING_SILENCE_MS = 10_000;
/**
 * Lists, then watches, and keeps a store equal to what the API server has:
 * resumes by resourceVersion, lists again when that has expired, and retries
 * with growing, jittered pauses when the server is away.
 *
 * @public
 */
export class Reflector {
  readonly #client: KubernetesClient;
  readonly #type: ResourceType;
  readonly #options: ListOptions;
  readonly #store: StoreWriter;
  readonly #forgetWhenDenied: boolean;
  readonly #onState: (state: WatchState) => void;
  #state: WatchState = { kind: 'starting' };
  readonly #backoff = new Backoff(RETRIES);
  /** Runs until the first list is there, or is known to be late. */
  #firstListTimer: FirstListTimer | undefined;
  /** Whether a list has come to its end: the store has all objects. */
  #isListed = false;
  /** Whether the next list is asked for as a stream. */
  #streamsNextList = true;
  /** Runs while a new watch has neither lasted nor delivered. */
  #confirmTimer: NodeJS.Timeout | undefined;
  #retryRequest = new AbortController();

  constructor(options: {
    client: KubernetesClient;
    type: ResourceType;
    list?: ListOptions;
    store: StoreWriter;
    onState: (state: WatchState) => void;
    /**
     * For a person's credential: when it is refused the state is `denied`, and nothing
     * is kept. Default: the state is `stale`, and what is known stays.
     */
    forgetWhenDenied?: boolean;
  }) {
    this.#client = options.client;
    this.#type = options.type;
    this.#options = options.list ?? {};
    this.#store = options.store;
    this.#forgetWhenDenied = options.forgetWhenDenied ?? false;
    this.#onState = options.onState;
  }

  /** Runs until the signal aborts; never throws. */
  async run(signal: AbortSignal): Promise<void> {
    let resourceVersion: string | undefined;
    this.#firstListTimer = new FirstListTimer(
      this.#type.plural,
      this.#client.timing.firstList,
      why => signal.aborted || this.#set(this.#stale(why)),
    );
    while (!signal.aborted) {
      try {
        const needsList = resourceVersion === undefined;
        const watch = await this.#start(resourceVersion, signal);
        resourceVersion = watch.resourceVersion;
        // Fresh data is there; a watch alone must first last or deliver.
        if (needsList || this.#backoff.failures === 0)
          this.#set({ kind: 'live' });
        this.#confirmTimer = setTimeout(
          () => this.#confirmWatch(),
          SHORTEST_WATCH_MS,
        );
        for await (const event of watch.events) {
          this.#confirmWatch();
          if (event.type === 'BOOKMARK') {
            resourceVersion = event.resourceVersion;
            continue;
          }
          resourceVersion = event.object.metadata.resourceVersion;
          if (event.type === 'DELETED') this.#store.remove(event.object);
          else this.#store.upsert(pruneObject(event.object));
        }
        // The server ends a watch every few minutes; resuming is no failure.
        if (this.#confirmTimer) {
          // The first time says nothing: an API server that is shut down does it, too.
          if (this.#backoff.failures > 0) this.#set(this.#stale(ENDS_AT_ONCE));
          await this.#wait(this.#backoff.fail(), signal);
        }
      } catch (error) {
        if (signal.aborted) break;
        const { name } = error as Error;
        if (name === 'ExpiredError' || name === 'NotFoundError') {
          resourceVersion = undefined;
        }
        // One list may be too old for the watch; the next one will do.
        const isFirst = this.#backoff.failures === 0;
        const pause = this.#backoff.fail(retryTimeOf(error));
        if (name === 'ExpiredError' && isFirst) continue;
        if (name === 'NotFoundError') {
          this.#forget();
          this.#set({ kind: 'absent' });
        } else if (name === 'NotAllowedError' && this.#forgetWhenDenied) {
          resourceVersion = undefined;
          this.#forget();
          this.#set({ kind: 'denied', reason: (error as Error).message });
          this.#backoff.reset();
          // Not all of those that were denied together at the same moment.
          await this.#wait(DENIED_RETRY_MS * (0.5 + Math.random() / 2), signal);
          continue;
        } else if (this.#firstListTimer && error instanceof RateLimitError) {
          // An API server answers so while it prepares the storage of a new CRD.
          this.#firstListTimer.noteError(error);
        } else {
          this.#set(this.#stale(error as Error));
        }
        await this.#wait(pause, signal);
      } finally {
        clearTimeout(this.#confirmTimer);
        this.#confirmTimer = undefined;
      }
    }
  }

  /** Ends a pause between retries: a person asked to try now. */
  retryNow() {
    this.#backoff.reset();
    this.#retryRequest.abort();
  }

  get #path(): string {
    return pathOf(this.#type, { namespace: this.#options.namespace });
  }

  /** Watches from a resourceVersion; without one, what is there is listed first. */
  async #start(
    known: string | undefined,
    signal: AbortSignal,
  ): Promise<RunningWatch> {
    if (known !== undefined) return this.#watch(known, signal);
    return this.#client.lists.run(async () => {
      signal.throwIfAborted();
      return this.#list(signal);
    });
  }

  /**
   * Lists as a stream where that works, else in pages. A list in pages that fails as
   * well shows that the stream was not at fault.
   */
  async #list(signal: AbortSignal): Promise<RunningWatch> {
    const { lists } = this.#client;
    let failure: StreamingFailure | undefined;
    if (this.#streamsNextList && lists.mayStream(this.#path)) {
      const listed = await this.#listByStream(signal);
      if ('events' in listed) return listed;
      failure = listed.failure;
      // A platform in trouble gets one list at a time, not two.
      if (failure === 'broken' && this.#backoff.failures > 0) {
        this.#streamsNextList = false;
        throw listed.error;
      }
    }
    this.#streamsNextList = true;
    const resourceVersion = await this.#listInPages(signal);
    if (failure === 'unsupported') lists.avoidStreams();
    if (failure === 'unsupportedHere') lists.avoidStreams(this.#path);
    return this.#watch(resourceVersion, signal);
  }

  async #watch(
    resourceVersion: string,
    signal: AbortSignal,
  ): Promise<RunningWatch> {
    const events = await this.#client.watch(this.#type, {
      ...this.#options,
      resourceVersion,
      signal,
    });
    return { events, resourceVersion };
  }

  async #listInPages(signal: AbortSignal): Promise<string> {
    const list = await this.#client.list(this.#type, this.#options, () =>
      this.#firstListTimer?.restart(),
    );
    if (!signal.aborted) {
      this.#store.replace(list.items.map(pruneObject));
      this.#isListed = true;
    }
    return list.resourceVersion;
  }

  /**
   * Lists by a watch that begins with all there is, object by object, so that
   * neither side holds it all at once.
   *
   * @returns the watch, or how it failed where a list in pages may work
   */
  async #listByStream(
    signal: AbortSignal,
  ): Promise<RunningWatch | { failure: StreamingFailure; error: unknown }> {
    const silence = new AbortController();
    let timer: NodeJS.Timeout | undefined;
    let events: AsyncIterator<WatchEvent> | undefined;
    try {
      const stream = await this.#client.watch(this.#type, {
        ...this.#options,
        signal: AbortSignal.any([signal, silence.signal]),
      });
      timer = setTimeout(() => silence.abort(), STREAMING_SILENCE_MS);
      events = stream[Symbol.asyncIterator]();
      const watch = await readStreamingList(events, this.#store, () => {
        timer?.refresh();
        this.#firstListTimer?.restart();
      });
      this.#isListed = true;
      return watch;
    } catch (error) {
      await events?.return?.();
      signal.throwIfAborted();
      const failure = silence.signal.aborted
        ? 'unsupportedHere'
        : classifyStreamingFailure(error, events !== undefined);
      if (failure === 'final') throw error;
      return { failure, error };
    } finally {
      clearTimeout(timer);
    }
  }

  /** The watch works: it has lasted, or delivered. */
  #confirmWatch() {
    clearTimeout(this.#confirmTimer);
    this.#confirmTimer = undefined;
    this.#backoff.reset();
    this.#set({ kind: 'live' });
  }

  #stale(error: Error): WatchState {
    return staleState(error, this.#state, this.#isListed);
  }

  /** Empties the store; the next list begins from nothing. */
  #forget() {
    this.#store.replace([]);
    this.#isListed = false;
  }

  #set(state: WatchState) {
    const changed = JSON.stringify(state) !== JSON.stringify(this.#state);
    this.#state = state;
    this.#firstListTimer?.stop();
    this.#firstListTimer = undefined;
    if (changed) this.#onState(state);
  }

  /** Waits for some time, or until {@link Reflector.retryNow} is called. */
  async #wait(ms: number, signal: AbortSignal) {
    this.#retryRequest = new AbortController();
    await sleep(ms, undefined, {
      signal: AbortSignal.any([signal, this.#retryRequest.signal]),
    }).catch(() => {});
  }
}
