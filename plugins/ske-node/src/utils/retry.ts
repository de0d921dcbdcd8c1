import { setTimeout as sleep } from 'node:timers/promises';
import { Backoff, type BackoffTiming } from '@syntasso/plugin-ske-common';
import { retryTimeOf } from './httpErrors';

/**
 * Does something again while it fails in a way that another try may mend, with the
 * pauses of a `Backoff`. A server that says when to come back is heeded.
 *
 * @throws the last error, as it was thrown; what the signal aborts with.
 * @public
 */
export async function retry<T>(
  work: () => Promise<T>,
  options: BackoffTiming & {
    /** How often it is tried at most. */
    attempts: number;
    /** Given how often it was tried. */
    isWorthRetrying: (error: unknown, attempt: number) => boolean;
    signal?: AbortSignal;
  },
): Promise<T> {
  const backoff = new Backoff(options);
  for (;;) {
    options.signal?.throwIfAborted();
    try {
      return await work();
    } catch (error) {
      const pause = backoff.fail(retryTimeOf(error));
      const { failures } = backoff;
      if (failures >= options.attempts) throw error;
      if (!options.isWorthRetrying(error, failures)) throw error;
      await sleep(pause, undefined, { signal: options.signal });
    }
  }
}
