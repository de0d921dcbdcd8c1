/** The time, and something that happens later. */
export interface Clock {
  /** In milliseconds. */
  now(): number;
  /** Does something after a time; the returned function prevents it. */
  after(ms: number, act: () => void): () => void;
}

/** The clock of this machine. Timers do not keep the process alive. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after: (ms, act) => {
    const timer = setTimeout(act, ms);
    timer.unref();
    return () => clearTimeout(timer);
  },
};
