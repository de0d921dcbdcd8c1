import { setTimeout as sleep } from 'node:timers/promises';
import type { Manifest } from '@syntasso/plugin-ske-common';
import type { KubernetesClient } from '../kubernetes/KubernetesClient';
import type { ListOptions } from '../kubernetes/query';
import type { ResourceType } from '../kubernetes/resourceType';
import { InvalidManifestError } from '../kubernetes/errors';
import type { WatchEvent } from '../kubernetes/watchEvents';
import { keyOf, type Sink } from './Store';

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

const CUT_SHORT =
  'The platform ended a list before it was whole. Check what stands between Backstage and its API server.';

/** A streaming list that says nothing for so long is none. */
const STREAMING_SILENCE_MS = 10_000;

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
  /** Runs while a new watch has neither lasted nor delivered. */
  #trial: NodeJS.Timeout | undefined;
  #hurry = new AbortController();

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
    this.#hurry.abort();
  }

  /** Watches from a resourceVersion; without one, what is there is listed first. */
  async #begin(known: string | undefined, signal: AbortSignal): Promise<Watch> {
    if (known !== undefined) return this.#watch(known, signal);
    return this.#client.whenListsAllow(async () => {
      if (this.#client.streamsLists) {
        const watch = await this.#listByStream(signal);
        if (watch) return watch;
        this.#client.listInPages();
      }
      return this.#watch(await this.#list(signal), signal);
    });
  }

  async #watch(resourceVersion: string, signal: AbortSignal): Promise<Watch> {
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
   * neither side holds it all at once. Undefined where the server has none.
   */
  async #listByStream(signal: AbortSignal): Promise<Watch | undefined> {
    const silence = new AbortController();
    const timer = setTimeout(() => silence.abort(), STREAMING_SILENCE_MS);
    const isUnsupported = (error: unknown) =>
      !signal.aborted &&
      (silence.signal.aborted || error instanceof InvalidManifestError);
    let events: AsyncIterator<WatchEvent> | undefined;
    try {
      const stream = await this.#client.watch(this.#type, {
        ...this.#options,
        signal: AbortSignal.any([signal, silence.signal]),
      });
      events = stream[Symbol.asyncIterator]();
      const present = new Set<string>();
      for (;;) {
        const { done, value: event } = await events.next();
        if (done) throw new Error(CUT_SHORT);
        timer.refresh();
        if (event.type === 'BOOKMARK') {
          if (!event.endsList) continue;
          this.#sink.retain(present);
          return {
            events: rest(events),
            resourceVersion: event.resourceVersion,
          };
        }
        present.add(keyOf(event.object));
        this.#sink.upsert(pruned(event.object));
      }
    } catch (error) {
      await events?.return?.();
      if (isUnsupported(error)) return undefined;
      throw error;
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
    this.#hurry = new AbortController();
    await sleep(longest * (0.5 + Math.random() / 2), undefined, {
      signal: AbortSignal.any([signal, this.#hurry.signal]),
    }).catch(() => {});
  }
}

/** A watch that has begun, and from where it goes on. */
interface Watch {
  events: AsyncIterable<WatchEvent>;
  resourceVersion: string;
}

const rest = <T>(iterator: AsyncIterator<T>): AsyncIterable<T> => ({
  [Symbol.asyncIterator]: () => iterator,
});

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/** Without what nobody reads and everybody pays memory for. */
function pruned(object: Manifest): Manifest {
  const { managedFields: _, annotations, ...metadata } = object.metadata;
  const kept = Object.entries(annotations ?? {}).filter(
    ([key]) => key !== LAST_APPLIED,
  );
  return {
    ...object,
    metadata: {
      ...metadata,
      ...(kept.length > 0 ? { annotations: Object.fromEntries(kept) } : {}),
    },
  };
}
