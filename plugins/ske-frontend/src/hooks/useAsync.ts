import type { DependencyList } from 'react';
import useAsyncRetry from 'react-use/lib/useAsyncRetry';

/** What an asynchronous question has brought so far. */
export interface AsyncResult<T> {
  value: T | undefined;
  error: Error | undefined;
  retry: () => void;
}

/**
 * Asks once per change of its dependencies. Until there is an answer to that nothing is
 * known: the last answer is about something else.
 */
export function useAsync<T>(
  ask: () => Promise<T>,
  dependencies: DependencyList,
): AsyncResult<T> {
  const { loading, value, retry } = useAsyncRetry(async () => {
    try {
      return { about: dependencies, value: await ask(), error: undefined };
    } catch (error) {
      return { about: dependencies, value: undefined, error: error as Error };
    }
  }, dependencies);
  const isCurrent =
    !loading &&
    value?.about.every((dependency, index) =>
      Object.is(dependency, dependencies[index]),
    );
  return isCurrent
    ? { value: value?.value, error: value?.error, retry }
    : { value: undefined, error: undefined, retry };
}
