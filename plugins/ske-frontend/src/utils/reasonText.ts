import {
  describeHealthReason,
  type HealthReason,
} from '@syntasso/plugin-ske-common';
import type { T } from '../translations/useT';
import { formatMoment } from './formatTime';

/** A moment as Kubernetes writes it. */
const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

/**
 * A health reason as text: moments as people read them, and no gaps for values that are
 * not known.
 */
export const reasonText = (t: T, reason: HealthReason): string =>
  describeHealthReason(reason, (code, values) =>
    t(
      `reason.${code}`,
      Object.fromEntries(
        Object.entries(values).map(([name, value]) => [
          name,
          MOMENT.test(value) ? formatMoment(value) : value,
        ]),
      ),
    ),
  );
