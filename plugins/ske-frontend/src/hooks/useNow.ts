import { useState } from 'react';
import useInterval from 'react-use/lib/useInterval';

/** The time, moving once a second while the component is shown. */
export function useNow(intervalMs = 1_000): number {
  const [now, setNow] = useState(() => Date.now());
  useInterval(() => setNow(Date.now()), intervalMs);
  return now;
}
