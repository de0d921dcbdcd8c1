import { setTimeout as sleep } from 'node:timers/promises';
import type { KubernetesClient } from '../kubernetes/KubernetesClient';
import type { ListOptions } from '../kubernetes/query';
import { pathOf, type ResourceType } from '../kubernetes/resourceType';
import { InvalidManifestError } from '../kubernetes/errors';
import type { WatchEvent } from '../kubernetes/watchEvents';
import type { Sink } from './Store';
import { pruned, readStreamingList, type RunningWatch } from './streamingList';

/**
 * How a watch stands. `absent`: the API server does not know the type (its CRD
 * is not there). `denied`: the credential may not see it, and nothing is kept.
 * `stale`: the last known data stays; `since` is RFC 3339.
 *
 * @public
 */
export type WatchState =
  | { kind: 'starting' }
  | { kind: 'live' }
  | { kind: 'absent' }
  | { kind: 'denied'; reason: string }
  | { kind: 'stale'; since: string; reason: string };

const FIRST_RETRY_MS = 250;
const LONGEST_RETRY_MS = 10_000;
/** Rights do not change by asking often. */
const DENIED_RETRY_MS = 60_000;
/** A watch that ends sooner, with nothing delivered, was none. */
const BRIEF_MS = 1_000;
const BRIEF =
  'The platform accepts watches and ends them at once. Check what stands between Backstage and its API server.';

/** A streaming list that says nothing for so long is none. */
const STREAMING_SILENCE_MS = 10_000;
/** Errors that a list in pages would end with, too. */
const FINAL = [
  'AuthenticationError',
  'NotAllowedError',
  'NotFoundError',
  'ExpiredError',
];

/**
 * Lists, then watches, and keeps a Sink equal to what the API server has:
 * resumes by resourceVersion, lists again when that has expired, and retries
 * with growing, jittered pauses when the server is away.
 *
 * @public
 */
export class Reflector {
  readonly #client: KubernetesClient;
  readonly #type: ResourceType;
  readonly #options: ListOptions;
  readonly #sink: Sink;
  readonly #forgetWhenDenied: boolean;
  readonly #onState: (state: WatchState) => void;
  #state: WatchState = { kind: 'starting' };
  #failures = 0;
  /** Whether the next list is tried as a stream. */
  #streams = true;
  /** Runs while a new watch has neither lasted nor delivered. */
  #trial: NodeJS.Timeout | undefined;
  #retryRequest = new AbortController();

  constructor(options: {
    client: KubernetesClient;
    type: ResourceType;
    list?: ListOptions;
    sink: Sink;
    onState: (state: WatchState) => void;
    /**
     * For a person's credential: what they may not see any more is not kept.
     * Default: what is known stays, and is stale.
     */
    forgetWhenDenied?: boolean;
  }) {
    this.#client = options.client;
    this.#type = options.type;
    this.#options = options.list ?? {};
    this.#sink = options.sink;
    this.#forgetWhenDenied = options.forgetWhenDenied ?? false;
    this.#onState = options.onState;
  }

  /** Runs until the signal aborts; never throws. */
  async run(signal: AbortSignal): Promise<void> {
    let resourceVersion: string | undefined;
    while (!signal.aborted) {
      try {
        const listed = resourceVersion === undefined;
        const watch = await this.#begin(resourceVersion, signal);
        resourceVersion = watch.resourceVersion;
        // Fresh data is there; a watch alone must first last or deliver.
        if (listed || this.#failures === 0) this.#set({ kind: 'live' });
        this.#trial = setTimeout(() => this.#delivers(), BRIEF_MS);
        for await (const event of watch.events) {
          this.#delivers();
          if (event.type === 'BOOKMARK') {
            resourceVersion = event.resourceVersion;
            continue;
          }
          resourceVersion = event.object.metadata.resourceVersion;
          if (event.type === 'DELETED') this.#sink.remove(event.object);
          else this.#sink.upsert(pruned(event.object));
        }
        // The server ends a watch every few minutes; resuming is no failure.
        if (this.#trial) {
          // Once may be an API server that just goes down in order.
          if (this.#failures > 0) this.#set(this.#stale(new Error(BRIEF)));
          await this.#pause(signal);
        }
      } catch (error) {
        if (signal.aborted) break;
        const { name } = error as Error;
        if (name === 'ExpiredError' || name === 'NotFoundError') {
          resourceVersion = undefined;
        }
        // One list may be too old for the watch; the next one will do.
        if (name === 'ExpiredError' && this.#failures === 0) {
          this.#failures = 1;
          continue;
        }
        if (name === 'NotFoundError') {
          this.#sink.replace([]);
          this.#set({ kind: 'absent' });
        } else if (name === 'NotAllowedError' && this.#forgetWhenDenied) {
          resourceVersion = undefined;
          this.#sink.replace([]);
          this.#set({ kind: 'denied', reason: (error as Error).message });
          await this.#wait(DENIED_RETRY_MS, signal);
          continue;
        } else {
          this.#set(this.#stale(error as Error));
        }
        await this.#pause(signal);
      } finally {
        clearTimeout(this.#trial);
        this.#trial = undefined;
      }
    }
  }

  /** Ends a pause between retries at once: a person asked to try now. */
  retryNow() {
    this.#failures = 0;
    this.#retryRequest.abort();
  }

  get #path(): string {
    return pathOf(this.#type, { namespace: this.#options.namespace });
  }

  /** Watches from a resourceVersion; without one, what is there is listed first. */
  async #begin(
    known: string | undefined,
    signal: AbortSignal,
  ): Promise<RunningWatch> {
    if (known !== undefined) return this.#watch(known, signal);
    return this.#client.lists.run(async () => {
      signal.throwIfAborted();
      const watch =
        this.#streams &&
        this.#client.lists.streams &&
        !this.#client.lists.silent.has(this.#path)
          ? await this.#listByStream(signal)
          : undefined;
      if (watch) return watch;
      const resourceVersion = await this.#list(signal);
      this.#streams = true;
      return this.#watch(resourceVersion, signal);
    });
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

  async #list(signal: AbortSignal): Promise<string> {
    const list = await this.#client.list(this.#type, this.#options);
    if (!signal.aborted) this.#sink.replace(list.items.map(pruned));
    return list.resourceVersion;
  }

  /**
   * Lists by a watch that begins with all there is, object by object, so that
   * neither side holds it all at once. Undefined where that does not work here: a
   * list in pages may.
   */
  async #listByStream(signal: AbortSignal): Promise<RunningWatch | undefined> {
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
      return await readStreamingList(events, this.#sink, timer);
    } catch (error) {
      await events?.return?.();
      signal.throwIfAborted();
      if (silence.signal.aborted) this.#client.lists.silent.add(this.#path);
      if (error instanceof InvalidManifestError)
        this.#client.lists.streams = false;
      if (FINAL.includes((error as Error).name)) throw error;
      // A platform that is down is not asked twice each time.
      this.#streams = false;
      return undefined;
    } finally {
      clearTimeout(timer);
    }
  }

  /** The watch works. */
  #delivers() {
    clearTimeout(this.#trial);
    this.#trial = undefined;
    this.#failures = 0;
    this.#set({ kind: 'live' });
  }

  #stale(error: Error): WatchState {
    const since =
      this.#state.kind === 'stale'
        ? this.#state.since
        : new Date().toISOString();
    return { kind: 'stale', since, reason: error.message };
  }

  #set(state: WatchState) {
    const changed = JSON.stringify(state) !== JSON.stringify(this.#state);
    this.#state = state;
    if (changed) this.#onState(state);
  }

  async #pause(signal: AbortSignal) {
    const longest = Math.min(
      LONGEST_RETRY_MS,
      FIRST_RETRY_MS * 2 ** this.#failures,
    );
    this.#failures += 1;
    await this.#wait(longest, signal);
  }

  /** Waits, jittered, unless somebody is in a hurry. */
  async #wait(longest: number, signal: AbortSignal) {
    this.#retryRequest = new AbortController();
    await sleep(longest * (0.5 + Math.random() / 2), undefined, {
      signal: AbortSignal.any([signal, this.#retryRequest.signal]),
    }).catch(() => {});
  }
}
