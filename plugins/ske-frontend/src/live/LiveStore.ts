import { streamEventSchema, type Freshness } from '@syntasso/plugin-ske-common';
import { EventSourceParserStream } from 'eventsource-parser/stream';

// TYPES

/**
 * What is known of an object, and how well. `stale` keeps the last view when
 * there was one.
 */
export type LiveState<View> =
  | { kind: 'connecting' }
  | { kind: 'live'; view: View }
  | { kind: 'stale'; view: View | undefined; since: string; reason: string }
  | { kind: 'gone'; message: string; lastView: View | undefined }
  | { kind: 'failed'; error: Error };

export interface LiveStoreOptions {
  kind: 'promise' | 'resource';
  /** Opens the event stream. Rejects with a ResponseError when refused. */
  open: (signal: AbortSignal) => Promise<ReadableStream<Uint8Array>>;
  /** Asks the backend to try its own connection now. */
  reconnect: () => Promise<void>;
  /** How long it stays connected after the last listener left; default 5 s. */
  lingerMs?: number;
  firstRetryMs?: number;
}

const SILENCE_MS = 40_000;
const LONGEST_RETRY_MS = 10_000;

// THE STORE

/**
 * One live connection as a state machine with `subscribe`: connects with the
 * first listener, reconnects with growing pauses, and never forgets a view
 * because a connection broke.
 */
export class LiveStore<View> {
  readonly #options: LiveStoreOptions;
  readonly #listeners = new Set<() => void>();
  #state: LiveState<View> = { kind: 'connecting' };
  #freshness: Freshness = { state: 'live' };
  #run: AbortController | undefined;
  #hurry: (() => void) | undefined;
  #goodbye: ReturnType<typeof setTimeout> | undefined;

  constructor(options: LiveStoreOptions) {
    this.#options = options;
  }

  getState = (): LiveState<View> => this.#state;

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    clearTimeout(this.#goodbye);
    if (!this.#run) {
      this.#run = new AbortController();
      void this.#follow(this.#run.signal);
    }
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size > 0) return;
      this.#goodbye = setTimeout(() => {
        this.#run?.abort();
        this.#run = undefined;
      }, this.#options.lingerMs ?? 5_000);
    };
  };

  /** Tries again at once, here and in the backend. */
  retryNow = () => {
    void this.#options.reconnect().catch(() => {
      // Backstage itself is away: the retry below finds out and says so.
    });
    if (this.#state.kind === 'failed') this.#set({ kind: 'connecting' });
    this.#hurry?.();
  };

  async #follow(signal: AbortSignal) {
    const first = this.#options.firstRetryMs ?? 500;
    const pause = { ms: first };
    const reset = () => {
      pause.ms = first;
    };
    while (!signal.aborted) {
      try {
        await this.#listen(signal, reset);
      } catch (error) {
        if (signal.aborted) return;
        this.#broken(error as Error);
      }
      if (signal.aborted) return;
      await this.#pause(pause.ms * (0.5 + Math.random() / 2), signal);
      pause.ms = Math.min(pause.ms * 2, LONGEST_RETRY_MS);
    }
  }

  async #listen(signal: AbortSignal, onEvent: () => void) {
    const connection = new AbortController();
    const stop = () => connection.abort();
    signal.addEventListener('abort', stop);
    let silence = setTimeout(stop, SILENCE_MS);
    const heard = () => {
      clearTimeout(silence);
      silence = setTimeout(stop, SILENCE_MS);
    };
    try {
      const body = await this.#options.open(connection.signal);
      const reader = body
        .pipeThrough(
          // The DOM types of the two ends differ in their chunk's type only.
          new TextDecoderStream() as unknown as TransformStream<
            Uint8Array,
            string
          >,
        )
        .pipeThrough(new EventSourceParserStream({ onComment: heard }))
        .getReader();
      for (;;) {
        const { done, value } = await reader.read();
        if (done) break;
        heard();
        onEvent();
        this.#take(value.data);
      }
    } finally {
      clearTimeout(silence);
      signal.removeEventListener('abort', stop);
    }
    // The server ended the stream, for example to restart.
    this.#broken(new Error('the connection ended'));
  }

  #take(data: string) {
    const event = streamEventSchema.parse(JSON.parse(data));
    switch (event.kind) {
      case 'freshness':
        this.#freshness = event.freshness;
        if (event.freshness.state === 'stale') {
          const { since, reason } = event.freshness;
          this.#set({ kind: 'stale', view: this.#view(), since, reason });
        } else if (this.#state.kind === 'stale' && this.#state.view) {
          this.#set({ kind: 'live', view: this.#state.view });
        }
        return;
      case 'gone':
        this.#set({
          kind: 'gone',
          message: event.message,
          lastView: this.#view(),
        });
        return;
      default: {
        if (event.kind !== this.#options.kind) return;
        // Promise and Resource streams are told apart by the line above.
        const view = event.view as View;
        this.#set(
          this.#freshness.state === 'stale'
            ? { ...this.#freshness, kind: 'stale', view }
            : { kind: 'live', view },
        );
      }
    }
  }

  #view(): View | undefined {
    switch (this.#state.kind) {
      case 'live':
      case 'stale':
        return this.#state.view;
      case 'gone':
        return this.#state.lastView;
      default:
        return undefined;
    }
  }

  #broken(error: Error) {
    const status = (error as { statusCode?: number }).statusCode;
    const refused = status !== undefined && status >= 400 && status < 500;
    const view = this.#view();
    if (refused && status !== 429 && status !== 408) {
      this.#set({ kind: 'failed', error });
    } else if (view === undefined && this.#state.kind !== 'stale') {
      this.#set({ kind: 'failed', error });
    } else if (this.#state.kind !== 'stale' && this.#state.kind !== 'gone') {
      this.#set({
        kind: 'stale',
        view,
        since: new Date().toISOString(),
        reason: error.message,
      });
    }
  }

  #pause(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise(resolve => {
      const done = () => {
        clearTimeout(timer);
        this.#hurry = undefined;
        resolve();
      };
      const timer = setTimeout(done, ms);
      this.#hurry = done;
      signal.addEventListener('abort', done, { once: true });
    });
  }

  #set(state: LiveState<View>) {
    this.#state = state;
    this.#listeners.forEach(listener => listener());
  }
}
