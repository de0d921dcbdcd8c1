import {
  describeHealthReason,
  storeProblemOf,
  type HealthReason,
  type HealthReasonCode,
} from '@syntasso/plugin-ske-common';
import type { T } from '../translations/useT';
import { formatMoment } from './formatTime';

/** A moment as Kubernetes writes it. */
const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

/** Reasons whose message is the words of a state store. */
const OF_STORES: ReadonlySet<HealthReasonCode> = new Set([
  'failing',
  'destinationNotReady',
]);

/** What a state store says, in a few words of the person's language. */
export function storeText(t: T, message: string): string {
  const problem = storeProblemOf(message);
  return problem ? t(`store.${problem}`) : message;
}

/**
 * A health reason as text: moments as people read them, words of state stores
 * translated, and no gaps for values that are not known.
 */
export function reasonText(t: T, reason: HealthReason): string {
  const readable = (name: string, value: string) => {
    if (MOMENT.test(value)) return formatMoment(value);
    return name === 'message' && OF_STORES.has(reason.code)
      ? storeText(t, value)
      : value;
  };
  return describeHealthReason(reason, (code, values) =>
    t(
      `reason.${code}`,
      Object.fromEntries(
        Object.entries(values).map(([name, value]) => [
          name,
          readable(name, value),
        ]),
      ),
    ),
  );
}
