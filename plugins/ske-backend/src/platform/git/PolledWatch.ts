import type { WatchState } from '@syntasso/plugin-ske-node';
import type { Watchable, WatchListener } from '../../live/LiveSource';

/** How often is looked while somebody looks at a page. */
const LOOK_MS = 10_000;

/**
 * Something that nobody tells of, such as a repository without webhooks, followed
 * while somebody listens: it is asked now and then, for all pages together.
 */
export class PolledWatch<T> implements Watchable {
  readonly #ask: () => Promise<T>;
  readonly #everyMs: number;
  readonly #listeners = new Set<WatchListener>();
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> | undefined;
  #state: WatchState = { kind: 'starting' };
  readonly #nothing: T;
  #present: T;

  /** @param nothing - what is there before it was asked for the first time */
  constructor(ask: () => Promise<T>, nothing: T, everyMs = LOOK_MS) {
    this.#ask = ask;
    this.#nothing = nothing;
    this.#present = nothing;
    this.#everyMs = everyMs;
  }

  get state(): WatchState {
    return this.#state;
  }

  /** What was there when it was last looked. */
  get present(): T {
    return this.#present;
  }

  subscribe(listener: WatchListener): () => void {
    this.#listeners.add(listener);
    if (this.#listeners.size === 1) void this.lookNow();
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size > 0) return;
      clearTimeout(this.#timer);
      // What is not followed may be old when somebody comes back.
      this.#state = { kind: 'starting' };
      this.#present = this.#nothing;
    };
  }

  /** Looks at once; after a write of ours nobody has to wait for the next time. */
  async lookNow(): Promise<void> {
    this.#looking ??= this.#look().finally(() => {
      this.#looking = undefined;
    });
    return this.#looking;
  }

  stop() {
    clearTimeout(this.#timer);
    this.#listeners.clear();
  }

  async #look() {
    clearTimeout(this.#timer);
    try {
      const present = await this.#ask();
      // Nobody follows it any more: it would be old when somebody comes back.
      if (this.#listeners.size === 0) return;
      this.#present = present;
      this.#state = { kind: 'live' };
    } catch (error) {
      if (this.#listeners.size === 0) return;
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
    this.#timer = setTimeout(() => void this.lookNow(), this.#everyMs);
    this.#timer.unref();
  }
}
