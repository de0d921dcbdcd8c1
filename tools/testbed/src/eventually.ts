import { setTimeout as sleep } from 'node:timers/promises';

const PATIENCE_MS = 30_000;
const PAUSE_MS = 50;

/**
 * Calls `look` until it returns something truthy, and returns that.
 *
 * @param what - what is waited for, for the text of the error
 * @param look - returns it, or something falsy while it is not there
 * @param options - default: for 30 seconds, with 50 ms between two calls
 * @throws Error when it is not there in time, and whatever `look` throws
 */
export async function eventually<T>(
  what: string,
  look: () => Promise<T | undefined | false> | T | undefined | false,
  options: { patienceMs?: number; pauseMs?: number } = {},
): Promise<T> {
  const { patienceMs = PATIENCE_MS, pauseMs = PAUSE_MS } = options;
  const end = Date.now() + patienceMs;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (Date.now() > end) {
      throw new Error(`${what}: not in ${patienceMs / 1_000} seconds`);
    }
    await sleep(pauseMs);
  }
}
