import type { WatchState } from '@syntasso/plugin-ske-node';
import type { Watch } from './PlatformApi';

/**
 * Whether an object that a watch does not have is really not there. Not while it is
 * listed, and not where its kind is gone: a CRD that is replaced would take all with it.
 */
export const isComplete = ({ state }: Pick<Watch, 'state'>): boolean =>
  state.kind === 'live' || (state.kind === 'stale' && !state.incomplete);

/** What is wrong with a watch, in a sentence; undefined where it works or has just begun. */
export function problemOf(what: string, state: WatchState): string | undefined {
  switch (state.kind) {
    case 'absent':
      return `${what} is not known to the platform: its CRD is not installed.`;
    case 'denied':
    case 'stale':
      return `${what} cannot be read: ${state.reason}`;
    default:
      return undefined;
  }
}
