import type { WatchState } from '@syntasso/plugin-ske-node';
import type { Watch, WatchListener } from '../../live/LiveSource';

/** How often is looked while somebody looks at a page. */
const POLL_MS = 10_000;

/**
 * Something that nobody tells of, such as a repository without webhooks, followed
 * while somebody listens: it is asked now and then, for all pages together.
 */
export class PolledWatch<T> implements Watch {
  readonly #read: () => Promise<T>;
  readonly #everyMs: number;
  readonly #listeners = new Set<WatchListener>();
  #timer: NodeJS.Timeout | undefined;
  #polling: Promise<void> | undefined;
  #state: WatchState = { kind: 'starting' };
  #value: T;

  /** @param initial - what is there before it was asked for the first time */
  constructor(read: () => Promise<T>, initial: T, everyMs = POLL_MS) {
    this.#read = read;
    this.#value = initial;
    this.#everyMs = everyMs;
  }

  get state(): WatchState {
    return this.#state;
  }

  /** What was there when it was last looked. */
  get value(): T {
    return this.#value;
  }

  subscribe(listener: WatchListener): () => void {
    this.#listeners.add(listener);
    if (this.#listeners.size === 1) void this.pollNow();
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size > 0) return;
      clearTimeout(this.#timer);
      // What is not followed may be old when somebody comes back.
      this.#state = { kind: 'starting' };
    };
  }

  /** Looks at once; after a write of ours nobody has to wait for the next time. */
  async pollNow(): Promise<void> {
    this.#polling ??= this.#poll().finally(() => {
      this.#polling = undefined;
    });
    return this.#polling;
  }

  stop() {
    clearTimeout(this.#timer);
    this.#listeners.clear();
  }

  async #poll() {
    clearTimeout(this.#timer);
    try {
      this.#value = await this.#read();
      this.#state = { kind: 'live' };
    } catch (error) {
      this.#state = {
        kind: 'stale',
        since:
          this.#state.kind === 'stale'
            ? this.#state.since
            : new Date().toISOString(),
        reason: (error as Error).message,
      };
    }
    this.#listeners.forEach(({ onState }) => onState());
    if (this.#listeners.size === 0) return;
    this.#timer = setTimeout(() => void this.pollNow(), this.#everyMs);
    this.#timer.unref();
  }
}
