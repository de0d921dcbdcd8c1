import { setImmediate as yieldToEventLoop } from 'node:timers/promises';
import pLimit from 'p-limit';

const LISTS_AT_ONCE = 256;

/** An API server that cannot stream lists may be able to after its next upgrade. */
const STREAMS_AGAIN_MS = 60 * 60_000;

/**
 * Limits how many lists run at a time: hundreds of watches begin together. Other work
 * gets a turn between any two lists that begin.
 *
 * @public
 */
export class ListQueue {
  /** Until when lists are asked for in pages; by path, or under '' for all. */
  readonly #inPagesUntil = new Map<string, number>();
  readonly #limit = pLimit(LISTS_AT_ONCE);
  #lastBeginning: Promise<void> = Promise.resolve();

  /** Whether a list may be asked for as a stream. */
  mayStream(path: string): boolean {
    return ['', path].every(
      one => (this.#inPagesUntil.get(one) ?? 0) <= Date.now(),
    );
  }

  /** To be called when streaming lists do not work: for a path, or by default for any. */
  avoidStreams(path = '') {
    this.#inPagesUntil.set(path, Date.now() + STREAMS_AGAIN_MS);
  }

  /** Does some work that lists, when it is its turn. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    return this.#limit(async () => {
      this.#lastBeginning = this.#lastBeginning.then(() => yieldToEventLoop());
      await this.#lastBeginning;
      return work();
    });
  }
}
