import { useCallback, useEffect, useState, type DependencyList } from 'react';

/** What an asynchronous question has brought so far. */
export interface AsyncResult<T> {
  value: T | undefined;
  error: Error | undefined;
  retry: () => void;
}

/** Asks once per change of its dependencies; answers that come late are dropped. */
export function useAsync<T>(
  ask: () => Promise<T>,
  dependencies: DependencyList,
): AsyncResult<T> {
  const [round, setRound] = useState(0);
  const [state, setState] = useState<{ value?: T; error?: Error }>({});
  useEffect(() => {
    let left = false;
    setState({});
    ask()
      .then(value => !left && setState({ value }))
      .catch((error: Error) => !left && setState({ error }));
    return () => {
      left = true;
    };
    // The caller names what the question depends on.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [round, ...dependencies]);
  const retry = useCallback(() => setRound(n => n + 1), []);
  return { value: state.value, error: state.error, retry };
}
