import type { OfferingSummary } from '@syntasso/plugin-ske-common';
import type { T } from '../translations/useT';
import { reasonText } from './reasonText';

/** Why none can be requested of a Promise now, or not by this person; undefined when one can. */
export function whyNotRequestable(
  { offers, available, health, create }: OfferingSummary,
  t: T,
): string | undefined {
  if (!offers) return t('promise.noApi');
  if (!available) {
    return t('promise.unavailable', { reason: reasonText(t, health.reason) });
  }
  return create.allowed ? undefined : create.reason;
}
