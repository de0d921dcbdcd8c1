import { setTimeout as sleep } from 'node:timers/promises';

/** The time, and a pause that ends early when it is aborted. */
export interface Clock {
  /** In milliseconds. */
  now(): number;
  /** Rejects when it is aborted. */
  pause(ms: number, signal: AbortSignal): Promise<void>;
}

const systemClock: Clock = {
  now: () => performance.now(),
  pause: (ms, signal) => sleep(ms, undefined, { signal }),
};

const ASK_EVERY_MS = 1_000;
const SAY_EVERY_MS = 5_000;

/** How the waiting ended. */
export type WaitOutcome =
  | { kind: 'answered'; waitedMs: number }
  | { kind: 'late'; lastError: unknown }
  | { kind: 'refused'; why: string }
  | { kind: 'aborted' };

/**
 * Asks until there is an answer, once a second.
 *
 * @param options - `ask` rejects while there is none; `whyFinal` says why waiting longer
 * is of no use after an error, if it is not; `onWaiting` is called with why, at the first time and then
 * every five seconds
 */
export async function waitForAnswer(options: {
  ask: () => Promise<unknown>;
  whyFinal?: (error: unknown) => string | undefined;
  onWaiting: (lastError: unknown, waitedMs: number) => void;
  atMostMs: number;
  signal: AbortSignal;
  clock?: Clock;
}): Promise<WaitOutcome> {
  const { ask, onWaiting, atMostMs, signal, clock = systemClock } = options;
  const startedAt = clock.now();
  let sayAt = startedAt;
  while (!signal.aborted) {
    const error = await ask().then(
      () => undefined,
      (reason: unknown) => ({ reason }),
    );
    const now = clock.now();
    const waitedMs = now - startedAt;
    if (!error) return { kind: 'answered', waitedMs };
    const why = options.whyFinal?.(error.reason);
    if (why !== undefined) return { kind: 'refused', why };
    if (waitedMs >= atMostMs) return { kind: 'late', lastError: error.reason };
    if (now >= sayAt) {
      onWaiting(error.reason, waitedMs);
      sayAt = now + SAY_EVERY_MS;
    }
    await clock.pause(ASK_EVERY_MS, signal).catch((reason: unknown) => {
      // The loop ends then.
      if (!signal.aborted) throw reason;
    });
  }
  return { kind: 'aborted' };
}
