import type { Watch } from '../platform/PlatformApi';
import type { Clock } from '../queue/clock';

/** An API server takes some seconds to serve a new CRD, and a minute when it is busy. */
const PATIENCE_MS = 60_000;

/**
 * How long it is no failure that an API cannot be read. An API server answers a watch on a
 * CRD that was just made with 429 until its storage is ready. A right that is missing does
 * not come by waiting.
 */
export class ApiPatience {
  readonly #clock: Clock;
  /** When a watch was first seen not to work. */
  readonly #since = new WeakMap<Watch, number>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** In milliseconds; 0 for a watch that works, or does not for too long. */
  leftFor(watch: Watch): number {
    const { state } = watch;
    if (state.kind !== 'stale' || state.forbidden) {
      this.#since.delete(watch);
      return 0;
    }
    const now = this.#clock.now();
    const since = this.#since.get(watch) ?? now;
    this.#since.set(watch, since);
    return Math.max(0, since + PATIENCE_MS - now);
  }
}
