import type { WatchState } from '@syntasso/plugin-ske-node';
import type { Watch, WatchListener } from '../../live/LiveSource';

/** How often it is read while a page is open. */
const POLL_MS = 10_000;

/**
 * A watch of something that does not report its changes, such as a repository without
 * webhooks: while there are listeners it is read now and then, for all of them together.
 */
export class PolledWatch<T> implements Watch {
  readonly #read: () => Promise<T>;
  readonly #everyMs: number;
  readonly #listeners = new Set<WatchListener>();
  #timer: NodeJS.Timeout | undefined;
  #polling: Promise<void> | undefined;
  #state: WatchState = { kind: 'starting' };
  readonly #initial: T;
  #value: T;

  /** @param initial - the value before it was read for the first time */
  constructor(read: () => Promise<T>, initial: T, everyMs = POLL_MS) {
    this.#read = read;
    this.#initial = initial;
    this.#value = initial;
    this.#everyMs = everyMs;
  }

  get state(): WatchState {
    return this.#state;
  }

  /** What was read last. */
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
      // Without polling the value may be old when somebody subscribes again.
      this.#state = { kind: 'starting' };
      this.#value = this.#initial;
    };
  }

  /** Reads at once, so that pages show our own write without waiting for the next poll. */
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
      const value = await this.#read();
      // Without subscribers nobody polls: it would be old when somebody comes back.
      if (this.#listeners.size === 0) return;
      this.#value = value;
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
    this.#timer = setTimeout(() => void this.pollNow(), this.#everyMs);
    this.#timer.unref();
  }
}
