import { Backoff } from '@syntasso/plugin-ske-common';
import { systemClock, type Clock } from './clock';

/** As client-go: 5 ms, 10 ms, … up to five minutes; jitter takes up to half. */
const RETRIES = { firstMs: 5, longestMs: 300_000 };

/**
 * Keys of what is to be reconciled, as in client-go: a key that waits is not added
 * twice, and one that is being worked on comes again only when that has ended.
 */
export class WorkQueue<Key> {
  readonly #idOf: (key: Key) => string;
  readonly #clock: Clock;
  /** Those that wait, in order, with the time since when. */
  readonly #waiting = new Map<string, { key: Key; since: number }>();
  readonly #running = new Set<string>();
  /** Added again while they run. */
  readonly #again = new Map<string, { key: Key; since: number }>();
  readonly #later = new Map<string, { at: number; cancel: () => void }>();
  readonly #failures = new Map<string, Backoff>();
  readonly #takers: (() => void)[] = [];
  #stopped = false;

  constructor(options: { idOf: (key: Key) => string; clock?: Clock }) {
    this.#idOf = options.idOf;
    this.#clock = options.clock ?? systemClock;
  }

  /** How many keys wait to be worked on now. */
  get depth(): number {
    return this.#waiting.size;
  }

  /** For how long the oldest of them has waited, in milliseconds; 0 for none. */
  get oldestAgeMs(): number {
    const [oldest] = this.#waiting.values();
    return oldest ? this.#clock.now() - oldest.since : 0;
  }

  /** Whether nothing waits and nothing runs. What comes later does not count. */
  get isIdle(): boolean {
    return this.#waiting.size === 0 && this.#running.size === 0;
  }

  /** How often a key has failed in a row. */
  failuresOf(key: Key): number {
    return this.#failures.get(this.#idOf(key))?.failures ?? 0;
  }

  /** Adds a key, at once. */
  add(key: Key) {
    if (this.#stopped) return;
    const id = this.#idOf(key);
    this.#cancel(id);
    const entry = { key, since: this.#clock.now() };
    if (this.#running.has(id)) {
      if (!this.#again.has(id)) this.#again.set(id, entry);
    } else if (!this.#waiting.has(id)) {
      this.#waiting.set(id, entry);
      this.#wake();
    }
  }

  /** Adds a key after a time, unless it is added sooner. */
  addAfter(key: Key, ms: number) {
    if (this.#stopped) return;
    const id = this.#idOf(key);
    const at = this.#clock.now() + ms;
    const known = this.#later.get(id);
    if (known && known.at <= at) return;
    known?.cancel();
    const cancel = this.#clock.after(ms, () => this.add(key));
    this.#later.set(id, { at, cancel });
  }

  /**
   * Adds a key that has failed, after a pause that grows with each failure in a row.
   *
   * @param notBefore - when a server wants to be asked again
   */
  addRateLimited(key: Key, notBefore?: Date) {
    const id = this.#idOf(key);
    const backoff = this.#failures.get(id) ?? new Backoff(RETRIES);
    this.#failures.set(id, backoff);
    this.addAfter(key, backoff.fail(notBefore));
  }

  /** Forgets that a key has failed. */
  forget(key: Key) {
    this.#failures.delete(this.#idOf(key));
  }

  /** The next key, as soon as there is one; undefined when the queue is stopped. */
  async take(): Promise<Key | undefined> {
    for (;;) {
      if (this.#stopped) return undefined;
      const [first] = this.#waiting;
      if (first) {
        const [id, { key }] = first;
        this.#waiting.delete(id);
        this.#running.add(id);
        return key;
      }
      await new Promise<void>(resolve => {
        this.#takers.push(resolve);
      });
    }
  }

  /** The work on a key has ended. */
  done(key: Key) {
    const id = this.#idOf(key);
    this.#running.delete(id);
    const again = this.#again.get(id);
    this.#again.delete(id);
    if (!again || this.#stopped) return;
    this.#waiting.set(id, again);
    this.#wake();
  }

  /** Gives out no more keys; what runs may end. */
  stop() {
    this.#stopped = true;
    this.#later.forEach(({ cancel }) => cancel());
    this.#later.clear();
    this.#waiting.clear();
    this.#again.clear();
    this.#takers.splice(0).forEach(resolve => resolve());
  }

  #cancel(id: string) {
    this.#later.get(id)?.cancel();
    this.#later.delete(id);
  }

  #wake() {
    this.#takers.shift()?.();
  }
}
