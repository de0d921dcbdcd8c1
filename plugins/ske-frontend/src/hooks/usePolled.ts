import { useCallback, useEffect, useRef, useState } from 'react';
import { Backoff } from '@syntasso/plugin-ske-common';

/** Pauses after errors in a row. */
const RETRIES = { firstMs: 4_000, longestMs: 60_000 };

/** The state of a question that is asked again and again. */
export interface Polled<T> {
  /** The newest answer to this question; undefined until there is one. */
  value: T | undefined;
  /** Why it could not be asked the last time. */
  error: Error | undefined;
  /** Asks now, without waiting for the end of the pause; in a hidden tab when it is shown. */
  retry: () => void;
}

/**
 * Asks again and again while the component and the browser's tab are shown: one question at
 * a time, after errors with growing pauses.
 *
 * @param ask - memoized: for another function all is asked anew
 * @param pauseAfter - milliseconds from an answer to the next question; memoized, too
 */
export function usePolled<T>(
  ask: () => Promise<T>,
  pauseAfter: (value: T) => number,
): Polled<T> {
  const [known, setKnown] = useState<{
    ask: () => Promise<T>;
    value: T | undefined;
    error: Error | undefined;
  }>();
  const askNow = useRef(() => {});
  useEffect(() => {
    const poll = startPolling({
      ask,
      pauseAfter,
      onAnswer: value => setKnown({ ask, value, error: undefined }),
      onError: error =>
        setKnown(last => ({
          ask,
          value: last?.ask === ask ? last.value : undefined,
          error,
        })),
    });
    askNow.current = poll.askNow;
    return poll.stop;
  }, [ask, pauseAfter]);
  const retry = useCallback(() => askNow.current(), []);
  return known?.ask === ask
    ? { value: known.value, error: known.error, retry }
    : { value: undefined, error: undefined, retry };
}

function startPolling<T>(options: {
  ask: () => Promise<T>;
  pauseAfter: (value: T) => number;
  onAnswer: (value: T) => void;
  onError: (error: Error) => void;
}): { askNow: () => void; stop: () => void } {
  const backoff = new Backoff(RETRIES);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let dueAt = 0;
  let isAsking = false;
  let isOver = false;

  const askNow = () => {
    clearTimeout(timer);
    if (isAsking || isOver) return;
    isAsking = true;
    void options
      .ask()
      .then(
        value => {
          backoff.reset();
          if (!isOver) options.onAnswer(value);
          return options.pauseAfter(value);
        },
        error => {
          if (!isOver) options.onError(error);
          return backoff.fail();
        },
      )
      .then(pauseMs => {
        isAsking = false;
        dueAt = Date.now() + pauseMs;
        wait();
      });
  };

  /** A hidden tab does not ask; when it is shown again it does, if the pause is over. */
  function wait() {
    clearTimeout(timer);
    if (isAsking || isOver || document.hidden) return;
    timer = setTimeout(askNow, Math.max(0, dueAt - Date.now()));
  }

  document.addEventListener('visibilitychange', wait);
  askNow();
  return {
    askNow: () => {
      dueAt = 0;
      if (!document.hidden) askNow();
    },
    stop: () => {
      isOver = true;
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', wait);
    },
  };
}
