import type { Clock } from '../clock';

/** A clock that stands still until it is told to go on. */
export function newClock() {
  let now = 0;
  const timers = new Map<() => void, number>();
  const clock: Clock = {
    now: () => now,
    after: (ms, act) => {
      timers.set(act, now + ms);
      return () => timers.delete(act);
    },
  };
  const advance = (ms: number) => {
    now += ms;
    for (const [act, at] of [...timers]) {
      if (at > now) continue;
      timers.delete(act);
      act();
    }
  };
  return { clock, advance, timers };
}
