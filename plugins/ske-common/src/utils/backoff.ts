/** No server is taken at its word for longer: it may be back long before. */
const LONGEST_RETRY_AFTER_MS = 5 * 60_000;

/** How long the pauses of a {@link Backoff} are, in milliseconds. @public */
export interface BackoffTiming {
  firstMs: number;
  longestMs: number;
}

/**
 * Exponential backoff: the pause before the next try doubles with each failure in
 * a row, up to the longest. Jitter takes away up to half of it, so that those who
 * failed together do not all come back together.
 *
 * @public
 */
export class Backoff {
  readonly #timing: BackoffTiming;
  #failures = 0;

  constructor(timing: BackoffTiming) {
    this.#timing = timing;
  }

  /** How many tries have failed since the last one that did not. */
  get failures(): number {
    return this.#failures;
  }

  /**
   * Counts a failure.
   *
   * @param notBefore - when the server wants to be asked again (Retry-After); heeded
   * up to five minutes
   * @returns how many milliseconds to wait before the next try
   */
  fail(notBefore?: Date): number {
    const { firstMs, longestMs } = this.#timing;
    const pause = Math.min(longestMs, firstMs * 2 ** this.#failures);
    this.#failures += 1;
    const jittered = pause * (0.5 + Math.random() / 2);
    const requestedWait = (notBefore?.getTime() ?? 0) - Date.now();
    return Math.max(jittered, Math.min(requestedWait, LONGEST_RETRY_AFTER_MS));
  }

  /** A try has succeeded. */
  reset() {
    this.#failures = 0;
  }
}
