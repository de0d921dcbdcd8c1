import { setTimeout as sleep } from 'node:timers/promises';

const PATIENCE_MS = 30_000;
const PAUSE_MS = 50;

/**
 * Looks again and again for what a test waits for.
 *
 * @param what - it is, for the error
 * @param look - gives it, or something falsy while it is not there
 * @param options - default: for 30 seconds, with 50 ms between two looks
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
