/** The time, and something that happens later. */
export interface Clock {
  /** In milliseconds since 1970. It never goes back. */
  now(): number;
  /** Does something after a time, or after 24 days if it is longer; the returned function prevents it. */
  after(ms: number, act: () => void): () => void;
}

/** What is later than this, a timer of Node does at once: some 24 days. */
const LONGEST_MS = 2 ** 31 - 1;

/**
 * The clock of this machine as it was at the start of the process, and the time since then:
 * somebody may set the machine's clock back, and a leader would take its Lease for younger
 * than it is. Timers do not keep the process alive.
 */
export const systemClock: Clock = {
  now: () => performance.timeOrigin + performance.now(),
  after: (ms, act) => {
    const timer = setTimeout(act, Math.min(ms, LONGEST_MS));
    timer.unref();
    return () => clearTimeout(timer);
  },
};
