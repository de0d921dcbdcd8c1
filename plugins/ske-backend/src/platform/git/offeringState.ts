import type { Offering, StreamEvent } from '@syntasso/plugin-ske-common';
import { toRefusalEvent } from '../../live/refusalEvent';

/** An offering as the catalog has it now, or the event for one that is not there. */
export type OfferingState =
  /** The catalog has not answered yet. */
  | { kind: 'unread' }
  | { kind: 'offered'; offering: Offering }
  | { kind: 'unavailable'; event: StreamEvent };

/** Asks the catalog for an offering. @throws NotFoundError, NotAllowedError */
export type FindOffering = () => Promise<Offering>;

/** @throws any error that does not say whether the offering is there. */
export async function readOfferingState(
  find: FindOffering,
): Promise<OfferingState> {
  try {
    return { kind: 'offered', offering: await find() };
  } catch (error) {
    return { kind: 'unavailable', event: toUnavailableEvent(error as Error) };
  }
}

/**
 * The event for an offering that is not there, or not served any more.
 *
 * @throws any other error: it does not say whether the offering is there.
 */
function toUnavailableEvent(error: Error): StreamEvent {
  if (error.name === 'NotAllowedError') return toRefusalEvent(error);
  if (error.name !== 'NotFoundError') throw error;
  return { kind: 'gone', message: error.message };
}
