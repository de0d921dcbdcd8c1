import type {
  OfferingSummary,
  OfferingView,
} from '@syntasso/plugin-ske-common';
import type { T } from '../translations/useT';
import { reasonText } from './reasonText';

/**
 * Why none can be requested of a Promise now, or not by this person, in one sentence that is
 * the same on its page, on the Create page and in a form; undefined when one can.
 *
 * @param denied - why the person may not, where the Promise itself does not say
 */
export function whyNotRequestable(
  promise: OfferingSummary | OfferingView,
  t: T,
  denied?: string,
): string | undefined {
  const isSummary = 'offers' in promise;
  const { available, health } = promise;
  const offers = isSummary ? promise.offers : promise.api !== undefined;
  if (!offers) return t('promise.noApi');
  if (!available) {
    return t('promise.unavailable', { reason: reasonText(t, health.reason) });
  }
  if (isSummary) {
    return promise.create.allowed ? denied : promise.create.reason;
  }
  // Who sees a summary is at the Template.
  return promise.templateRef ? denied : t('promise.noTemplate');
}
