import type { Health } from './healthSchema';
import { makeHealth } from './makeHealth';
import { placementsOf } from './placements';
import type { Placement } from './placementSchema';
import type { Related } from './related';
import { shortenStoreMessage } from './storeProblem';

/**
 * What is wrong with where the Works of a Promise or Resource are, in a few words; the
 * placement has the whole message of the state store.
 */
export const findDeliveryProblem = (
  related: Related | undefined,
): Health | undefined =>
  related && placementsOf(related).map(degradedByPlacement).find(Boolean);

function degradedByPlacement(placement: Placement): Health | undefined {
  const { state, since, destination, message } = placement;
  switch (state) {
    case 'misplaced':
      return destination === undefined
        ? makeHealth('degraded', 'worksMisplaced', since)
        : makeHealth('degraded', state, since, { destination });
    case 'failing':
    case 'destinationNotReady':
      if (destination === undefined) {
        return makeHealth('degraded', 'worksFailing', since);
      }
      return makeHealth('degraded', state, since, {
        destination,
        message: message && shortenStoreMessage(message),
      });
    default:
      return undefined;
  }
}
