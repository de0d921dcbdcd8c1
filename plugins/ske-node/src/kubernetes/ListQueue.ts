import { setImmediate as yieldToEventLoop } from 'node:timers/promises';
import pLimit from 'p-limit';

const LISTS_AT_ONCE = 256;

/**
 * How lists are asked for: hundreds of watches begin together, so only so many
 * list at a time, and others get a turn between any two that begin.
 *
 * @public
 */
export class ListQueue {
  /** Whether the API server is asked for streaming lists: until it refuses one. */
  streams = true;
  /** Paths of lists that were silent as a stream: each would take as long again. */
  readonly silent = new Set<string>();
  readonly #limit = pLimit(LISTS_AT_ONCE);
  #lastBeginning: Promise<void> = Promise.resolve();

  /** Does some work that lists, when it is its turn. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    return this.#limit(async () => {
      this.#lastBeginning = this.#lastBeginning.then(() => yieldToEventLoop());
      await this.#lastBeginning;
      return work();
    });
  }
}
