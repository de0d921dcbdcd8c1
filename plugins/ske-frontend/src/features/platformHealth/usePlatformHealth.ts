import { useCallback, useEffect, useRef } from 'react';
import type { PlatformHealth } from '@syntasso/plugin-ske-common';
import { useSkeApi } from '../../api/useSkeApi';
import { usePolled, type Polled } from '../../hooks/usePolled';
import type { LiveState } from '../../live/LiveStore';

/** Each question asks the platform about every right. */
const PAUSE_MS = 60_000;
const PAUSE_WHILE_AWAY_MS = 10_000;

const pauseAfter = ({ reachable }: PlatformHealth) =>
  reachable.state === 'no' ? PAUSE_WHILE_AWAY_MS : PAUSE_MS;

/**
 * How the platform is reached, and with which rights; asked again from time to time.
 *
 * @param live - what the page has of the platform's stream, if it has one: when that loses
 * the platform or has it back, the question is asked at once
 */
export function usePlatformHealth(
  live?: LiveState<unknown>,
): Polled<PlatformHealth> {
  const api = useSkeApi();
  const ask = useCallback(() => api.health(), [api]);
  const health = usePolled(ask, pauseAfter);
  const { retry } = health;
  const isReached = live && isReachedBy(live);
  const wasReached = useRef<boolean>();
  useEffect(() => {
    if (isReached === undefined) return;
    const isChanged =
      wasReached.current !== undefined && wasReached.current !== isReached;
    wasReached.current = isReached;
    if (isChanged) retry();
  }, [isReached, retry]);
  return health;
}

/** Undefined while the stream says nothing of it. */
function isReachedBy({ kind }: LiveState<unknown>): boolean | undefined {
  if (kind === 'live') return true;
  return kind === 'stale' || kind === 'failed' ? false : undefined;
}
