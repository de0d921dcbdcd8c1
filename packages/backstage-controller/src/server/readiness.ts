import type { Watch } from '../platform/PlatformApi';
import { problemOf } from '../platform/watchState';
import type { Readiness } from './ControllerServer';

/** Whether a replica is ready: it waits for its turn, or sees what it has to see. */
export function readinessOf(
  isLeader: boolean,
  watches: readonly Watch[],
): Readiness {
  if (!isLeader) {
    return { isReady: true, notes: ['Another replica leads; this one waits.'] };
  }
  return {
    // A kind that is not installed is not missed.
    isReady: watches.every(({ state }) =>
      ['live', 'absent'].includes(state.kind),
    ),
    notes: watches.flatMap(({ type, state }) => {
      const what = `${type.plural}.${type.group}`;
      return state.kind === 'starting'
        ? `${what} are not read yet.`
        : problemOf(what, state) ?? [];
    }),
  };
}
