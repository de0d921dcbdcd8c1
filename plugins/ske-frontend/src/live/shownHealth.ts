import type { Health } from '@syntasso/plugin-ske-common';
import type { LiveState } from './LiveStore';

/** The health as far as it is known: while the platform is away, the last one. */
export function shownHealth(
  state: LiveState<{ health: Health }>,
): Health | undefined {
  switch (state.kind) {
    case 'live':
      return state.view.health;
    case 'stale':
      return (
        state.view?.health ?? {
          state: 'unknown',
          reason: { code: 'platformAway', values: {} },
          since: state.since,
        }
      );
    case 'gone':
      return {
        state: 'unknown',
        reason: { code: 'goneFromPlatform', values: {} },
      };
    default:
      return undefined;
  }
}
