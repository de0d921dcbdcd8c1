import {
  describeHealthReason,
  humanise,
  type HealthReason,
  type HealthReasonCode,
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
          textOf(t, code, name, value),
        ]),
      ),
    ),
  );

function textOf(t: T, code: HealthReasonCode, name: string, value: string) {
  // Elsewhere the pipeline is one of a list, which has its name.
  if (code === 'deletionRuns' && name === 'pipeline') {
    return pipelineInWords(value);
  }
  return MOMENT.test(value) ? formatMoment(value, t) : value;
}

/** A pipeline within a sentence: `final-backup` is the final backup. */
export function pipelineInWords(name: string): string {
  const words = humanise(name);
  return /^[A-Z][a-z]/.test(words)
    ? words[0].toLowerCase() + words.slice(1)
    : words;
}
