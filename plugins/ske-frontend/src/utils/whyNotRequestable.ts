import type {
  OfferingSummary,
  OfferingView,
} from '@syntasso/plugin-ske-common';
import type { T } from '../translations/useT';
import { reasonText } from './reasonText';

/**
 * Why a Promise cannot be requested now, or not by this person; undefined if it can be. The
 * sentence is the same on its page, on the Create page and in a form.
 *
 * @param denied - why the person is not permitted, if the view does not include that
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
  // Summaries are shown with their Template, so only a view can lack one.
  return promise.templateRef ? denied : t('promise.noTemplate');
}
