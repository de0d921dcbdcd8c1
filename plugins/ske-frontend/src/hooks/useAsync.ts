import type { DependencyList } from 'react';
import useAsyncRetry from 'react-use/lib/useAsyncRetry';

/** What an asynchronous question has brought so far. */
export interface AsyncResult<T> {
  value: T | undefined;
  error: Error | undefined;
  retry: () => void;
}

/**
 * Asks once per change of its dependencies. While it is asked again nothing is known:
 * the last answer may be about something else.
 */
export function useAsync<T>(
  ask: () => Promise<T>,
  dependencies: DependencyList,
): AsyncResult<T> {
  const { loading, value, error, retry } = useAsyncRetry(ask, dependencies);
  return loading
    ? { value: undefined, error: undefined, retry }
    : { value, error, retry };
}
